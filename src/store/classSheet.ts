/**
 * @file From many people's runs to a class sheet: grouped by configuration, read after equally much training, judged on the same
 * architectures, each seed once. What does not fit is kept, named, and left out of the means. Pure.
 */

import { recipeOf } from "../core/heuristics/index.ts";
import { topPerformance } from "../core/metrics/found.ts";
import { minScored, rankingOf } from "../core/metrics/history.ts";
import { meanAccuracy } from "../core/metrics/level.ts";
import { meanOf } from "../core/metrics/mean.ts";
import { defaultMetricOptions, type RankingInput } from "../core/metrics/metric.ts";
import { predictionsOf } from "../core/metrics/prediction.ts";
import { seedInterval } from "../core/metrics/seedInterval.ts";
import { sparseKendallTau } from "../core/metrics/sparse.ts";
import { judgingRows } from "../core/pool.ts";
import { mixesAges, type Round, roundScores, shownRound } from "../core/rounds.ts";
import type { RunConfig } from "../core/run.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { TableRow } from "../core/tables.ts";
import type { ClassRun, RowsOf } from "./classState.ts";
import { isAlike, nearestRound } from "./comparison.ts";
import { configurationOf } from "./seeds.ts";

/** What the scores of one file come to. */
interface Judged {
  /** Of the weights that were scored. */
  readonly step: number;
  readonly architectures: readonly string[];
  readonly ranking: RankingInput;
  readonly skdt: number | undefined;
  /** Mean stand-alone accuracy of the three ranked highest. */
  readonly found: number | undefined;
  /** Mean super-net accuracy. */
  readonly accuracy: number | undefined;
}

export interface ClassRow extends ClassRun {
  /** Absent where there is nothing to judge. */
  readonly judged?: Judged;
  /** Why it is not in the mean; absent: it is. */
  readonly outside?: string;
}

/** A mean over runs, with its 95 % interval by Student's t; null with one run. */
export interface Pooled {
  readonly mean: number;
  readonly interval: readonly [low: number, high: number] | null;
}

export interface CountedRow extends ClassRow {
  readonly judged: Judged;
  readonly skdt: number;
}

export interface ClassGroup {
  readonly key: string;
  /** Of its first file; the seeds differ. */
  readonly config: RunConfig;
  /** Whether settings were changed on the way, as its first file tells. */
  readonly changes: ClassRun["run"]["changes"];
  readonly rows: readonly ClassRow[];
  /** Those in the mean. */
  readonly counted: readonly CountedRow[];
  readonly skdt?: Pooled;
  readonly found?: Pooled;
  readonly accuracy?: Pooled;
}

/** In the order of their first files. @param threshold of S-KdT, an accuracy */
export function classGroups(runs: readonly ClassRun[], rowsOf: RowsOf, threshold: number): ClassGroup[] {
  const groups = new Map<string, ClassRun[]>();
  for (const one of runs) {
    const key = configurationOf({ run: one.run, origin: "recorded" });
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].map(([key, members]) => {
    const rows = rankedTogether(members, rowsOf, threshold);
    const counted = rows.flatMap((row) => {
      const { judged, outside } = row;
      return judged?.skdt !== undefined && outside === undefined
        ? [{ ...row, judged, skdt: judged.skdt }]
        : [];
    });
    const [first] = members as [ClassRun, ...ClassRun[]];
    const pooled = (of: (judged: Judged) => number | undefined): Pooled | undefined =>
      pooledOf(counted.flatMap(({ judged }) => of(judged) ?? []));
    const [skdt, found, accuracy] = [
      pooled((one) => one.skdt),
      pooled((one) => one.found),
      pooled((one) => one.accuracy),
    ];
    return {
      key,
      config: first.run.config,
      changes: first.run.changes,
      rows,
      counted,
      ...(skdt && { skdt }),
      ...(found && { found }),
      ...(accuracy && { accuracy }),
    };
  });
}

function pooledOf(values: readonly number[]): Pooled | undefined {
  if (values.length === 0) return undefined;
  return {
    mean: meanOf(values),
    interval: seedInterval(values),
  };
}

/** A run that came less than half as far as the middle one says nothing of the same training. */
const leastShare = 1 / 2;

/** The files of one configuration; in turn, what cannot be judged, what is not alike and what is there twice gets its reason. */
function rankedTogether(members: readonly ClassRun[], rowsOf: RowsOf, threshold: number): ClassRow[] {
  const rows = members.map(({ run }) => rowsOf(run));
  const reasons = members.map(({ run }, index) => whyNotJudged(run, rows[index] ?? []));
  const lastSteps = members.map(({ run }) => run.rounds[presentRound(run) ?? -1]?.step ?? 0);
  const left = (): number[] => members.flatMap((_, index) => (reasons[index] === undefined ? [index] : []));
  const middle = median(left().map((index) => lastSteps[index] as number));
  for (const index of left())
    if ((lastSteps[index] as number) < middle * leastShare)
      reasons[index] =
        `scored only until step ${lastSteps[index]}, where half of its group came to step ${middle} or further`;
  const level = Math.min(...left().map((index) => lastSteps[index] as number));
  const judged = members.map(({ run }, index) => {
    const own = rows[index] ?? [];
    const near = nearestRound(run, "steps", level, isPresent(run));
    // What is outside of the mean is shown as it is.
    const number = reasons[index] === undefined ? near : shownRound(run);
    return typeof own === "string" || number === undefined
      ? undefined
      : rankedAt(run, number, own, threshold);
  });
  for (const index of left())
    if (!isAlike({ before: level, now: judged[index]?.step ?? 0 }))
      reasons[index] = `has no scoring round near step ${level}, where its group is read`;
  const setOf = (index: number): string => JSON.stringify(judged[index]?.architectures.toSorted());
  const common = mostFrequent(left().map(setOf));
  for (const index of left()) {
    const one = judged[index];
    if (setOf(index) !== common)
      reasons[index] =
        `was scored on other architectures than most of its group (${one?.architectures.length})`;
    else if ((one?.architectures.length ?? 0) < minScored)
      reasons[index] = `was scored on fewer than ${minScored} architectures`;
    else if (one?.skdt === undefined)
      reasons[index] =
        "ranks nothing: one accuracy for all architectures, or one stand-alone accuracy at this threshold";
  }
  const bySeed = new Map<number, string>();
  for (const index of left()) {
    const { name, run } = members[index] as ClassRun;
    const other = bySeed.get(run.config.seed);
    if (other === undefined) bySeed.set(run.config.seed, name);
    else reasons[index] = `has the seed of ${other}, which counts once`;
  }
  return members.map((member, index) => {
    const [one, outside] = [judged[index], reasons[index]];
    return { ...member, ...(one && { judged: one }), ...(outside !== undefined && { outside }) };
  });
}

/** Rounds by earlier rules of scoring are of another configuration. */
const isPresent =
  (run: ClassRun["run"]) =>
  ({ generation }: Round): boolean =>
    generation === run.generation;

const presentRound = (run: ClassRun["run"]): number | undefined =>
  nearestRound(run, "steps", Number.MAX_SAFE_INTEGER, isPresent(run));

function whyNotJudged(
  run: ClassRun["run"],
  rows: readonly (TableRow | undefined)[] | string,
): string | undefined {
  if (typeof rows === "string") return rows;
  if (shownRound(run) === undefined) return "has no complete scoring round";
  if (presentRound(run) === undefined) return "was not scored by its present settings";
  if (mixesAges(run)) return "mixes scores of different weights, as early versions of the lab made them";
  const strangers = rows.filter((row) => row === undefined).length;
  return strangers > 0
    ? `was judged by another table: ${strangers} of its ${rows.length} architectures are not in this one`
    : undefined;
}

function rankedAt(
  run: ClassRun["run"],
  number: number,
  rows: readonly (TableRow | undefined)[],
  threshold: number,
): Judged {
  const truths = judgingRows(rows).map((row) => row?.accuracy);
  const predictions = predictionsOf(
    run,
    number,
    recipeOf(spaceOf(run.config), run.config.settings).evaluation,
  );
  const ranking = rankingOf(predictions, truths);
  return {
    step: run.rounds[number]?.step ?? 0,
    architectures: run.pool.filter((_, id) => predictions[id] !== undefined && truths[id] !== undefined),
    ranking,
    skdt: sparseKendallTau(ranking, threshold),
    found: topPerformance(ranking, defaultMetricOptions.topK),
    accuracy: meanAccuracy(roundScores(run, number).flatMap((score) => (score ? [score.accuracy] : []))),
  };
}

const spaceOf = ({ space }: RunConfig) => spaceById(space) ?? spaces[0];

/** The lower one of two middle values; 0 of none. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}

/** Of equally frequent ones the first. */
function mostFrequent(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0];
}
