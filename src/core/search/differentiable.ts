/**
 * @file Searches that change the weights while they search: an architecture is relaxed to mixtures of operations whose weights follow
 * from parameters that descend along a gradient which engines compute. Here is all of it but the training of weights.
 */

import type { MixtureVariant } from "../network/mixture.ts";
import type { Random } from "../random.ts";
import type { SettingSpec, Settings, ValuesOf } from "../settings.ts";
import type { Relaxation } from "../spaces/relaxation.ts";
import { relaxationOf } from "../spaces/relaxations.ts";
import type { Architecture, Decision, SearchSpace } from "../spaces/space.ts";
import { Parameters } from "./neural/parameters.ts";
import { softmax, type Value } from "./neural/tape.ts";
import type { Strategy } from "./strategy.ts";

/** A number for every choice of every mixture. */
export type PerChoice = readonly (readonly number[])[];

/** What a training step computes: per mixture the choices that take part, and their weights in the sum. */
export interface Mixing {
  readonly kept: PerChoice;
  /** Per entry of `kept`. */
  readonly weights: PerChoice;
  /** With partial channels: per mixture, the weight of those that pass it by. */
  readonly passing?: readonly number[];
}

/** The loss on held-out images, and its gradients with respect to the numbers of a mixing. */
export interface MixingGradients {
  /** Per entry of `kept`. */
  readonly weights: PerChoice;
  /** Zeros where nothing passes by. */
  readonly passing: readonly number[];
  /** The loss itself, in nats. */
  readonly loss: number;
}

/** What one training step is about. */
export interface StepPlan {
  /** The steps that share one schedule of the learning rate, from 0; at the first of them the weights begin anew. */
  readonly stage: { readonly first: number; readonly steps: number };
  /** How many times as many cells as the run's networks have. */
  readonly depth: number;
  readonly variant: MixtureVariant;
  /** Whether the architecture parameters take a step, too. */
  readonly learns: boolean;
}

/** What a search may know of the relaxation and of the images that a gradient is a mean over. */
export interface Relaxed extends Pick<Relaxation, "mixtures" | "sums" | "normalCell" | "derive" | "keptOf"> {
  readonly batchSize: number;
}

/** The architecture parameters of a search, and how they are used and moved. */
export interface ArchitectureSearch {
  /** Is asked before each step, from 0; absent: one stage of the run's own depth, in which both learn. */
  plan?(step: number): StepPlan;
  /** What the next step computes; some methods draw it. */
  mixing(): Mixing;
  /** One step of the architecture parameters. */
  descend(mixing: Mixing, gradients: MixingGradients): void;
  /** Probability of every choice, or what is drawn as one: they add up to 1. */
  readonly probabilities: PerChoice;
  /** What the architecture is derived from where it is not the probabilities. */
  readonly strengths?: PerChoice;
  /** Weight of every mixture in what was found; absent: each counts in full. */
  readonly gates?: readonly number[];
}

export interface DifferentiableAlgorithm<Id extends string = string> {
  readonly id: Id;
  readonly title: string;
  readonly strategy: Strategy;
  readonly explanation: string;
  readonly origin: string;
  readonly fidelity: string;
  readonly settings: readonly SettingSpec[];
  /** @param steps that the search will take in all */
  begin(relaxed: Relaxed, random: Random, steps: number, values: Settings): ArchitectureSearch;
}

interface TypedEntry<Id extends string, Specs extends readonly SettingSpec[]>
  extends Omit<DifferentiableAlgorithm<Id>, "settings" | "begin"> {
  readonly settings: Specs;
  begin(relaxed: Relaxed, random: Random, steps: number, values: ValuesOf<Specs>): ArchitectureSearch;
}

/** Checks an entry's `begin` against its own settings. */
export function defineDifferentiable<const Id extends string, const Specs extends readonly SettingSpec[]>(
  entry: TypedEntry<Id, Specs>,
): DifferentiableAlgorithm<Id> {
  const { begin, ...rest } = entry;
  // Sound: `valuesFor` makes a legal value for every setting of the entry.
  return {
    ...rest,
    begin: (relaxed, random, steps, values) =>
      begin(relaxed, random, steps, values as unknown as ValuesOf<Specs>),
  };
}

/** Why no such search applies to a space; `undefined` where they do. */
export function notRelaxed({ id }: Pick<SearchSpace, "id">): string | undefined {
  return relaxationOf(id)
    ? undefined
    : "its wiring is searched and operations sit on vertices, so there is no fixed place that a mixture of operations could take";
}

/** Share of skip connections among the operations of an architecture; 0 where it has none. */
export function skipShare(
  { mixtures, keptOf }: Pick<Relaxation, "mixtures" | "keptOf">,
  architecture: Architecture,
): number {
  const chosen = keptOf(architecture).flatMap((choices, m) =>
    choices.map((choice) => mixtures[m]!.choices[choice]!),
  );
  const operations = chosen.filter((name) => name !== "none");
  const skips = operations.filter((name) => name === skipConnect);
  return skips.length / Math.max(1, operations.length);
}

export const skipConnect = "skip_connect";

/** Decay of the mean gradient of architecture parameters, as in DARTS (appendix A.1.1) and those after it. */
const architectureBeta1 = 0.5;

/** Architecture parameters: one number per choice, near zero at first, moved by Adam as in DARTS. */
export class ArchitectureParameters {
  readonly #parameters: Parameters;
  readonly values: readonly Value[];

  constructor(mixtures: readonly Pick<Decision, "choices">[], random: Random) {
    this.#parameters = new Parameters(random, architectureBeta1);
    this.values = mixtures.map(({ choices }) => this.#parameters.create(choices.length, 0.001));
  }

  get probabilities(): number[][] {
    return this.values.map(({ data }) => [...softmax(data)]);
  }

  /** One step against the gradients that stand in `values`; they start at zero again. */
  descend(learningRate: number, weightDecay: number): void {
    for (const { data, gradient } of this.values)
      for (let i = 0; i < data.length; i++) gradient[i]! += weightDecay * data[i]!;
    this.#parameters.descend(learningRate);
  }
}

/** Adds the gradient through a softmax at `temperature`: dα_j += Σ_k gradient_k · p_k · (δ_kj − p_j) / temperature. */
export function throughSoftmax(
  target: Float64Array,
  probabilities: ArrayLike<number>,
  gradients: ReadonlyMap<number, number>,
  temperature = 1,
): void {
  let mean = 0;
  for (const [choice, gradient] of gradients) mean += probabilities[choice]! * gradient;
  for (let j = 0; j < target.length; j++)
    target[j]! += (probabilities[j]! * ((gradients.get(j) ?? 0) - mean)) / temperature;
}
