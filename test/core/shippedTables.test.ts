/** @file The tables that ship belong to the networks, images and protocol of this very code. */
import { readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { describe, expect, it } from "vitest";
import { datasets } from "../../src/core/datasets.ts";
import { recipeOf, standAloneRecipe } from "../../src/core/heuristics/index.ts";
import { countFlops, countParameters } from "../../src/core/network/count.ts";
import { poolOf } from "../../src/core/pool.ts";
import { spaceById, spaces } from "../../src/core/spaces/index.ts";
import type { Architecture, SearchSpace } from "../../src/core/spaces/space.ts";
import { parseTable } from "../../src/core/tables/parseTable.ts";
import { firstSeed, recordedRecipe, standAloneProtocol } from "../../src/core/tables/protocol.ts";

interface ShippedTable {
  readonly version: number;
  readonly space: string;
  readonly dataset: { readonly sha256: string };
  readonly recipe: unknown;
  readonly seeds: readonly number[];
  readonly rows: readonly {
    readonly architecture: string;
    readonly source: string;
    readonly parameters: number;
    readonly flops: number;
    readonly gradientNorm: number;
    readonly test: readonly number[];
    readonly validation: readonly number[];
    readonly loss: readonly (number | null)[];
  }[];
}

const folder = new URL("../../public/tables/", import.meta.url);
const furtherTables = (spaces as readonly SearchSpace[]).flatMap(({ id, furtherTables = [] }) =>
  furtherTables.map((further) => ({ space: id, ...further })),
);
const names = globSync("*.json", { cwd: folder.pathname }).sort();

it("are there for every kind of space, and what the page offers beside them", () => {
  const usual = ["darts.json", "nasbench101.json", "nasbench201.json"];
  expect(names).toEqual([...usual, ...furtherTables.map(({ file }) => file)].sort());
});

it.each(furtherTables)(
  "$file holds the first cells of the table beside it, trained otherwise",
  ({ file, space }) => {
    const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as ShippedTable;
    const [usual, further] = [read(`${space}.json`), read(file)];
    const cells = ({ rows }: ShippedTable) => rows.map(({ architecture }) => architecture);
    expect(further.space).toBe(space);
    expect(cells(further)).toEqual(cells(usual).slice(0, further.rows.length));
    expect(further.recipe).not.toEqual(usual.recipe);
  },
);

describe.each(names)("%s", (name) => {
  const text = readFileSync(new URL(name, folder), "utf8");
  const table = JSON.parse(text) as ShippedTable;
  const space = spaceById(table.space)!;
  const further = furtherTables.find(({ file }) => file === name);
  const recipe = standAloneRecipe(space, { ...standAloneProtocol.settings, ...further?.settings });
  const dataset = datasets[0];
  const larger: readonly SearchSpace[] = spaces;
  const architectures = table.rows.map((row) => space.parse(row.architecture) as Architecture);

  it("reads without a warning, whole", () => {
    const parsed = parseTable(text, space, name);
    expect(parsed.ok && parsed.table.rows.length).toBe(table.rows.length);
    expect(parsed.ok && parsed.warnings).toEqual([]);
  });

  it("holds different architectures, of those that no way leads through one at most", () => {
    expect(new Set(architectures.map((a) => space.canonical(a))).size).toBe(table.rows.length);
    expect(architectures.filter((a) => !space.isConnected(a)).length).toBeLessThanOrEqual(1);
  });

  it("says of every row that it was drawn, and judges by a uniform draw, so that the page has nothing to add", () => {
    expect(table.version).toBe(4);
    const parsed = parseTable(text, space, name);
    const rows = parsed.ok ? parsed.table.rows : [];
    expect(rows.every(({ source }) => source !== undefined)).toBe(true);
    expect(poolOf(space, rows, recipeOf(space, {})).remark).toBeUndefined();
    const sources = new Set(rows.map(({ source }) => source));
    expect([...sources].filter((source) => source !== "uniform" && source !== "admitted")).toEqual([]);
    expect(sources).toContain("uniform");
  });

  it("has at least two seeds, recorded, and none that a person would choose for a run", () => {
    const { seeds } = table;
    expect(seeds.length).toBeGreaterThanOrEqual(2);
    expect(seeds).toEqual(seeds.map((_, index) => firstSeed + index));
    expect(firstSeed).toBeGreaterThanOrEqual(1001);
    for (const { test, validation, loss } of table.rows) {
      expect(loss).toHaveLength(seeds.length);
      expect(test).toHaveLength(seeds.length);
      expect(validation).toHaveLength(seeds.length);
      // The same numbers again would be the same seed again.
      expect(new Set(test.map((accuracy, index) => `${accuracy} ${validation[index]}`)).size).toBeGreaterThan(
        1,
      );
    }
  });

  it("tells the gradient norm at initialization, which only a cell without a way through lacks", () => {
    for (const [index, architecture] of architectures.entries()) {
      const { gradientNorm } = table.rows[index] as ShippedTable["rows"][number];
      if (space.isConnected(architecture)) expect(gradientNorm).toBeGreaterThan(0);
      else expect(gradientNorm).toBe(0);
    }
  });

  it("was made by the protocol, on the images and with the networks of this code", () => {
    expect(table.dataset.sha256).toBe(dataset.sha256);
    expect(table.recipe).toEqual(recordedRecipe(recipe, standAloneProtocol.test));
    for (const [index, architecture] of architectures.entries()) {
      const network = space.build(architecture, recipe.network, { height: 14, width: 14, channels: 1 }, 10);
      const { parameters, flops } = table.rows[index] as ShippedTable["rows"][number];
      expect([parameters, flops]).toEqual([countParameters(network), countFlops(network)]);
    }
  });

  it("has at least 60 architectures that the default recipe admits", () => {
    const { network } = recipeOf(space, {});
    const admitted = architectures.map((a) => space.admits(a, network));
    expect(admitted.filter(Boolean).length).toBeGreaterThanOrEqual(60);
    for (const [index, { source }] of table.rows.entries())
      if (source === "admitted") expect(admitted[index], table.rows[index]!.architecture).toBe(true);
  });

  it.each(larger.filter(({ judgedBy }) => judgedBy === table.space))("judges $id, too", (other) => {
    const parsed = parseTable(text, other, name);
    expect(parsed.ok && parsed.table.rows.length).toBe(table.rows.length);
    expect(parsed.ok && parsed.warnings).toEqual([]);
  });
});
