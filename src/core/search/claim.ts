/**
 * @file The claim that a study of super-nets ends with, held against searches of this lab: "simple random search achieves competitive
 * performance to complex state-of-the-art NAS algorithms when the super-net is properly trained" (Yu, Ranftl, Salzmann, "An Analysis of
 * Super-Net Heuristics in Weight-Sharing NAS", abstract, https://arxiv.org/abs/2110.01154).
 */
import { meanOf } from "../metrics/mean.ts";
import { apartInterval, seedInterval } from "../metrics/seedInterval.ts";
import type { SearchReferences } from "./judge.ts";
import type { DivergedSearch } from "./outcome.ts";

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
  /** S-KdT of parameter count over the same architectures; null where it has none. */
  readonly params: number | null;
  /** Its weights, beside this file. */
  readonly checkpoint: string;
  readonly finds: readonly ClaimedFind[];
  /** Searches that found nothing. */
  readonly diverged: readonly DivergedSearch[];
}

export interface Claim {
  readonly space: string;
  /** Different architectures that each search evaluated. */
  readonly budget: number;
  /** Rows of the table that judge. */
  readonly rows: number;
  /** Whether another table has taken its place since, so that accuracies here and there do not stand beside each other. */
  readonly isFormerTable?: true;
  /** Of the lab that searched; with a comma between where some algorithms were searched with later. */
  readonly code: string;
  readonly references: SearchReferences;
  readonly good: ClaimSide;
  readonly bad: ClaimSide;
}

/** An algorithm against random search: stand-alone accuracy of the finds. */
export interface AgainstRandom {
  readonly algorithm: string;
  /** Whether it trained weights of its own, instead of searching on the super-net that random search was given. */
  readonly trains: boolean;
  /** Whether it found the same architecture with every seed, of several: how far that one's accuracy is noise, no interval tells. */
  readonly isOneFind: boolean;
  /** Mean of the differences between pairs of one seed; of one that trains, difference of the means of all. Null without a pair. */
  readonly difference: number | null;
  /**
   * By Student's t over the pairs; of one that trains, which shares nothing with random search, by Welch's over all of both. Wide enough
   * that those of all algorithms of the same kind hold at once with 95 %; null for fewer than two.
   */
  readonly interval: readonly [low: number, high: number] | null;
}

/** Stand-alone accuracy below which a difference is called competitive: half a percentage point, the lab's own choice. */
export const competitiveWithin = 0.005;

const claimVerdicts = ["holds", "does not hold", "cannot tell"] as const;
type ClaimVerdict = (typeof claimVerdicts)[number];

const baseline = "random";

export function againstRandom({ finds }: ClaimSide): AgainstRandom[] {
  const ownOf = (id: string): ClaimedFind[] => finds.filter(({ algorithm }) => algorithm === id);
  const random = ownOf(baseline);
  const others = [...new Set(finds.map(({ algorithm }) => algorithm))].flatMap((algorithm) => {
    const own = ownOf(algorithm);
    const trains = own.some(({ imagesTrained }) => imagesTrained > 0);
    return algorithm === baseline ? [] : [{ algorithm, own, trains }];
  });
  return others.map(({ algorithm, own, trains }) => {
    // The best of several is asked for: each alone would seem better by chance too often.
    const together = others.filter((one) => one.trains === trains).length;
    const isOneFind = own.length > 1 && new Set(own.map(({ architecture }) => architecture)).size === 1;
    return {
      algorithm,
      trains,
      isOneFind,
      ...(trains ? apart(random, own, together) : inPairs(random, own, together)),
    };
  });
}

type Difference = Pick<AgainstRandom, "difference" | "interval">;

const accuraciesOf = (finds: readonly ClaimedFind[]): number[] =>
  finds.map(({ standAloneAccuracy }) => standAloneAccuracy);

function apart(random: readonly ClaimedFind[], own: readonly ClaimedFind[], together: number): Difference {
  const [before, now] = [accuraciesOf(random), accuraciesOf(own)];
  return {
    difference: before.length > 0 ? meanOf(now) - meanOf(before) : null,
    interval: apartInterval(before, now, together),
  };
}

function inPairs(random: readonly ClaimedFind[], own: readonly ClaimedFind[], together: number): Difference {
  const ofSeed = new Map(random.map((find) => [find.seed, find.standAloneAccuracy]));
  const differences = own.flatMap(({ seed, standAloneAccuracy }) => {
    const paired = ofSeed.get(seed);
    return paired === undefined ? [] : [standAloneAccuracy - paired];
  });
  return {
    difference: differences.length > 0 ? meanOf(differences) : null,
    interval: seedInterval(differences, together),
  };
}

/** Whether a super-net surely ranks better than by chance; the claim speaks of a properly trained one alone. */
export const ranksSurely = ({ interval }: ClaimSide): boolean => interval !== null && interval[0] > 0;

/**
 * How far the best that is known, of the table and of all finds, is above the mean of what random search found: what any other algorithm could
 * gain, as far as anybody knows.
 */
export const roomAboveRandom = ({ references, good, bad }: Claim, { finds }: ClaimSide): number =>
  Math.max(references.best, ...accuraciesOf([...good.finds, ...bad.finds])) -
  meanOf(accuraciesOf(finds.filter(({ algorithm }) => algorithm === baseline)));

/**
 * Of the well-trained side, over the algorithms that search on its super-net: the claim holds where none can be more than
 * `competitiveWithin` better than random search, and does not where one surely is. In between it cannot be told; nor where the super-net may
 * rank by chance, or where the table has nothing so much better than what random search found. Algorithms that train weights of their own
 * have another compute and no super-net that was "properly trained" before: they are told beside it.
 */
export function claimVerdict(claim: Claim): ClaimVerdict {
  const { good } = claim;
  const intervals = againstRandom(good).flatMap(({ trains, interval }) => (trains ? [] : [interval]));
  if (!ranksSurely(good)) return "cannot tell";
  if (intervals.some((interval) => interval && interval[0] > competitiveWithin)) return "does not hold";
  const isClear = intervals.every((interval) => interval && interval[1] <= competitiveWithin);
  const isTested = intervals.length > 0 && roomAboveRandom(claim, good) > competitiveWithin;
  return isTested && isClear ? "holds" : "cannot tell";
}
