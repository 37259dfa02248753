/** @file The curve of a run: one point per complete round. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { correlationHistory, minScored } from "../../../src/core/metrics/history.ts";
import { kendallTau } from "../../../src/core/metrics/kendall.ts";
import { sparseKendallTau } from "../../../src/core/metrics/sparse.ts";
import { spearmanRho } from "../../../src/core/metrics/spearman.ts";
import { type Run, reduceRun } from "../../../src/core/runState.ts";
import { growth } from "../../growth.ts";
import {
  anyEvents,
  evaluated,
  poolSize,
  replay,
  round,
  roundBegan,
  roundEnded,
  started,
  trained,
} from "../runEvents.ts";

const groundTruths = Array.from({ length: poolSize }, (_, i) =>
  i === 2 ? undefined : 0.8 + ((i * 5) % 9) / 1000,
);
const truthOf = (architecture: string): number | undefined =>
  groundTruths[started.type === "started" ? started.pool.indexOf(architecture) : -1];
const threshold = 0.002;
const accuracies = groundTruths.map((_, i) => (i % 7) / 10);

describe("correlation history", () => {
  test("its points are the correlations of the complete rounds, computed from the events alone", () => {
    let points = 0;
    fc.assert(
      fc.property(anyEvents, (events) => {
        const expected: unknown[] = [];
        let [number, generation] = [-1, 0];
        let filling:
          | { step: number; size: number; generation: number; weights: string; scores: Map<string, number> }
          | undefined;
        for (const event of events) {
          if (event.type === "changed" && event.effect === "reevaluate") generation++;
          if (event.type === "roundBegan") {
            number++;
            const { step, size, rules } = event.round;
            filling = { step, size, generation, weights: rules.weights, scores: new Map() };
          }
          if (event.type === "evaluated")
            for (const { architecture, accuracy } of event.scores)
              filling?.scores.set(architecture, accuracy);
          // A failure ends the round that it meets.
          if (event.type === "failed") filling = undefined;
          if (event.type !== "roundEnded") continue;
          const ranked = [...(filling?.scores ?? [])].filter(([id]) => truthOf(id) !== undefined);
          if (event.complete && filling && ranked.length >= minScored) {
            const input = {
              predictions: ranked.map(([, accuracy]) => accuracy),
              groundTruths: ranked.map(([id]) => truthOf(id) as number),
            };
            const all = [...filling.scores.values()];
            expected.push({
              step: filling.step,
              round: number,
              generation: filling.generation,
              weights: filling.weights,
              size: filling.size,
              scored: ranked.length,
              tau: kendallTau(input),
              skdt: sparseKendallTau(input, threshold),
              rho: spearmanRho(input),
              meanAccuracy: expect.closeTo(all.reduce((sum, x) => sum + x, 0) / all.length, 12),
            });
          }
          filling = undefined;
        }
        points += expected.length;
        expect(correlationHistory(replay(events), groundTruths, { threshold })).toEqual(expected);
      }),
    );
    expect(points).toBeGreaterThan(20);
  });

  test("following the events gives the same curve as looking once at the end", () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let run: Run | undefined;
        let followed: readonly unknown[] = [];
        for (const event of events) {
          run = reduceRun(run, event);
          followed = correlationHistory(run, groundTruths, { threshold });
        }
        expect(followed).toEqual(correlationHistory(replay(events), groundTruths, { threshold }));
      }),
    );
  });

  test("a round makes a point when it is complete, not before, and an abandoned one never", () => {
    const begun = [started, ...round(5, ...accuracies), roundBegan(9), evaluated([0, 0.5])];
    const steps = (...more: Parameters<typeof replay>[0]) =>
      correlationHistory(replay([...begun, ...more]), groundTruths, { threshold }).map(({ step }) => step);
    expect(steps()).toEqual([5]);
    const rest = evaluated(...accuracies.slice(1).map((accuracy, i) => [i + 1, accuracy] as const));
    expect(steps(rest)).toEqual([5]);
    expect(steps(rest, roundEnded())).toEqual([5, 9]);
    expect(steps(rest, roundEnded(false))).toEqual([5]);
  });

  test("a run that goes back to before a round has no point of it", () => {
    const before = replay([started, ...round(5, ...accuracies)]);
    const after = round(9, ...accuracies).reduce<Run>(reduceRun, before);
    const steps = (run: Run) => correlationHistory(run, groundTruths, { threshold }).map(({ step }) => step);
    expect(steps(after)).toEqual([5, 9]);
    expect(steps(before)).toEqual([5]);
  });

  test("a round over too few architectures makes none", () => {
    const run = replay([started, ...round(5, ...accuracies.slice(0, minScored))]);
    // One of them has no stand-alone accuracy.
    expect(correlationHistory(run, groundTruths, { threshold })).toEqual([]);
  });

  test("another threshold is another curve; the old one comes back", () => {
    const run = replay([started, ...round(5, ...accuracies)]);
    const fine = correlationHistory(run, groundTruths, { threshold: 0 });
    const coarse = correlationHistory(run, groundTruths, { threshold: 0.004 });
    expect(fine[0]?.skdt).toBe(fine[0]?.tau);
    expect(coarse[0]?.skdt).not.toBe(fine[0]?.skdt);
    expect(correlationHistory(run, groundTruths, { threshold: 0 })).toEqual(fine);
  });

  test("a collapsed super-net has points without a value", () => {
    const run = replay([started, ...round(5, ...groundTruths.map(() => 0.1))]);
    const [point] = correlationHistory(run, groundTruths, { threshold });
    expect(point).toMatchObject({ step: 5, skdt: undefined, tau: undefined, rho: undefined, scored: 13 });
  });
});

test("a run and its history grow with steps and rounds, not with their square", () => {
  const pool = Array.from({ length: 128 }, (_, i) => `cell ${i}`);
  const wide = pool.map((_, i) => 0.8 + ((i * 37) % 128) / 1000);
  const follow = (steps: number): void => {
    let run = replay([{ ...started, pool } as typeof started]);
    for (let step = 1; step <= steps; step++) {
      run = reduceRun(run, trained(step));
      if (step % 62 === 1) run = reduceRun(run, roundBegan(step, 128));
      for (const k of [0, 1, 2])
        run = reduceRun(run, evaluated([(3 * step + k) % 128, ((step * 31 + k) % 500) / 500]));
      if (step % 62 === 0) run = reduceRun(run, roundEnded());
      if (step % 10 === 0) correlationHistory(run, wide, { threshold: 0.001 });
    }
    expect(run.scores.length).toBe(3 * steps);
    expect(correlationHistory(run, wide, { threshold: 0.001 }).length).toBe(Math.floor(steps / 62));
  };
  // Eight times as many steps: their square would be sixty-four times as long.
  expect(growth(620, 4960, follow)).toBeLessThan(28);
});
