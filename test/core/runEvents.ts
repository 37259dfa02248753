/** @file Events of made-up runs, and any sequence of them that a session could tell. */
import fc from "fast-check";
import type { RoundStart, RunEvent } from "../../src/core/run.ts";
import { type Run, reduceRun } from "../../src/core/runState.ts";

export const poolSize = 14;
/** The architecture at a place of the pool. */
export const cell = (place: number): string => `cell ${place}`;
export const rules = { images: 200, batchSize: 50, norm: "batch", weights: "raw" } as const;

export const started: RunEvent = {
  type: "started",
  config: { space: "nasbench201", dataset: "fashion-mnist-14", seed: 3, settings: { lr: 0.1 } },
  pool: Array.from({ length: poolSize }, (_, i) => cell(i)),
  backend: "WASM",
  totalSteps: 500,
  stepsPerEpoch: 50,
};

export const roundBegan = (step: number, size: number = poolSize, pairedWith?: number): RunEvent => ({
  type: "roundBegan",
  round: { step, size, rules, ...(pairedWith !== undefined && { pairedWith }) } satisfies RoundStart,
});
export const evaluated = (
  ...scores: readonly (readonly [number, number, (number | undefined)?])[]
): RunEvent => ({
  type: "evaluated",
  scores: scores.map(([place, accuracy, loss]) => ({
    architecture: cell(place),
    accuracy,
    ...(loss !== undefined && { loss }),
  })),
});
export const roundEnded = (complete = true): RunEvent => ({ type: "roundEnded", complete });
/** A complete round with these accuracies of the first architectures. */
export const round = (step: number, ...accuracies: readonly number[]): RunEvent[] => [
  roundBegan(step, accuracies.length),
  evaluated(...accuracies.map((accuracy, i) => [i, accuracy] as const)),
  roundEnded(),
];
export const changed = (
  step: number,
  effect: "rerank" | "nextStep" | "reevaluate",
  to: number,
): RunEvent => ({
  type: "changed",
  step,
  key: { rerank: "avgrounds", nextStep: "lr", reevaluate: "evalbatch" }[effect],
  from: 0.5,
  to,
  effect,
  settings: { lr: to },
  totalSteps: 400,
  epochClock: { step, epochs: step / 50, stepsPerEpoch: 25 },
});
export const recovered = (step: number): RunEvent => ({
  type: "recovered",
  step,
  backend: "WebGL",
  reason: "lost",
  totalSteps: 450,
  epochClock: { step: 0, epochs: 0, stepsPerEpoch: 45 },
});
export const trained = (step: number): RunEvent => ({
  type: "trained",
  point: {
    step,
    loss: 2 - step / 500,
    accuracy: 0.3,
    learningRate: 0.1,
    gradientNorm: 3,
    imagesPerSecond: 1e3,
  },
});

export const replay = (events: readonly RunEvent[]): Run =>
  events.reduce<Run | undefined>(reduceRun, undefined) as Run;
/** A run with its logs spelled out, to compare by value. */
export const plain = (run: Run) => ({
  ...run,
  scores: run.scores.toArray(),
  points: run.points.toArray(),
});

const failure = { kind: "diverged", message: "m", advice: "a" } as const;
const step = fc.nat(40);
/** What happens beside scoring. */
const other: fc.Arbitrary<RunEvent[]> = fc
  .oneof(
    fc.nat(500).map(trained),
    fc
      .tuple(step, fc.constantFrom("rerank" as const, "nextStep" as const, "reevaluate" as const), fc.nat(5))
      .map((change) => changed(...change)),
    step.map((at): RunEvent => ({ type: "paused", step: at })),
    step.map((at): RunEvent => ({ type: "resumed", step: at })),
    step.map(recovered),
    step.map((at): RunEvent => ({ type: "finished", step: at })),
    step.map((at): RunEvent => ({ type: "failed", step: at, failure })),
  )
  .map((event) => [event]);
const accuracy = fc.nat(10).map((x) => x / 10);

const anyScore = fc.tuple(accuracy, fc.option(accuracy, { nil: undefined }));

/** A round that ends in one way or another, or is left to the next one to end; other events come in between. */
const anyRound: fc.Arbitrary<RunEvent[]> = fc
  .record({
    at: step,
    // Half of them over the whole pool, since small ones make no point of a curve.
    scores: fc.oneof(
      fc.array(anyScore, { maxLength: poolSize }),
      fc.array(anyScore, { minLength: poolSize, maxLength: poolSize }),
    ),
    cut: fc.nat(poolSize),
    between: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: other }),
    end: fc.constantFrom("complete", "complete", "abandoned", "left"),
    isSecond: fc.boolean(),
  })
  .map(({ at, scores, cut, between, end, isSecond }) => {
    const all = scores.map(([value, loss], i) => [i, value, loss] as const);
    return [
      roundBegan(at, scores.length, isSecond ? 0 : undefined),
      evaluated(...all.slice(0, cut)),
      ...between,
      evaluated(...all.slice(cut)),
      ...(end === "left" ? [] : [roundEnded(end === "complete")]),
    ];
  });

export const moreEvents = fc
  .array(fc.oneof({ weight: 3, arbitrary: anyRound }, { weight: 2, arbitrary: other }), { maxLength: 14 })
  .map((parts) => parts.flat());
/** The first round of a run is nobody's second. */
export const anyEvents = fc
  .tuple(fc.array(other, { maxLength: 3 }), moreEvents)
  .map(([before, more]) => [started, ...before.flat(), ...round(1, 0.5, 0.6), ...more]);
