/** @file What a study keeps of the searches on a run: finds, and those that diverged. */
import { expect, it, vi } from "vitest";
import type { Checkpoint } from "../../src/core/checkpoint.ts";
import { defaultConfig } from "../../src/core/config.ts";
import { readTable } from "../../src/headless/run/train.ts";
import { searchOnRun } from "../../src/headless/study/searchOnRun.ts";

const config = defaultConfig();
const { table } = readTable(config.space);
const row = table.rows[0]!;
vi.mock("../../src/headless/search/searched.ts", () => ({
  searched: async () => {
    const compute = { trained: 1, scored: 1, seconds: 1 };
    const found = { architecture: row.architecture, accuracy: 0.5, index: 0 };
    const events = [
      { type: "searched", search: 0, found, compute },
      { type: "diverged", search: 1, step: 7, compute },
    ];
    return { events, backend: "", seconds: 1 };
  },
}));

it("keeps which searches diverged, beside what the others found by the table that it is given", async () => {
  const better = table.rows.map((one) => ({ ...one, accuracy: one.accuracy / 2 }));
  const halved = { ...table, rows: better, byKey: new Map(better.map((one) => [one.key, one])) };
  const asked = { algorithms: ["bayesnas"], budget: 1, seeds: [1, 2] };
  const engine = () => expect.unreachable("nothing is trained");
  const found = await searchOnRun(asked, { config } as Checkpoint, engine, halved);
  expect(found).toMatchObject({
    finds: [{ algorithm: "bayesnas", seed: 1, standAloneAccuracy: row.accuracy / 2 }],
    diverged: [{ algorithm: "bayesnas", seed: 2, step: 7 }],
  });
});
