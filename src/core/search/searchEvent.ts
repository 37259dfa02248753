/** @file What searches report, as plain data. Measurements only: what they are worth, `judge.ts` says. */
import type { Failure } from "../run.ts";
import type { Settings } from "../settings.ts";
import type { Decided } from "./decided.ts";

/** One search of several: on the frozen weights of a checkpoint, in turns, or on weights of its own under the checkpoint's settings. */
export interface AskedSearch {
  /** Id of one on the list. */
  readonly algorithm: string;
  readonly seed: number;
  /** Different architectures that it may evaluate; those that change the weights take their own number of training steps. */
  readonly budget: number;
  /** Settings of the algorithm that are not at their defaults. */
  readonly settings?: Settings;
}

interface AskedAlgorithms extends Pick<AskedSearch, "budget"> {
  /** Ids. */
  readonly algorithms: readonly string[];
  readonly seeds: readonly number[];
  /** By algorithm, where they are not the default. */
  readonly settings?: Readonly<Record<string, Settings>>;
}

/** Every algorithm with every seed, all with the same budget. */
export const everySeed = ({ algorithms, budget, seeds, settings }: AskedAlgorithms): AskedSearch[] =>
  algorithms.flatMap((algorithm) => {
    const own = settings?.[algorithm];
    return seeds.map((seed) => ({ algorithm, seed, budget, ...(own && { settings: own }) }));
  });

/** What a search spent, as if it were alone: a score that another search had asked for counts in full. */
export interface Compute {
  /** Images that went forward and backward. Through a mixture, an image passes several operations at every place. */
  readonly trained: number;
  /** Images that went forward for scores, those that batch-norm statistics are re-calibrated on included. */
  readonly scored: number;
  /** On the machine that it ran on, with its own thinking. */
  readonly seconds: number;
}

export const nothingSpent: Compute = { trained: 0, scored: 0, seconds: 0 };

/** An architecture, in the space's notation, as the super-net scores it. */
export interface ScoredArchitecture {
  readonly architecture: string;
  /** Super-net accuracy, [0, 1]. */
  readonly accuracy: number;
  /** From 0, in the order of the search's evaluations. */
  readonly index: number;
}

/** What can be drawn of an algorithm's state when it proposed; architectures in the space's notation. */
export type ReportedState =
  | { readonly kind: "population"; readonly individuals: readonly string[] }
  | { readonly kind: "distribution"; readonly probabilities: readonly (readonly number[])[] };

export type SearchEvent =
  | ({
      readonly type: "proposed";
      /** Which search, by the order in which they were asked for. */
      readonly search: number;
      /** Mean cross-entropy on the same images, in nats. */
      readonly loss: number;
      /** What it was made from, as scored: one of them mutated, two crossed. */
      readonly parents: readonly string[];
      readonly state?: ReportedState;
      /** The best of the search so far, this one included; by accuracy, or by what the run ranks by. */
      readonly best: ScoredArchitecture;
      /** Whether another search had it scored already. */
      readonly isShared: boolean;
      readonly compute: Compute;
    } & ScoredArchitecture)
  /** A step of fine-tuning before the first evaluation. */
  | {
      readonly type: "tuned";
      readonly search: number;
      /** Steps done, of so many. */
      readonly step: number;
      readonly steps: number;
      readonly compute: Compute;
    }
  /** Of a search that changes the weights: a training step, and the probability of every choice of every mixture after it. */
  | {
      readonly type: "mixed";
      readonly search: number;
      /** Steps done. */
      readonly step: number;
      readonly probabilities: readonly (readonly number[])[];
      /** How far they have decided; absent where there is no place to decide on. */
      readonly decided?: Decided;
      /** What they stand for now, in the space's notation. */
      readonly architecture: string;
      /** Share of skip connections among its operations. */
      readonly skips: number;
      readonly compute: Compute;
    }
  /** Of a search that changes the weights: at this step its numbers were none any more. It has ended, and found nothing. */
  | {
      readonly type: "diverged";
      readonly search: number;
      readonly step: number;
      readonly compute: Compute;
    }
  /** The budget is used up, or nothing new was proposed. */
  | {
      readonly type: "searched";
      readonly search: number;
      readonly evaluations: number;
      readonly found: ScoredArchitecture;
      /** What the end took on top. */
      readonly compute: Compute;
    }
  | { readonly type: "failed"; readonly failure: Failure };
