/** @file Training alone from the page: what the thread is asked for, what is kept of it, and the table that it makes. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { codeVersion } from "../../src/core/codeVersion.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import { parseTable } from "../../src/core/tables/parseTable.ts";
import { standAloneProtocol } from "../../src/core/tables/protocol.ts";
import { isMadeAlike } from "../../src/store/aloneProtocol.ts";
import { nextSeeds, tableOfTrained } from "../../src/store/standAloneResults.ts";
import { trainedHere } from "../../src/store/trainedHere.ts";
import { type FakeLab, openFakeLab } from "./fakeLab.ts";

let lab: FakeLab;
beforeEach(async () => {
  lab = await openFakeLab();
});
afterEach(() => vi.unstubAllGlobals());

const a = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|none~1|skip_connect~2|";
const b = "|nor_conv_1x1~0|+|none~0|skip_connect~1|+|none~0|none~1|skip_connect~2|";
const tasks = () => lab.store.getState().standAlone;
const where = { space: nasbench201.id, dataset: "fashion-mnist-14" };

async function train(architecture: string, count: number): Promise<string> {
  const seeds = nextSeeds(tasks(), architecture, count, where);
  lab.actions.trainStandAlone(architecture, seeds, lab.store.getState().config);
  // The part that trains alone is loaded first.
  const sent = await vi.waitFor(
    () => {
      const last = lab.sent.at(-1);
      expect(last).toMatchObject({ type: "trainStandAlone", request: { architecture, seeds } });
      return last;
    },
    { timeout: 30_000 },
  );
  if (sent?.type !== "trainStandAlone") throw new Error("nothing was asked for");
  expect(sent.request).toMatchObject({ ...where, architecture });
  expect(sent.request.settings).toEqual(standAloneProtocol.settings);
  return sent.run;
}

const trained = (run: string, seed: number, test: number): void =>
  lab.report({
    type: "standAlone",
    run,
    events: [
      { type: "stepped", step: 1, total: 2, backend: "WASM" },
      { type: "trained", result: { seed, test, validation: test, loss: 0.123456789, gradientNorm: 2 } },
    ],
  });

it("keeps every training, asks for other seeds the next time, and writes a table that can be read", async () => {
  const first = await train(a, 2);
  const { truth, figures } = lab.store.getState();
  trained(first, 2001, 0.8);
  // It judges no run.
  expect(lab.store.getState().truth).toBe(truth);
  expect(lab.store.getState().figures).toBe(figures);
  expect(tasks()[0]).toMatchObject({ step: 0, results: [{ seed: 2001 }], failure: undefined });
  trained(first, 2002, 0.82);
  const other = await train(b, 2);
  trained(other, 2001, 0.7);
  const again = await train(a, 1);
  expect(tasks()[2]?.request.seeds).toEqual([2003]);
  trained(again, 2003, 0.84);

  const all = trainedHere(tasks(), where.space, where.dataset);
  expect(all.map(({ results }) => results.map(({ test }) => test))).toEqual([[0.8, 0.82, 0.84], [0.7]]);
  // As where two tabs trained the same seeds.
  expect(trainedHere([...tasks(), ...tasks()], where.space, where.dataset)).toEqual(all);
  // Seed 2001 is the only one that both have.
  const text = tableOfTrained(
    all.map((one, index) => ({ ...one, codes: index === 0 ? one.codes : ["older"] })),
    where,
    "2026-01-01T00:00:00Z",
  )!;
  const parsed = parseTable(text, nasbench201, "here.json");
  if (!parsed.ok) throw new Error(parsed.problem.message);
  expect(parsed.table.rows.map(({ accuracy, source }) => [accuracy, source])).toEqual([
    [0.8, "picked"],
    [0.7, "picked"],
  ]);
  // Of every version that trained some of it.
  expect(parsed.table.provenance?.code).toBe(`${codeVersion}, older`);
  expect(isMadeAlike(parsed.table.provenance?.recipe, where)).toBe(true);
  expect(isMadeAlike({ training: { epochs: 200 } }, where)).toBe(false);
});

it("tells what was lost with the thread, takes its seeds up again, and asks for nothing that is no architecture", async () => {
  const run = await train(a, 2);
  trained(run, 2001, 0.8);
  lab.crash("boom");
  expect(tasks()[0]?.failure?.message).toContain("boom");
  expect(nextSeeds(tasks(), a, 2, where)).toEqual([2002, 2003]);
  // Other images are another matter.
  expect(nextSeeds(tasks(), a, 2, { ...where, dataset: "other" })).toEqual([2001, 2002]);
  const stopped = await train(a, 1);
  lab.actions.stopStandAlone(stopped);
  await vi.waitFor(() => expect(lab.sent.at(-1)).toEqual({ type: "end", run: stopped }));
  expect(nextSeeds(tasks(), a, 1, where)).toEqual([2002]);
  const { length } = lab.sent;
  lab.actions.trainStandAlone("no architecture", [1], lab.store.getState().config);
  await train(b, 1);
  expect(lab.sent).toHaveLength(length + 1);
});
