/** @file What the continuous relaxation of a space must tell. */
import type { MixtureVariant } from "../network/mixture.ts";
import type { Network, Shape } from "../network/network.ts";
import type { NetworkRecipe } from "../recipe.ts";
import type { Architecture, Decision } from "./space.ts";

/**
 * The continuous relaxation of a space (DARTS, section 2.2 of https://arxiv.org/abs/1806.09055): places that carry a weighted sum of
 * operations in the place of one. The weights are parameters, `mixedSum` (`network/mixture.ts`) says how.
 */
export interface Relaxation {
  /** The places and the operations that compete for each; none, where it is one of them, is called "none". */
  readonly mixtures: readonly Decision[];
  /** Mixtures whose values are added to one, by their numbers: the edges into a node. */
  readonly sums: readonly (readonly number[])[];
  /** How many of the mixtures, from the first on, are of the cell that keeps the size of the image. */
  readonly normalCell: number;
  /**
   * The network in which every mixture sums the choices that are kept.
   * @param kept per mixture, indices of choices; a mixture without any adds nothing
   */
  build(
    kept: readonly (readonly number[])[],
    recipe: NetworkRecipe,
    input: Shape,
    classes: number,
    variant?: MixtureVariant,
  ): Network;
  /** How many of the choices of every mixture, from the first on, `derive` chooses among; absent: all. */
  readonly derivable?: number;
  /** The architecture that a number for every choice of all mixtures stands for, higher for stronger. */
  derive(strengths: readonly (readonly number[])[]): Architecture;
  /** The choices of an architecture, per mixture: one, or none where it has no operation there. */
  keptOf(architecture: Architecture): readonly (readonly number[])[];
}
