/** @file The tables that ship belong to the networks, images and protocol of this very code. */
import { readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { describe, expect, it } from "vitest";
import { datasets } from "../../src/core/datasets.ts";
import { recipeOf, standAloneRecipe } from "../../src/core/heuristics/index.ts";
import { countFlops, countParameters } from "../../src/core/network/count.ts";
import { spaceById, spaces } from "../../src/core/spaces/index.ts";
import type { Architecture, SearchSpace } from "../../src/core/spaces/space.ts";
import { parseTable } from "../../src/core/tables.ts";
import { recordedRecipe, standAloneSettings } from "../../src/headless/table/protocol.ts";

interface ShippedTable {
  readonly space: string;
  readonly dataset: { readonly sha256: string };
  readonly recipe: unknown;
  readonly rows: readonly {
    readonly architecture: string;
    readonly parameters: number;
    readonly flops: number;
    readonly test: readonly number[];
  }[];
}

const folder = new URL("../../public/tables/", import.meta.url);
const names = globSync("*.json", { cwd: folder.pathname }).sort();

it("are there for every kind of space", () => {
  expect(names).toEqual(["darts.json", "nasbench101.json", "nasbench201.json"]);
});

describe.each(names)("%s", (name) => {
  const text = readFileSync(new URL(name, folder), "utf8");
  const table = JSON.parse(text) as ShippedTable;
  const space = spaceById(table.space)!;
  const recipe = standAloneRecipe(space, standAloneSettings(space));
  const dataset = datasets[0];
  const larger: readonly SearchSpace[] = spaces;
  const architectures = table.rows.map((row) => space.parse(row.architecture) as Architecture);

  it("reads without a warning, whole", () => {
    const parsed = parseTable(text, space, name);
    expect(parsed.ok && parsed.table.rows.length).toBe(table.rows.length);
  });

  it("holds at least 60 different architectures with two seeds each", () => {
    expect(new Set(architectures.map((a) => space.canonical(a))).size).toBe(table.rows.length);
    expect(table.rows.length).toBeGreaterThanOrEqual(60);
    for (const row of table.rows) expect(row.test).toHaveLength(2);
  });

  it("was made by the protocol, on the images and with the networks of this code", () => {
    expect(table.dataset.sha256).toBe(dataset.sha256);
    expect(table.recipe).toEqual(recordedRecipe(recipe));
    for (const [index, architecture] of architectures.entries()) {
      const network = space.build(architecture, recipe.network, { height: 14, width: 14, channels: 1 }, 10);
      const { parameters, flops } = table.rows[index] as ShippedTable["rows"][number];
      expect([parameters, flops]).toEqual([countParameters(network), countFlops(network)]);
    }
  });

  it("has at least 60 architectures that the default recipe admits", () => {
    const { network } = recipeOf(space, {});
    expect(architectures.filter((a) => space.admits(a, network)).length).toBeGreaterThanOrEqual(60);
  });

  it.each(larger.filter(({ judgedBy }) => judgedBy === table.space))("judges $id, too", (other) => {
    const parsed = parseTable(text, other, name);
    expect(parsed.ok && parsed.table.rows.length).toBe(table.rows.length);
    expect(parsed.ok && parsed.warnings).toEqual([]);
  });
});
