/**
 * @file What the super-net's ranking finds: the stand-alone quality of its best architectures.
 *
 * Predicted ties are frequent (a score counts some hundred images), so which architectures are "the best k" may be open.
 * Every function here returns the expectation over all ways to break the ties, never the luck of the array's order.
 * Precision@k (P@top-k there) and best rank: Ning et al., "Evaluating Efficient Performance Estimators of Neural Architectures", NeurIPS
 * 2021, section 3.2; mean of the top 3 and P > R: Yu et al., arXiv:2110.01154.
 */
import { type RankingInput, ranks } from "./metric.ts";

/** The k largest values: all indices above the k-th value, and those equal to it, of which `seats` are still to be given. */
interface Top {
  readonly above: readonly number[];
  readonly boundary: readonly number[];
  readonly seats: number;
}

function topOf(values: ArrayLike<number>, k: number): Top {
  const cut = Float64Array.from(values).sort()[values.length - k] as number;
  const above: number[] = [];
  const boundary: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if ((values[i] as number) > cut) above.push(i);
    else if (values[i] === cut) boundary.push(i);
  }
  return { above, boundary, seats: k - above.length };
}

/** Mean of `value` over the best k by prediction. */
function meanOverTop(input: RankingInput, k: number, value: (index: number) => number): number | undefined {
  if (!ranks(input, k)) return undefined;
  const { above, boundary, seats } = topOf(input.predictions, k);
  const sum = (indices: readonly number[]): number => indices.reduce((total, i) => total + value(i), 0);
  return (sum(above) + (sum(boundary) * seats) / boundary.length) / k;
}

/** Final search performance: mean stand-alone accuracy of the k best by super-net. */
export function topPerformance(input: RankingInput, k: number): number | undefined {
  return meanOverTop(input, k, (i) => input.groundTruths[i] as number);
}

/** Best stand-alone accuracy of the input minus the final search performance. */
export function regret(input: RankingInput, k: number): number | undefined {
  const reached = topPerformance(input, k);
  return reached === undefined ? undefined : maximum(input.groundTruths) - reached;
}

/** Precision@k: share of the k best by super-net that are among the k best stand-alone (all that tie with the k-th count). */
export function precisionAt(input: RankingInput, k: number): number | undefined {
  if (!ranks(input, k)) return undefined;
  const { above, boundary } = topOf(input.groundTruths, k);
  const best = new Set([...above, ...boundary]);
  return meanOverTop(input, k, (i) => (best.has(i) ? 1 : 0));
}

/** Rank by stand-alone accuracy, 1 is best, of the best among the k best by super-net. Ties in truth share the better rank. */
export function bestRankIn(input: RankingInput, k: number): number | undefined {
  if (!ranks(input, k)) return undefined;
  const rank = trueRanks(input.groundTruths);
  const { above, boundary, seats } = topOf(input.predictions, k);
  const certain = above.reduce((best, i) => Math.min(best, rank[i] as number), Number.POSITIVE_INFINITY);
  const open = boundary.map((i) => rank[i] as number).sort((a, b) => a - b);
  // Go through the tied in order of true rank: the first one that gets a seat is the best of them.
  let expected = 0;
  let noneYet = 1;
  for (let i = 0; i + seats <= open.length; i++) {
    const seated = seats / (open.length - i);
    expected += noneYet * seated * Math.min(certain, open[i] as number);
    noneYet *= 1 - seated;
  }
  return expected;
}

/**
 * Probability that `draws` random architectures all rank below the found one: (1 − r / rMax)^draws.
 * @param rank r, of the found architecture, 1 is best
 * @param rankMax number of architectures ranked
 */
export function probabilityToSurpassRandom(rank: number, rankMax: number, draws: number): number {
  return (1 - rank / rankMax) ** draws;
}

/** P > R of the super-net's first choice among the architectures of the input. */
export function surpassRandom(input: RankingInput, draws: number): number | undefined {
  const rank = trueRanks(input.groundTruths);
  return meanOverTop(input, 1, (i) => probabilityToSurpassRandom(rank[i] as number, rank.length, draws));
}

/** 1 + how many are strictly better. */
function trueRanks(groundTruths: ArrayLike<number>): number[] {
  const sorted = Float64Array.from(groundTruths).sort();
  const rank = new Map<number, number>();
  sorted.forEach((value, index) => {
    rank.set(value, sorted.length - index);
  });
  return Array.from(groundTruths, (truth) => rank.get(truth) as number);
}

const maximum = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
