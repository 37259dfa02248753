/** @file What a space must tell so that its whole super-net can be drawn. */
import type { NetworkRecipe } from "../recipe.ts";
import type { Architecture, Decision } from "./space.ts";

/** A cell with everything that may stand in it. A place belongs to a node or to an edge, and is drawn there. */
export interface SuperNetCell {
  readonly title: string;
  readonly nodes: readonly { readonly id: string; readonly label: string; readonly place?: number }[];
  /** From earlier to later nodes. Without a place: always there. */
  readonly edges: readonly { readonly from: string; readonly to: string; readonly place?: number }[];
}

/** The super-net of a space: places, and the operations that compete for each. */
export interface SuperNet {
  readonly cells: readonly SuperNetCell[];
  /** One choice only: it is there or not. */
  readonly places: readonly Decision[];
  /**
   * Per place the choice that a step over this architecture trains; `undefined` where it has none, or has one that leads nowhere, into no
   * output of the cell. An operation without weights counts as any other, and so does one on a value that is zero.
   */
  choicesOf(architecture: Architecture): readonly (number | undefined)[];
  /**
   * The operations that a weight belongs to, by its name in a network of this space: none for what every path shares, several where
   * operations share their weights.
   */
  ownersOf(parameter: string, recipe: NetworkRecipe): readonly Operation[];
}

/**
 * Whether a weight of a large kernel's operation serves the small kernel inside it, too (OFA): its kernel, and where all is shared the
 * pointwise kernels and norms behind it.
 */
export const servesSmall = (parameter: string, { nestedKernels, nestedSharing }: NetworkRecipe): boolean =>
  nestedKernels && (nestedSharing === "all" || !/\/(norm|pointwise)/.test(parameter));

/** One choice at one place, by their numbers. */
interface Operation {
  readonly place: number;
  readonly choice: number;
}
