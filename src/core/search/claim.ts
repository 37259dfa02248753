/**
 * @file The claim that a study of super-nets ends with, held against searches of this lab: "simple random search achieves competitive
 * performance to complex state-of-the-art NAS algorithms when the super-net is properly trained" (Yu, Ranftl, Salzmann, "An Analysis of
 * Super-Net Heuristics in Weight-Sharing NAS", abstract, https://arxiv.org/abs/2110.01154).
 */
import { seedInterval } from "../metrics/seedInterval.ts";
import type { SearchReferences } from "./judge.ts";

/** What one search came to. Accuracies are fractions. */
export interface ClaimedFind {
  readonly algorithm: string;
  readonly seed: number;
  /** In the space's notation. */
  readonly architecture: string;
  readonly superNetAccuracy: number;
  /** Of the table, or of a training by its recipe where the table lacks it. */
  readonly standAloneAccuracy: number;
  readonly rank: number;
  readonly surpassRandom: number;
  /** See `SearchOutcome`. */
  readonly imagesTrained: number;
  readonly imagesScored: number;
}

/** A super-net, and what was found on it. */
export interface ClaimSide {
  /** The hash of the share link of its training. */
  readonly link: string;
  /** Training steps done. */
  readonly step: number;
  readonly skdt: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  /** Its weights, beside this file. */
  readonly checkpoint: string;
  readonly finds: readonly ClaimedFind[];
}

export interface Claim {
  readonly space: string;
  /** Different architectures that each search evaluated. */
  readonly budget: number;
  /** Rows of the table that judge. */
  readonly rows: number;
  /** Of the lab that searched; with a comma between where some algorithms were searched with later. */
  readonly code: string;
  readonly references: SearchReferences;
  readonly good: ClaimSide;
  readonly bad: ClaimSide;
}

/** An algorithm against random search on the same super-net: stand-alone accuracy of the finds, in pairs of one seed. */
export interface AgainstRandom {
  readonly algorithm: string;
  /** Mean of the differences; null without a pair. */
  readonly difference: number | null;
  /** By Student's t, wide enough that those of all algorithms hold at once with 95 %; null for fewer than two pairs. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** Stand-alone accuracy below which a difference is called competitive: half a percentage point, the lab's own choice. */
export const competitiveWithin = 0.005;

const claimVerdicts = ["holds", "does not hold", "cannot tell"] as const;
type ClaimVerdict = (typeof claimVerdicts)[number];

const baseline = "random";

export function againstRandom({ finds }: ClaimSide): AgainstRandom[] {
  const ofSeed = new Map(
    finds.flatMap((find) => (find.algorithm === baseline ? [[find.seed, find] as const] : [])),
  );
  const others = [...new Set(finds.map(({ algorithm }) => algorithm))].filter((id) => id !== baseline);
  return others.map((algorithm) => {
    const differences = finds.flatMap((find) => {
      const random = ofSeed.get(find.seed);
      return find.algorithm === algorithm && random
        ? [find.standAloneAccuracy - random.standAloneAccuracy]
        : [];
    });
    return {
      algorithm,
      difference: differences.length > 0 ? meanOf(differences) : null,
      // The best of several is asked for: each alone would seem better by chance too often.
      interval: seedInterval(differences, others.length),
    };
  });
}

/**
 * Of the well-trained side: the claim holds where no algorithm can be more than `competitiveWithin` better than random search, and does not
 * where one surely is. In between it cannot be told.
 */
export function claimVerdict({ good }: Claim): ClaimVerdict {
  const intervals = againstRandom(good).map(({ interval }) => interval);
  if (intervals.some((interval) => interval && interval[0] > competitiveWithin)) return "does not hold";
  const isClear = intervals.every((interval) => interval && interval[1] <= competitiveWithin);
  return intervals.length > 0 && isClear ? "holds" : "cannot tell";
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
