/** @file What searches found, judged by the table; the same for page and terminal. */
import type { Decided } from "./decided.ts";
import {
  judgeFound,
  type MeanOverSeeds,
  meanInterval,
  type SearchReferences,
  searchReferences,
} from "./judge.ts";
import type { SearchProgress } from "./progress.ts";
import type { TableJudge } from "./tableJudge.ts";

/** Of one algorithm and seed. Accuracies are fractions; null stands for what the table does not know. */
export interface SearchOutcome {
  readonly algorithm: string;
  readonly seed: number;
  /** Different architectures evaluated: the budget, fewer where nothing new was proposed, or one where weights were trained for it. */
  readonly evaluations: number;
  /** Training steps of a search that changes the weights; null for others. */
  readonly steps: number | null;
  /** Of such a search: the step from which on its architecture had collapsed to skip connections; null where it did not end so. */
  readonly collapsedAt: number | null;
  /** Of such a search: how decided it was after its last step. */
  readonly decided: Decided | null;
  readonly architecture: string;
  readonly superNetAccuracy: number;
  readonly standAloneAccuracy: number | null;
  /** Among the rows that judge, 1 is best. */
  readonly rank: number | null;
  readonly rows: number;
  /** P > R, against as many draws as `references.draws` says. */
  readonly surpassRandom: number | null;
  readonly regret: number | null;
  /** Images that went forward and backward for this search; the training of a super-net that it samples is not counted. */
  readonly imagesTrained: number;
  /** Images that went forward for scores, as if no other search had asked for the same. */
  readonly imagesScored: number;
  /** On the machine that searched, the same way counted. */
  readonly seconds: number;
  /** After each evaluation, of the best so far by super-net: its accuracies; empty where weights were trained for one architecture. */
  readonly bestSoFar: readonly {
    readonly superNetAccuracy: number;
    readonly standAloneAccuracy: number | null;
  }[];
}

/** One algorithm over its seeds; null where fewer than two are known. */
export interface AlgorithmOutcome {
  readonly algorithm: string;
  readonly seeds: number;
  readonly superNetAccuracy: MeanOverSeeds | null;
  readonly standAloneAccuracy: MeanOverSeeds | null;
  readonly rank: MeanOverSeeds | null;
  readonly surpassRandom: MeanOverSeeds | null;
  readonly regret: MeanOverSeeds | null;
}

export interface DivergedSearch extends Pick<SearchOutcome, "algorithm" | "seed"> {
  readonly step: number;
}

/** What there is to know and to do where a search diverged. */
export const divergedText = (step: string): string =>
  `diverged at step ${step}: its loss is no longer a number, so it found nothing; a lower learning rate may help`;

export interface SearchReport {
  readonly references: SearchReferences | null;
  readonly searches: readonly SearchOutcome[];
  /** A search that changes the weights scores with weights of its own: its super-net accuracy compares with no other's. */
  readonly algorithms: readonly AlgorithmOutcome[];
  /** Searches that found nothing, since their numbers were none any more at that step. */
  readonly diverged: readonly DivergedSearch[];
  /** What each algorithm took whose searches have ended, in a sentence, where that is not equal. */
  readonly unequalCompute: string | null;
}

/** Of the searches that have found something. */
export function reportOf(searches: readonly SearchProgress[], judge: TableJudge): SearchReport {
  const outcomes = searches.flatMap((progress) => outcomeOf(progress, judge) ?? []);
  const ended = searches.flatMap((progress) => (progress.isOver ? (outcomeOf(progress, judge) ?? []) : []));
  const algorithms = [...new Set(outcomes.map(({ algorithm }) => algorithm))].map((algorithm) => {
    const own = outcomes.filter((outcome) => outcome.algorithm === algorithm);
    const over = (
      value: (outcome: SearchOutcome) => number | null,
      range: readonly [number, number] = [0, 1],
    ): MeanOverSeeds | null =>
      meanInterval(
        own.map(value).filter((known) => known !== null),
        range,
      ) ?? null;
    return {
      algorithm,
      seeds: own.length,
      superNetAccuracy: over(({ superNetAccuracy }) => superNetAccuracy),
      standAloneAccuracy: over(({ standAloneAccuracy }) => standAloneAccuracy),
      rank: over(({ rank }) => rank, [1, judge.rows.length]),
      surpassRandom: over(({ surpassRandom }) => surpassRandom),
      regret: over(({ regret }) => regret),
    };
  });
  const budget = Math.max(1, ...searches.filter(({ steps }) => steps === 0).map((search) => search.budget));
  return {
    references: searchReferences(judge.rows, budget) ?? null,
    searches: outcomes,
    algorithms,
    diverged: searches.flatMap(({ algorithm, seed, divergedAt }) =>
      divergedAt === undefined ? [] : [{ algorithm, seed, step: divergedAt }],
    ),
    unequalCompute: unequalCompute(ended) ?? null,
  };
}

/** @returns `undefined` where nothing was found yet */
function outcomeOf(progress: SearchProgress, { rows, truthOf }: TableJudge): SearchOutcome | undefined {
  const { algorithm, seed, evaluations, evaluated, best, steps, collapsedAt, path, compute } = progress;
  const found = best.at(-1);
  if (!found) return undefined;
  const truth = truthOf(found.architecture);
  const outcome = truth === undefined ? undefined : judgeFound(truth, rows);
  return {
    ...{ algorithm, seed, evaluations },
    steps: steps > 0 ? steps : null,
    collapsedAt: collapsedAt ?? null,
    decided: path.at(-1)?.decided ?? null,
    architecture: found.architecture,
    superNetAccuracy: found.accuracy,
    standAloneAccuracy: truth ?? null,
    rank: outcome?.rank ?? null,
    rows: rows.length,
    surpassRandom: outcome?.surpassRandom ?? null,
    regret: outcome?.regret ?? null,
    imagesTrained: compute.trained,
    imagesScored: compute.scored,
    seconds: compute.seconds,
    bestSoFar: evaluated.length > 0 ? bestSoFar(best, evaluations, truthOf) : [],
  };
}

/** After each evaluation. */
function bestSoFar(
  best: SearchProgress["best"],
  evaluations: number,
  truthOf: TableJudge["truthOf"],
): SearchOutcome["bestSoFar"] {
  return best.flatMap(({ architecture, accuracy, index }, i) => {
    const until = best[i + 1]?.index ?? evaluations;
    const one = { superNetAccuracy: accuracy, standAloneAccuracy: truthOf(architecture) ?? null };
    return Array.from({ length: until - index }, () => one);
  });
}

/** Images per search that are so close are told as equal. */
const closeness = 0.01;

/** A sentence with what each algorithm took, where that is not equal; the training of a super-net that several sample is in none of them. */
export function unequalCompute(
  outcomes: readonly Pick<SearchOutcome, "algorithm" | "imagesTrained" | "imagesScored">[],
): string | undefined {
  const spent = [...new Set(outcomes.map(({ algorithm }) => algorithm))].map((algorithm) => {
    const own = outcomes.filter((outcome) => outcome.algorithm === algorithm);
    const mean = (value: (outcome: (typeof own)[number]) => number): number =>
      Math.round(own.reduce((sum, outcome) => sum + value(outcome), 0) / own.length);
    return { algorithm, trained: mean((one) => one.imagesTrained), scored: mean((one) => one.imagesScored) };
  });
  const differ = (of: "trained" | "scored"): boolean => {
    const values = spent.map((one) => one[of]);
    return Math.max(...values) > (1 + closeness) * Math.min(...values);
  };
  if (spent.length < 2 || !(differ("trained") || differ("scored"))) return undefined;
  const parts = spent.map(({ algorithm, trained, scored }) =>
    trained > 0
      ? `${algorithm} trained on ${grouped(trained)} images and scored ${grouped(scored)}`
      : `${algorithm} scored ${grouped(scored)} images`,
  );
  const training = spent.some(({ trained }) => trained > 0)
    ? " An image of training goes back, too, and through a mixture it passes several operations at every place."
    : "";
  return `Compute is not equal, so finds do not compare as equals. Per search: ${parts.join("; ")}.${training}`;
}

const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
