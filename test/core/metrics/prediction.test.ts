/** @file What a run ranks by: accuracy or loss, of one round or of the mean of the last few by the same rules. */
import { expect, it, vi } from "vitest";
import { defaultConfig } from "../../../src/core/config.ts";
import { correlationHistory } from "../../../src/core/metrics/history.ts";
import { predictionsOf } from "../../../src/core/metrics/prediction.ts";
import type { RunEvent, ScoringRules } from "../../../src/core/run.ts";
import { type Run, reduceRun } from "../../../src/core/runState.ts";

const rules: ScoringRules = { images: 100, batchSize: 50, norm: "batch", weights: "raw" };
const pool = Array.from({ length: 12 }, (_, id) => `architecture ${id}`);
const started: RunEvent = {
  type: "started",
  config: defaultConfig(),
  pool,
  backend: "WASM",
  totalSteps: 100,
  stepsPerEpoch: 10,
};
/** A complete round: accuracies rise with the index, losses as well, so that the two rank the other way round. */
const round = (
  step: number,
  size: number,
  accuracy: number,
  weights: ScoringRules["weights"] = "raw",
): RunEvent[] => [
  { type: "roundBegan", round: { step, size, rules: { ...rules, weights } } },
  {
    type: "evaluated",
    scores: Array.from({ length: size }, (_, place) => ({
      architecture: pool[place] as string,
      accuracy: accuracy + place / 100,
      loss: 1 + place / 10,
    })),
  },
  { type: "roundEnded", complete: true },
];
const changed: RunEvent = {
  type: "changed",
  step: 30,
  key: "bn",
  from: "batch",
  to: "running",
  effect: "reevaluate",
  settings: { bn: "running" },
  totalSteps: 100,
  epochClock: { step: 0, epochs: 0, stepsPerEpoch: 10 },
};
const runOf = (...events: readonly RunEvent[]): Run =>
  [started, ...events].reduce(reduceRun, undefined as Run | undefined) as Run;

it("is the accuracy of the round, or minus its loss", () => {
  const run = runOf(...round(10, 12, 0.5));
  const byAccuracy = predictionsOf(run, 0, { rankBy: "accuracy", roundsAveraged: 1 });
  expect(byAccuracy[3]).toBeCloseTo(0.53, 12);
  expect(predictionsOf(run, 0, { rankBy: "loss", roundsAveraged: 1 })[3]).toBeCloseTo(-1.3, 12);
});

it("is the mean of the last rounds that scored the same architectures by the same rules", () => {
  const run = runOf(
    ...round(10, 6, 0.1),
    ...round(20, 12, 0.3),
    ...round(30, 12, 0.4),
    changed,
    ...round(40, 12, 0.6),
    ...round(50, 12, 0.8),
    // As where the moving average is switched on.
    ...round(60, 12, 0.9, "ema"),
  );
  const mean = (number: number, roundsAveraged: number) =>
    predictionsOf(run, number, { rankBy: "accuracy", roundsAveraged });
  // The first round scored half of them: averaged over it they would seem worse than the rest.
  expect(mean(1, 2)[0]).toBeCloseTo(0.3, 12);
  expect(mean(1, 2)[8]).toBeCloseTo(0.38, 12);
  expect(mean(2, 3)[0]).toBeCloseTo(0.35, 12);
  // Not over the change of the rules.
  expect(mean(4, 4)[0]).toBeCloseTo(0.7, 12);
  expect(mean(5, 3)[0]).toBeCloseTo(0.9, 12);
  expect(mean(0, 2)[8]).toBeUndefined();
});

it("reads no round beyond those that it averages", () => {
  const run = runOf(...Array.from({ length: 9 }, (_, n) => round(10 * n, 12, 0.1)).flat());
  const reads = vi.spyOn(run.scores, "at");
  predictionsOf(run, 8, { rankBy: "accuracy", roundsAveraged: 2 });
  expect(reads).toHaveBeenCalledTimes(2 * 12);
});

it("decides the correlations of the curve", () => {
  const run = runOf(...round(10, 12, 0.5));
  const groundTruths = pool.map((_, id) => 0.5 + id / 50);
  const tau = (rankBy: "accuracy" | "loss") =>
    correlationHistory(run, groundTruths, { threshold: 0.001, rule: { rankBy, roundsAveraged: 1 } })[0]?.tau;
  expect(tau("accuracy")).toBeCloseTo(1, 12);
  expect(tau("loss")).toBeCloseTo(-1, 12);
});

it("has no value by loss where a run did not record one", () => {
  const [began, , ended] = round(10, 12, 0.5) as [RunEvent, RunEvent, RunEvent];
  const run = runOf(
    began,
    { type: "evaluated", scores: pool.map((architecture) => ({ architecture, accuracy: 0.5 })) },
    ended,
  );
  expect(predictionsOf(run, 0, { rankBy: "loss", roundsAveraged: 1 })).toEqual(pool.map(() => undefined));
});
