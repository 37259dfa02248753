/** @file What pairs the runs of one configuration, a seed each, with those of another. Pure. */
import type { PairedRuns } from "../core/metrics/pairedRuns.ts";
import { inPairs, type RankedRun } from "../core/study/effects.ts";
import { imagesTrained } from "../core/trainedImages.ts";
import { isRanked } from "../store/figures.ts";
import type { RunFigures } from "../store/labState.ts";

export interface SeedPairs {
  readonly pairs: PairedRuns;
  readonly seeds: number;
  /** Mean steps and images of the weights on either side. */
  readonly steps: { readonly before: number; readonly now: number };
  readonly images: { readonly before: number; readonly now: number };
}

/** The runs of two configurations that share a seed, on the architectures that all of them were judged by. */
export function pairsBySeed(
  before: readonly RunFigures[],
  now: readonly RunFigures[],
): SeedPairs | undefined {
  const both = now.flatMap((item) => {
    const other = before.find(({ entry }) => entry.run.config.seed === item.entry.run.config.seed);
    return other?.figures.round && item.figures.round ? [{ before: other, now: item }] : [];
  });
  if (both.length === 0) return undefined;
  const pairs = inPairs(both.map((pair) => ({ before: rankedOf(pair.before), now: rankedOf(pair.now) })));
  if (!pairs) return undefined;
  const mean = (of: (item: RunFigures) => number, side: "before" | "now"): number =>
    both.reduce((sum, pair) => sum + of(pair[side]), 0) / both.length;
  const sides = (of: (item: RunFigures) => number) => ({ before: mean(of, "before"), now: mean(of, "now") });
  return { pairs, seeds: both.length, steps: sides(stepOf), images: sides(imagesOf) };
}

/** Of the weights behind the figures. */
export const stepOf = ({ figures, entry }: RunFigures): number => figures.round?.step ?? entry.run.step;
export const imagesOf = (item: RunFigures): number => imagesTrained(item.entry.run)(stepOf(item));

function rankedOf({ entry, figures }: RunFigures): RankedRun {
  const ranked = figures.architectures.filter(isRanked);
  return {
    config: entry.run.config,
    architectures: ranked.map(({ architecture }) => architecture),
    groundTruths: ranked.map(({ standAlone }) => standAlone),
    predictions: ranked.map(({ prediction }) => prediction),
  };
}
