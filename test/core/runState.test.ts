/** @file The reducer, the correlation history and the run file. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppendLog } from "../../src/core/appendLog.ts";
import { correlationHistory } from "../../src/core/metrics/history.ts";
import { kendallTau } from "../../src/core/metrics/kendall.ts";
import { sparseKendallTau } from "../../src/core/metrics/sparse.ts";
import { spearmanRho } from "../../src/core/metrics/spearman.ts";
import type { RunEvent } from "../../src/core/run.ts";
import { exportRun, importRun } from "../../src/core/runFile.ts";
import { type Run, reduceRun, scoreCoverage } from "../../src/core/runState.ts";

const poolSize = 14;
const started: RunEvent = {
  type: "started",
  config: { space: "nasbench201", dataset: "fashion-mnist-14", seed: 3, settings: { lr: 0.1 } },
  pool: Array.from({ length: poolSize }, (_, i) => `cell ${i}`),
  backend: "WASM",
  totalSteps: 500,
  stepsPerEpoch: 50,
};
const evaluated = (step: number, ...scores: [number, number][]): RunEvent => ({
  type: "evaluated",
  scores: scores.map(([architecture, accuracy]) => ({ architecture, accuracy, step })),
});
const changed = (step: number, acts: "live" | "rescore", to: number): RunEvent => ({
  type: "changed",
  step,
  key: acts === "live" ? "lr" : "evalbatch",
  from: 0.5,
  to,
  acts,
  settings: { lr: to },
  totalSteps: 400,
  course: { step, epochs: step / 50, stepsPerEpoch: 25 },
});
const recovered = (step: number): RunEvent => ({
  type: "recovered",
  step,
  backend: "WebGL",
  reason: "lost",
  totalSteps: 450,
  course: { step: 0, epochs: 0, stepsPerEpoch: 45 },
});
const trained = (step: number): RunEvent => ({
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
const replay = (events: readonly RunEvent[]): Run => {
  let run: Run | undefined;
  for (const event of events) run = reduceRun(run, event);
  return run as Run;
};
/** A run with its logs spelled out, to compare by value. */
const plain = (run: Run) => ({ ...run, scores: run.scores.toArray(), points: run.points.toArray() });

describe("reduceRun", () => {
  test("collects points, the newest score of each architecture and the log of all", () => {
    const run = replay([started, trained(10), evaluated(12, [0, 0.5], [3, 0.6]), evaluated(20, [0, 0.7])]);
    expect(run.status).toBe("running");
    expect(run.step).toBe(20);
    expect(run.points.last?.step).toBe(10);
    expect(run.scores.length).toBe(3);
    expect(run.latest[0]).toEqual({ architecture: 0, accuracy: 0.7, step: 20 });
    expect(run.latest[1]).toBeUndefined();
    expect(scoreCoverage(run)).toEqual({ scored: 2, oldest: 8 });
    expect(scoreCoverage(replay([started]))).toEqual({ scored: 0, oldest: undefined });
  });

  test("earlier states stay as they were", () => {
    const before = replay([started, evaluated(1, [0, 0.5])]);
    const snapshot = structuredClone(plain(before));
    const a = reduceRun(before, evaluated(2, [1, 0.6]));
    const b = reduceRun(before, evaluated(3, [2, 0.7]));
    expect(plain(before)).toEqual(snapshot);
    expect(a.scores.toArray().map((score) => score.step)).toEqual([1, 2]);
    expect(b.scores.toArray().map((score) => score.step)).toEqual([1, 3]);
  });

  test("a live change is marked and changes the settings, not the scores", () => {
    const run = replay([started, evaluated(5, [0, 0.5]), changed(5, "live", 0.2)]);
    expect(run.config.settings).toEqual({ lr: 0.2 });
    expect(run.initialSettings).toEqual({ lr: 0.1 });
    expect(run.totalSteps).toBe(400);
    expect(run.changes).toEqual([{ step: 5, key: "lr", from: 0.5, to: 0.2, acts: "live" }]);
    expect(run.latest[0]?.accuracy).toBe(0.5);
    expect(run.generations).toEqual([0]);
  });

  test("a change of evaluation begins a generation; several at once begin one", () => {
    const run = replay([
      started,
      evaluated(5, [0, 0.5]),
      changed(5, "rescore", 1),
      changed(5, "rescore", 2),
      evaluated(5, [1, 0.6]),
    ]);
    expect(run.generations).toEqual([0, 1]);
    expect(run.before?.[0]?.accuracy).toBe(0.5);
    expect(run.latest[0]).toBeUndefined();
    expect(run.latest[1]?.accuracy).toBe(0.6);
    expect(run.changes.length).toBe(2);
  });

  test("status follows pause, resume, the end, more work after the end, and failure", () => {
    const failure = { kind: "diverged", message: "m", advice: "a" } as const;
    const status = (...events: RunEvent[]) => replay([started, ...events]).status;
    expect(status({ type: "paused", step: 3 })).toBe("paused");
    expect(status({ type: "paused", step: 3 }, trained(4))).toBe("paused");
    expect(status({ type: "paused", step: 3 }, { type: "resumed", step: 3 })).toBe("running");
    expect(status({ type: "finished", step: 9 })).toBe("finished");
    expect(status({ type: "finished", step: 9 }, { type: "paused", step: 9 })).toBe("finished");
    expect(status({ type: "finished", step: 9 }, trained(10))).toBe("running");
    const failed = replay([
      started,
      trained(4),
      evaluated(4, [0, 0.1]),
      { type: "failed", step: 4, failure },
    ]);
    expect(failed).toMatchObject({ status: "failed", failure });
    expect([failed.points.length, failed.scores.length]).toEqual([1, 1]);
  });

  test("a run that diverged goes on with a changed setting, from the step of its last sound weights", () => {
    const failure = { kind: "diverged", message: "m", advice: "a" } as const;
    const run = replay([started, trained(9), { type: "failed", step: 9, failure }, changed(5, "live", 0.01)]);
    expect(run).toMatchObject({ status: "running", step: 5, failure: undefined });
    expect(run.points.length).toBe(1);
  });

  test("a failure before the start is a failed run; any other event there is a bug", () => {
    const failure = { kind: "no-backend", message: "m", advice: "a" } as const;
    expect(reduceRun(undefined, { type: "failed", step: 0, failure }).status).toBe("failed");
    expect(() => reduceRun(undefined, trained(1))).toThrow();
  });

  test("a recovery is noted with its new backend", () => {
    const run = replay([started, trained(10), recovered(8)]);
    expect(run).toMatchObject({ step: 8, backend: "WebGL", status: "running", totalSteps: 450 });
    expect(run.recoveries).toEqual([{ step: 8, backend: "WebGL", reason: "lost" }]);
  });
});

const anyEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  { weight: 3, arbitrary: fc.nat(500).map(trained) },
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        fc.nat(40),
        fc.array(
          fc.tuple(
            fc.nat(poolSize - 1),
            fc.nat(10).map((x) => x / 10),
          ),
          { minLength: 1, maxLength: 6 },
        ),
      )
      .map(([step, scores]) => evaluated(step, ...scores)),
  },
  fc
    .tuple(fc.nat(40), fc.constantFrom("live" as const, "rescore" as const), fc.nat(5))
    .map((c) => changed(...c)),
  fc.nat(40).map((step): RunEvent => ({ type: "paused", step })),
  fc.nat(40).map((step): RunEvent => ({ type: "resumed", step })),
  fc.nat(40).map(recovered),
  fc.nat(40).map((step): RunEvent => ({ type: "finished", step })),
  fc.nat(40).map(
    (step): RunEvent => ({
      type: "failed",
      step,
      failure: { kind: "diverged", message: "m", advice: "a" },
    }),
  ),
);
const anyEvents = fc.array(anyEvent, { maxLength: 60 }).map((events) => [started, ...events]);

describe("correlation history", () => {
  const truths = Array.from({ length: poolSize }, (_, i) =>
    i === 2 ? undefined : 0.8 + ((i * 5) % 9) / 1000,
  );
  const threshold = 0.002;

  test("its points are the correlations of the scores at that time, computed from nothing", () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const run = replay(events);
        const expected = new Map<string, unknown>();
        run.generations.forEach((start, generation) => {
          const latest = new Map<number, number>();
          run.scores
            .toArray()
            .slice(start, run.generations[generation + 1])
            .forEach((score, i, all) => {
              if (truths[score.architecture] !== undefined) latest.set(score.architecture, score.accuracy);
              if (latest.size < 10 || all[i + 1]?.step === score.step) return;
              const input = {
                predictions: [...latest.values()],
                truths: [...latest.keys()].map((index) => truths[index] as number),
              };
              expected.set(`${generation} ${i}`, {
                step: score.step,
                generation,
                sKdT: sparseKendallTau(input, threshold),
                tau: kendallTau(input),
                rho: spearmanRho(input),
                scored: latest.size,
              });
            });
        });
        expect(correlationHistory(run, truths, { threshold })).toEqual([...expected.values()]);
      }),
    );
  });

  test("following the events gives the same curve as looking once at the end", () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let run: Run | undefined;
        let followed: readonly unknown[] = [];
        for (const event of events) {
          run = reduceRun(run, event);
          followed = correlationHistory(run, truths, { threshold });
          expect(correlationHistory(run, truths, { threshold })).toBe(followed);
        }
        expect(followed).toEqual(correlationHistory(replay(events), truths, { threshold }));
      }),
    );
  });

  test("another threshold is another curve; the old one comes back", () => {
    const scores = truths.map((_, i): [number, number] => [i, (i % 7) / 10]);
    const run = replay([started, evaluated(5, ...scores)]);
    const fine = correlationHistory(run, truths, { threshold: 0 });
    const coarse = correlationHistory(run, truths, { threshold: 0.004 });
    expect(fine[0]?.sKdT).toBe(fine[0]?.tau);
    expect(coarse[0]?.sKdT).not.toBe(fine[0]?.sKdT);
    expect(correlationHistory(run, truths, { threshold: 0 })).toEqual(fine);
  });

  test("a collapsed super-net has points without a value", () => {
    const run = replay([started, evaluated(5, ...truths.map((_, i): [number, number] => [i, 0.1]))]);
    const [point] = correlationHistory(run, truths, { threshold });
    expect(point).toMatchObject({ step: 5, sKdT: undefined, tau: undefined, rho: undefined, scored: 13 });
  });
});

test("5,000 steps and 10,000 scores of 128 architectures take a moment, history included", () => {
  const pool = Array.from({ length: 128 }, (_, i) => `cell ${i}`);
  const truths = pool.map((_, i) => 0.8 + ((i * 37) % 128) / 1000);
  const start = performance.now();
  let run = replay([{ ...started, pool }]);
  let points = 0;
  for (let step = 1; step <= 5000; step++) {
    run = reduceRun(run, trained(step));
    for (const k of [0, 1])
      run = reduceRun(run, evaluated(step, [(2 * step + k) % 128, ((step * 31 + k) % 500) / 500]));
    if (step % 10 === 0) points = correlationHistory(run, truths, { threshold: 0.001 }).length;
  }
  expect(run.scores.length).toBe(10_000);
  expect(points).toBeGreaterThan(4900);
  expect(performance.now() - start).toBeLessThan(2000);
});

test("a log's version never shows what was appended to another", () => {
  const empty = AppendLog.of<number>([]);
  const one = empty.append([1]);
  const two = one.append([2]);
  const other = one.append([3]);
  expect([empty, one, two, other].map((log) => log.toArray())).toEqual([[], [1], [1, 2], [1, 3]]);
  expect(one.at(1)).toBeUndefined();
  expect(one.append([])).toBe(one);
  expect(two.toArray()).toBe(two.toArray());
});

describe("run file", () => {
  test("reading what was written gives the run that the events give", () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const run = replay(events);
        const read = importRun(exportRun(run));
        if (!read.ok) throw new Error(read.problem.message);
        expect(plain(read.value)).toEqual(plain(run));
      }),
    );
  });

  test("an imported run goes on like the original", () => {
    fc.assert(
      fc.property(anyEvents, fc.array(anyEvent, { maxLength: 10 }), (events, more) => {
        const read = importRun(exportRun(replay(events)));
        if (!read.ok) throw new Error(read.problem.message);
        expect(plain(more.reduce(reduceRun, read.value))).toEqual(plain(replay([...events, ...more])));
      }),
    );
  });

  const text = exportRun(
    replay([
      started,
      trained(4),
      evaluated(5, [0, 0.5], [1, 0.25]),
      changed(5, "rescore", 1),
      evaluated(6, [0, 0.6]),
    ]),
  );
  const altered = (path: string, value: unknown): string => {
    const file = JSON.parse(text);
    const keys = path.split(".");
    const last = keys.pop() as string;
    keys.reduce((at, key) => at[key], file)[last] = value;
    return JSON.stringify(file);
  };
  test.each([
    ["format", "something", 'format must be "super-net-lab/run", as in every run that the lab exports, not'],
    ["version", 3, "version must be at most 2 for this lab: the file comes from a newer one"],
    ["version", 0, "version must be at least 1, not 0"],
    ["version", undefined, "version must be a whole number from 0; it is missing"],
    ["config", 5, "config must be an object, not 5"],
    ["config.seed", -1, "config.seed must be a whole number from 0, not -1"],
    ["config.settings.lr", [], "config.settings.lr must be a number, text or true/false, not []"],
    ["pool.3", null, "pool[3] must be text, not null"],
    ["status", "asleep", "status must be one of starting, running"],
    ["scores.accuracy.1", 25, "scores.accuracy[1] must be a number from 0 to 1, not 25"],
    ["scores.architecture.2", 14, "scores.architecture[2] must be a whole number from 0 to 13, not 14"],
    ["scores.step", [1], "scores.step must be a list of 3, not [1]"],
    ["generations", [0, 9], "generations[1] must be a whole number from 0 to 3, not 9"],
    ["generations", [1], "generations must be rising indices that begin with 0"],
    ["points.loss.0", "low", 'points.loss[0] must be a number, not "low"'],
    ["points.loss", undefined, "points.loss must be a list; it is missing"],
    ["changes.0.acts", "sometimes", 'changes[0].acts must be one of live, rescore, not "sometimes"'],
    ["failure", {}, "failure.kind must be one of"],
  ])("%s = %j is named", (path, value, problem) => {
    const read = importRun(altered(path, value));
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.problem.message).toContain(problem);
  });

  test("a file of version 1, whose epochs all had one length, can still be opened", () => {
    const { course: _, ...rest } = JSON.parse(text);
    const read = importRun(JSON.stringify({ ...rest, version: 1, stepsPerEpoch: 40 }));
    expect(read.ok && read.value.course).toEqual({ step: 0, epochs: 0, stepsPerEpoch: 40 });
  });

  test("a setting that another one replaced since means what it meant", () => {
    const file = JSON.parse(text);
    file.config.settings = { lr: 0.1, decayinactive: true };
    file.initialSettings = { decayinactive: false };
    file.changes[0] = { ...file.changes[0], key: "decayinactive", from: false, to: true };
    const read = importRun(JSON.stringify(file));
    if (!read.ok) throw new Error(read.problem.message);
    expect(read.value.config.settings).toEqual({ lr: 0.1, inactive: "study" });
    expect(read.value.initialSettings).toEqual({ inactive: "untouched" });
    expect(read.value.changes[0]).toMatchObject({ key: "inactive", from: "untouched", to: "study" });
  });

  test.each([
    ["", "the file is empty"],
    ["hello", "the file is not JSON"],
    [text.slice(0, 300), "cut off"],
    ["{]}", "not legal JSON"],
    ["[]", "the file must be an object"],
  ])("foreign text %#", (foreign, problem) => {
    const read = importRun(foreign);
    expect(read.ok ? "" : read.problem.message).toContain(problem);
  });

  test("never throws, whatever the file holds", () => {
    const damaged = fc.tuple(fc.constantFrom(...Object.keys(JSON.parse(text))), fc.jsonValue());
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.nat(text.length).map((length) => text.slice(0, length)),
      damaged.map(([key, value]) => altered(key, value)),
    );
    fc.assert(
      fc.property(anything, (foreign) => void importRun(foreign)),
      { numRuns: 500 },
    );
  });

  test("a loss that is not a number survives", () => {
    const point = { ...(trained(3) as Extract<RunEvent, { type: "trained" }>).point, loss: Number.NaN };
    const read = importRun(exportRun(replay([started, { type: "trained", point }])));
    expect(read.ok && read.value.points.last?.loss).toBeNaN();
  });
});
