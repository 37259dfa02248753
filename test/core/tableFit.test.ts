import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { datasets } from "../../src/core/datasets.ts";
import { standAloneRecipe } from "../../src/core/heuristics/index.ts";
import type { Settings } from "../../src/core/settings.ts";
import { nasbench201 as space } from "../../src/core/spaces/nasbench201/index.ts";
import { fitOf, type TableFit } from "../../src/core/tables/fit.ts";
import { parseTable } from "../../src/core/tables/parseTable.ts";

const [dataset] = datasets;
const shipped = readFileSync(`public/tables/${space.id}.json`, "utf8");

function fitOfText(text: string, settings: Settings = {}): TableFit {
  const parsed = parseTable(text, space, "own.json");
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return fitOf(parsed.table, dataset, standAloneRecipe(space, settings));
}

describe("fit of a table", () => {
  it("is perfect for the shipped table under the default settings, whatever the training", () => {
    expect(fitOfText(shipped)).toEqual({});
    expect(fitOfText(shipped, { lr: 0.3, epochs: 1, place: "node", pathdrop: 0.2 })).toEqual({});
    // Alone, an architecture has affine parameters whatever the super-net has.
    expect(fitOfText(shipped, { affine: false })).toEqual({});
  });

  it("warns of a table made on other images, and names both", () => {
    const { warning } = fitOfText(shipped.replace(dataset.sha256, "0123456789".padEnd(64, "0")));
    expect(warning).toContain("own.json was made on other images (fashion-mnist-14, checksum 01234567…)");
    expect(warning).toContain(dataset.sha256.slice(0, 8));
  });

  it("says where the networks differ", () => {
    const other = shipped.replace('"affine": true', '"affine": false');
    expect(other).not.toBe(shipped);
    expect(fitOfText(other, { channels: 16 })).toEqual({
      note: "The super-net is built unlike the networks behind the stand-alone accuracies (own.json): channels of the first stage 16 instead of 8; affine batch norm on instead of off. You can still compare rankings.",
    });
  });

  it("says what a foreign table leaves open", () => {
    const text = "|skip_connect~0|+|none~0|skip_connect~1|+|none~0|none~1|skip_connect~2|";
    expect(fitOfText(`arch,test_acc\n${text},0.5\n`).note).toMatch(/own\.json does not say on which images/);
  });
});
