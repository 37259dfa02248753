/**
 * @file Searches that change the weights while they search: an architecture is relaxed to mixtures of operations whose weights follow
 * from architecture parameters, and these descend along a gradient that engines compute. Here is all of it but the training of weights.
 */
import type { Random } from "../random.ts";
import type { SettingSpec, Settings, ValuesOf } from "../settings.ts";
import type { Decision, SearchSpace } from "../spaces/space.ts";
import { Parameters } from "./neural/parameters.ts";
import { softmax, type Value } from "./neural/tape.ts";

/** A number for every choice of every mixture. */
export type PerChoice = readonly (readonly number[])[];

/** What a training step computes: per mixture the choices that take part, and their weights in the sum. */
export interface Mixing {
  readonly kept: PerChoice;
  /** Per entry of `kept`. */
  readonly weights: PerChoice;
}

/** The architecture parameters of a search, and how they are used and moved. */
export interface ArchitectureSearch {
  /** What the next step computes; some methods draw it. */
  mixing(): Mixing;
  /**
   * One step of the architecture parameters.
   * @param gradients of the loss on held-out images with respect to the weights of the mixing, per entry of `kept`
   */
  descend(mixing: Mixing, gradients: PerChoice): void;
  /** Probability of every choice. */
  readonly probabilities: PerChoice;
}

export interface DifferentiableAlgorithm<Id extends string = string> {
  readonly id: Id;
  readonly title: string;
  readonly explanation: string;
  readonly origin: string;
  readonly fidelity: string;
  readonly settings: readonly SettingSpec[];
  /** @param steps that the search will take in all */
  begin(mixtures: readonly Decision[], random: Random, steps: number, values: Settings): ArchitectureSearch;
}

interface TypedEntry<Id extends string, Specs extends readonly SettingSpec[]>
  extends Omit<DifferentiableAlgorithm<Id>, "settings" | "begin"> {
  readonly settings: Specs;
  begin(
    mixtures: readonly Decision[],
    random: Random,
    steps: number,
    values: ValuesOf<Specs>,
  ): ArchitectureSearch;
}

/** Checks an entry's `begin` against its own settings. */
export function defineDifferentiable<const Id extends string, const Specs extends readonly SettingSpec[]>(
  entry: TypedEntry<Id, Specs>,
): DifferentiableAlgorithm<Id> {
  const { begin, ...rest } = entry;
  // Sound: `valuesFor` makes a legal value for every setting of the entry.
  return {
    ...rest,
    begin: (mixtures, random, steps, values) =>
      begin(mixtures, random, steps, values as unknown as ValuesOf<Specs>),
  };
}

/** Why no such search applies to a space; `undefined` where they do. */
export function notRelaxed({
  relaxation,
  traits,
}: Pick<SearchSpace, "relaxation" | "traits">): string | undefined {
  if (relaxation) return undefined;
  return traits.operationsOn === "vertex"
    ? "its wiring is searched and operations sit on vertices, so there is no fixed place that a mixture of operations could take"
    : "the relaxation of its wiring, which weighs more inputs than a node keeps, is not built in this lab";
}

/** Architecture parameters: one number per choice, near zero at first, moved by Adam as in DARTS. */
export class ArchitectureParameters {
  readonly #parameters: Parameters;
  readonly values: readonly Value[];

  constructor(mixtures: readonly Decision[], random: Random) {
    this.#parameters = new Parameters(random);
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
