/** @file What a study found: the effect of every option, in pairs of runs that differ in nothing else and share a seed. */

import { sKdTAt } from "../metrics/certainty.ts";
import { surpassRandom, topPerformance } from "../metrics/found.ts";
import { minScored } from "../metrics/history.ts";
import { meanOrNull } from "../metrics/mean.ts";
import { defaultMetricOptions } from "../metrics/metric.ts";
import {
  meanPairedDifference,
  type PairedRuns,
  pairedRunsIntervalAt,
  pairedRunsResamplesAt,
  rankedPairs,
} from "../metrics/pairedRuns.ts";
import type { SettingValue } from "../settings.ts";
import { spaceById } from "../spaces/index.ts";
import { type Change, costOver, type OverSeeds, overSeedsOf, type Pair } from "./overSeeds.ts";
import type { StudyResult, StudyResults } from "./results.ts";
import { variedValues } from "./studyPlan.ts";
import { type Reported, reportedOf, type Verdict, verdictOn } from "./verdict.ts";

/** Of one value of one setting. Differences are value minus reference; null where nothing can be said. */
export interface Effect {
  readonly key: string;
  readonly value: SettingValue;
  /** The value that the base has, where it is among those varied, else the first. */
  readonly reference: SettingValue;
  /** Pairs of runs that both rank, and how many seeds they are of: what `difference` and `interval` are over. */
  readonly pairs: number;
  readonly seeds: number;
  /** Pairs of which a run ranks nothing, as where its super-net gives all architectures the same accuracy. */
  readonly unranked: number;
  /** Architectures that all of its runs were judged by. */
  readonly architectures: number;
  /** Whether there are pairs, but of runs that share too few architectures for a correlation. */
  readonly isApart: boolean;
  /** Runs with the value that failed, and those that they are held against. */
  readonly failed: number;
  readonly failedReference: number;
  /** Mean S-KdT with the value, over the pairs and architectures that `difference` is over. */
  readonly skdt: number | null;
  readonly difference: number | null;
  /**
   * 95 % interval of `difference` over seeds and architectures (`pairedRunsInterval`); of a study of one seed over architectures. Null where
   * one seed is left of several: what it would be over, nobody asked for.
   */
  readonly interval: readonly [number, number] | null;
  /** Difference in mean super-net accuracy, in found accuracy, and in the probability to surpass random search, over all pairs and the architectures that all were judged by; accuracy is null where some were judged by others. */
  readonly accuracy: number | null;
  readonly found: number | null;
  readonly surpassRandom: number | null;
  /** Geometric mean over the seeds of the seconds with the value over those with the reference, where times are known. */
  readonly cost: number | null;
  /** 95 % intervals of the last four over the seeds alone, by Student's t; null with one seed. */
  readonly overSeeds: OverSeeds;
  /** What is reported of the value in place of the reference, and whether the interval agrees; absent where nothing is. */
  readonly reported?: Reported & { readonly verdict: Verdict };
}

/** An effect without its interval, and the pairs of runs that has to be drawn from. */
interface EffectInPairs {
  readonly effect: Effect;
  /** `undefined` where too few architectures are shared by all. */
  readonly pairs: PairedRuns | undefined;
}

/** @param seconds that runs took, by key of the job */
export function effectsOf(study: StudyResults, seconds: ReadonlyMap<string, number>): Effect[] {
  return effectsInPairs(study, seconds).map(({ effect, pairs }) => {
    const { threshold } = study.plan;
    const interval =
      pairs && pairedRunsIntervalAt(pairs, threshold, [...pairedRunsResamplesAt(pairs, threshold)]);
    return withInterval(study, effect, interval ? [interval.low, interval.high] : null);
  });
}

/** An effect once its interval is drawn, held against what is reported. */
export function withInterval(
  { plan }: Pick<StudyResults, "plan">,
  effect: Effect,
  interval: Effect["interval"],
): Effect {
  const space = spaceById(plan.base.space);
  const told = plan.seeds.length > 1 && effect.seeds < 2 ? null : interval;
  const reported = space && reportedOf(space, effect.key, effect.value, effect.reference);
  return {
    ...effect,
    interval: told,
    ...(reported && { reported: { ...reported, verdict: verdictOn(reported, told) } }),
  };
}

/** The same in two parts, for whoever draws the intervals little by little. */
export function effectsInPairs(study: StudyResults, seconds: ReadonlyMap<string, number>): EffectInPairs[] {
  const byValues = new Map(study.results.map((result) => [placeOf(study, result), result]));
  return study.plan.vary.flatMap(({ key, values }) => {
    const base = variedValues(study.plan, study.plan.base.settings)[key] as SettingValue;
    const isBaseVaried = study.plan.design === "one-at-a-time" || values.includes(base);
    const reference = isBaseVaried ? base : (values[0] as SettingValue);
    return values
      .filter((value) => value !== reference)
      .map((value) => {
        const own = study.results.filter(
          ({ config }) => variedValues(study.plan, config.settings)[key] === value,
        );
        const heldAgainst = own.map((now) => byValues.get(placeOf(study, now, { [key]: reference })));
        const pairs = own.flatMap((now, index) => {
          const before = heldAgainst[index];
          return before?.summary && now.summary ? [{ before, now }] : [];
        });
        const all = inPairs(pairs);
        const runs = all && rankedPairs(all, sKdTAt(study.plan.threshold));
        const ranked = runs?.runs ?? [];
        const changes = changesOf(pairs, all);
        const effect = {
          ...{ key, value, reference },
          pairs: ranked.length,
          seeds: new Set(ranked.map(({ seed }) => seed)).size,
          unranked: (all?.runs.length ?? 0) - ranked.length,
          architectures: all?.groundTruths.length ?? 0,
          isApart: pairs.length > 0 && all === undefined,
          failed: failedOf(own),
          failedReference: failedOf(heldAgainst),
          ...measured(changes, runs, study.plan.threshold),
          interval: null,
          cost: costOver(pairs, seconds),
          overSeeds: overSeedsOf(changes, seconds),
        };
        return { effect, pairs: runs };
      });
  });
}

const failedOf = (results: readonly (StudyResult | undefined)[]): number =>
  results.filter((result) => result?.failure !== undefined).length;

/** What a run of a pair was ranked by. */
export type RankedRun = Pick<StudyResult, "architectures" | "groundTruths" | "predictions"> & {
  readonly config: Pick<StudyResult["config"], "seed">;
};

/** Seed and values of what varies, with some of them replaced. */
function placeOf({ plan }: StudyResults, { config }: StudyResult, replaced = {}): string {
  const values = variedValues(plan, config.settings);
  return JSON.stringify([config.seed, { ...values, ...replaced }]);
}

/** As `judgementOf` tells them of a run alone, over what all of the runs share. */
function changesOf(pairs: readonly Pair[], all: PairedRuns | undefined): Change[] {
  const between = (before: number | null | undefined, now: number | null | undefined): number | null =>
    typeof before === "number" && typeof now === "number" ? now - before : null;
  return pairs.map((pair, index) => {
    const { before, now } = pair;
    const paired = all?.runs[index];
    const { groundTruths = [] } = all ?? {};
    const change = (of: (predictions: ArrayLike<number>) => number | undefined): number | null =>
      paired ? between(of(paired.a), of(paired.b)) : null;
    // The mean accuracy is known of all that a run scored, not of some.
    const isSameSet = [before, now].every(
      ({ architectures }) => architectures.length === groundTruths.length,
    );
    return {
      pair,
      accuracy: isSameSet ? between(before.summary?.accuracy, now.summary?.accuracy) : null,
      found: change((predictions) =>
        topPerformance({ predictions, groundTruths }, defaultMetricOptions.topK),
      ),
      surpassRandom: change((predictions) =>
        surpassRandom({ predictions, groundTruths }, defaultMetricOptions.draws),
      ),
    };
  });
}

function measured(changes: readonly Change[], runs: PairedRuns | undefined, threshold: number) {
  const sKdT = sKdTAt(threshold);
  const difference = runs && meanPairedDifference(runs, sKdT);
  const { groundTruths = [] } = runs ?? {};
  const mean = (of: (change: Change) => number | null | undefined): number | null =>
    meanOrNull(changes.flatMap((change) => of(change) ?? []));
  const change = (key: "accuracy" | "found" | "surpassRandom") => mean((one) => one[key]);
  return {
    skdt: meanOrNull((runs?.runs ?? []).flatMap(({ b }) => sKdT({ predictions: b, groundTruths }) ?? [])),
    difference: difference ?? null,
    accuracy: change("accuracy"),
    found: change("found"),
    surpassRandom: change("surpassRandom"),
  };
}

/** Over the architectures that all the runs were judged by; `undefined` where that are so few that a correlation would be chance. */
export function inPairs(
  pairs: readonly { readonly before: RankedRun; readonly now: RankedRun }[],
): PairedRuns | undefined {
  const all = pairs.flatMap(({ before, now }) => [before, now]);
  const [first, ...others] = all.map(
    ({ architectures, predictions }) =>
      new Map(architectures.map((architecture, index) => [architecture, predictions[index] as number])),
  );
  const shared = [...(first?.keys() ?? [])].filter((name) => others.every((other) => other.has(name)));
  if (shared.length < minScored) return undefined;
  const truthOf = new Map(
    all[0]?.architectures.map((name, index) => [name, all[0]?.groundTruths[index] as number]),
  );
  const predicted = ({ architectures, predictions }: RankedRun): number[] => {
    const known = new Map(architectures.map((name, index) => [name, predictions[index] as number]));
    return shared.map((name) => known.get(name) as number);
  };
  return {
    runs: pairs.map(({ before, now }) => ({
      seed: now.config.seed,
      a: predicted(before),
      b: predicted(now),
    })),
    groundTruths: shared.map((name) => truthOf.get(name) as number),
  };
}
