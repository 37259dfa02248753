/** @file What the page says of how a table was made. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import { parseTable } from "../../src/core/tables/parseTable.ts";
import { madeBy } from "../../src/ui/provenance.ts";

const tableOf = (text: string) => {
  const parsed = parseTable(text, nasbench201, "mine");
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.table;
};

it("tells recipe, draw, images and code of a table of the lab", () => {
  const shipped = JSON.parse(readFileSync("public/tables/nasbench201.json", "utf8"));
  const text = madeBy(tableOf(JSON.stringify(shipped)));
  expect(text).toContain(`holds ${shipped.rows.length} architectures, drawn uniformly from the space.`);
  expect(text).toContain(`${shipped.recipe.training.epochs} epochs, batch ${shipped.recipe.data.batchSize}`);
  expect(text).toContain("on Fashion-MNIST, 14×14");
  expect(text).toContain(`code ${shipped.code}, ${shipped.created.slice(0, 10)}`);
  expect(text.endsWith("What its trainings cost was not kept.")).toBe(true);
  const trainings = shipped.rows.length * shipped.seeds.length;
  shipped.cost = { trainings, coreSeconds: 5400 };
  expect(madeBy(tableOf(JSON.stringify(shipped)))).toMatch(/trainings took 1\.5 hours of one core\.$/);
  shipped.cost = { trainings: 6, coreSeconds: 90 };
  expect(madeBy(tableOf(JSON.stringify(shipped)))).toContain(
    `6 of its ${trainings.toLocaleString("en")} trainings took 1.5 minutes of one core; of the others it was not kept.`,
  );
  shipped.recipe.evaluation.test = "whole";
  shipped.rows[0].source = "picked";
  const changed = madeBy(tableOf(JSON.stringify(shipped)));
  expect(changed).toContain("on the whole test set");
  expect(changed).toContain("1 picked by size or by hand");
});

it("says what a stranger's table does not tell", () => {
  const text = madeBy(
    tableOf("arch,test_acc\n|none~0|+|none~0|none~1|+|none~0|none~1|skip_connect~2|,0.5\n"),
  );
  expect(text).toContain("holds one architecture; how they were chosen it does not say");
  expect(text).toContain("does not say on which images, by which recipe or with which code");
});
