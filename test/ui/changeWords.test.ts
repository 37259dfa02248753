/** @file What a change is told as: as it would act on the run that is shown, whatever that is. */
import { expect, it } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import { startingRun } from "../../src/core/runState.ts";
import type { RunEntry } from "../../src/store/runs.ts";
import { comparisonWords, effectOn } from "../../src/ui/changeWords.ts";

const config = defaultConfig();
const epochClock = { step: 0, epochs: 0, stepsPerEpoch: 75 };
const state = (more: Partial<RunEntry>, status: "running" | "finished" = "running") => {
  const run = {
    ...startingRun(config, []),
    status,
    step: status === "finished" ? 900 : 40,
    totalSteps: 900,
    epochClock,
  };
  return { config, active: "1", runs: [{ id: "1", run, intent: "train", ...more } as RunEntry] };
};
const live = state({ origin: "training" });
const paused = state({ origin: "ended", kept: {} as RunEntry["kept"] });
const recorded = state({ origin: "recorded" }, "finished");

it("is what becomes of a run that trains, was let go of, is finished or recorded", () => {
  const effects = (settings: Record<string, number | string>) =>
    [live, paused, state({ origin: "training" }, "finished"), recorded].map((one) => effectOn(one, settings));
  expect(effects({ lr: 0.2 })).toEqual(["continue", "continue", "restart", "restart"]);
  expect(effects({ bn: "running" })).toEqual(["continue", "continue", "continue", "restart"]);
  expect(effects({ rankby: "loss" })).toEqual(["continue", "rerank", "continue", "rerank"]);
});

it("says of a comparison what trains beside which run", () => {
  const lr = [{ lr: 0.1 }, { lr: 0.2 }];
  expect(comparisonWords(live, lr)).toBe(
    "This run goes on as it is; a copy of it, with its weights, goes on beside it.",
  );
  expect(comparisonWords(paused, lr)).toBe(
    "This run stays as it is; a copy of it, with its weights, is made beside it.",
  );
  expect(comparisonWords(recorded, lr)).toBe(
    "This run stays as it is; its twin, with the same seed, starts beside it.",
  );
  expect(comparisonWords(recorded, [{ rankby: "loss" }])).toMatch(/ranked anew; nothing is trained/);
  expect(comparisonWords(state({ origin: "training" }, "finished"), [{ epochs: 1 }, { epochs: 40 }])).toMatch(
    /where the value can still act, else its twin/,
  );
});
