/** @file The panel of the table that judges, in words. */
import { afterEach, expect, it, vi } from "vitest";
import { FurtherTables } from "../../src/ui/panels/FurtherTables.tsx";
import GroundTruthPanel from "../../src/ui/panels/GroundTruthPanel.tsx";
import { type FakeLab, openFakeLab, shippedText, started } from "../store/fakeLab.ts";
import { wordsOf } from "./rendered.tsx";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The panel as it is at this moment. */
const shown = (lab: FakeLab): string => wordsOf(lab, <GroundTruthPanel />);

it("does not say that no table judges a run that has not begun", async () => {
  const lab = await openFakeLab("#autorun=0", shippedText);
  expect(lab.store.getState().run).toBeUndefined();
  const html = shown(lab);
  expect(html).toContain("The run has not begun");
  expect(html).not.toContain("nothing to tell");
});

/** A run on a table whose first `repeated` cells were trained twice. */
async function begun(repeated: number): Promise<FakeLab> {
  const table = JSON.parse(shippedText) as { rows: { test: number[] }[] };
  for (const [index, { test }] of table.rows.entries())
    if (index < repeated) test.push((test[0] as number) + 0.01 * (index % 3));
  const lab = await openFakeLab("", JSON.stringify(table));
  lab.happen(started(lab));
  await vi.waitFor(() => expect(lab.store.getState().run).toBeDefined());
  return lab;
}

it("says what each of its correlations is held against, and whose noise a pair has", async () => {
  const text = shown(await begun(30));
  expect(text).toContain(
    "one training is held against one other, the training loss of one against the mean accuracy of the others",
  );
  expect(text).toContain("with the noise that architectures of about their accuracies have");
  expect(text).toMatch(/best to hope for 0\.\d\d /);
});

it("says so where too few were trained twice to know the noise", async () => {
  const text = shown(await begun(2));
  expect(text).toContain("Fewer than ten architectures have two trainings");
  expect(text).toContain("best to hope for –");
});

it("offers the further tables of the space, and none of another", async () => {
  const lab = await begun(30);
  expect(shown(lab)).toContain("trained alone with two cells a stage");
  const run = lab.store.getState().run;
  const elsewhere = run && { ...run, config: { ...run.config, space: "darts" } };
  expect(wordsOf(lab, <FurtherTables />, { run: elsewhere })).toBe("");
});
