/** @file What a search space must tell; everything generic over spaces (enumerate, mutate, neighbors) builds on this. */
import type { Network, Shape } from "../network/network.ts";
import type { Random } from "../random.ts";
import type { NetworkRecipe } from "../recipe.ts";
import type { Settings } from "../settings.ts";

/** One choice index per decision of the space; meaningful only with its space. */
export type Architecture = readonly number[];

/** One slot of the encoding and what may stand in it. */
export interface Decision {
  readonly title: string;
  readonly choices: readonly string[];
}

/** A cell as a directed acyclic graph for drawing. Operations sit on edges (`edge.operation`) or on nodes (`node.operation`). */
export interface CellGraph {
  readonly title: string;
  readonly nodes: readonly { readonly id: string; readonly label: string; readonly operation?: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly operation?: string }[];
}

/** What is how large in a space. */
export interface SizeOrder {
  readonly smallest: Architecture;
  readonly largest: Architecture;
  /** Choices of every decision about an operation: from that with the most weights to that which does least. */
  readonly operations: readonly number[];
  /** Whether a decision is about an operation, and not about wiring. */
  isOperation(slot: number): boolean;
}

/** Facts that decide which heuristics make sense; a heuristic asks for a trait, never for a space's name. */
export interface SpaceTraits {
  /** Whether all of its architectures were trained alone when it was made, which only a small space allows. */
  readonly isTabular: boolean;
  /** Where the stand-alone definition puts operations. */
  readonly operationsOn: "edge" | "vertex";
  /** Whether operations could also be placed on the other side (heuristic 10). */
  readonly placementChoice: boolean;
  /**
   * Where the output concatenates a varying number of vertices, so that their width depends on the architecture (heuristic 6): the
   * largest such number.
   */
  readonly maxOutputs?: number;
  /** Pairs "small in large" that share a kernel under OFA, in words, e.g. "1×1 in 3×3". */
  readonly nestedKernels: string;
  /** Whether an operation can see different input configurations in the stand-alone placement (heuristic 8). */
  readonly normPerInput: "always" | "onNode";
  /** Where a smaller architecture is a part of a larger one (sandwich rule, progressive shrinking). */
  readonly sizeOrder?: SizeOrder;
  /** Architectures that `sampleFair` returns: one per operation. */
  readonly fairPaths: number;
  /** Decision on which a few-shot split makes sense. */
  readonly splitDecision?: number;
}

/** Characters of the longest text that `parse` looks at; a genotype of DARTS as JSON has some 500. */
export const maxNotationLength = 4096;

/** One meaning of architectures written as bare numbers, where the field has several. */
export interface Numbering {
  /** One word, for a flag of the terminal. */
  readonly name: string;
  /** Where it is used, in words. */
  readonly title: string;
  /** In time linear in the text; `undefined` where the text is none of this numbering. */
  parse(text: string): Architecture | undefined;
  /** Whether its list holds every operation of the text, also one of which no network is built; absent: where `parse` reads it. */
  understands?(text: string): boolean;
}

/** A table that ships beside the one that judges a space by itself. */
export interface FurtherTable {
  /** In the folder of tables. */
  readonly file: string;
  /** What differs from the recipe of the other. */
  readonly settings: Settings;
  /** The same, as part of a sentence: "trained alone …". */
  readonly trained: string;
  /** What it shows, in words. */
  readonly purpose: string;
}

/** A search space; it is stateless and pure. */
export interface SearchSpace<Id extends string = string> {
  readonly id: Id;
  readonly title: string;
  /** Two or three sentences for a newcomer. */
  readonly explanation: string;
  /** Paper and address. */
  readonly source: string;
  readonly traits: SpaceTraits;
  /** Id of the smaller space whose table judges this one, too: its architectures are some of this space. Absent: it has its own. */
  readonly judgedBy?: string;
  /** Of its own architectures, for who asks for them. */
  readonly furtherTables?: readonly FurtherTable[];
  /** Where this space's protocol differs from the general defaults of the settings. */
  readonly defaults: Settings;
  /** By version of a link (`shareLink.ts`), defaults of this space that have changed since, so that old links mean what they meant. */
  readonly formerDefaults?: Readonly<Record<number, Settings>>;
  readonly decisions: readonly Decision[];
  /** Number of unique architectures (by `canonical`), where known. */
  readonly uniqueCount?: number;
  isValid(architecture: Architecture): boolean;
  /** Whether the cell's output depends on its input; all that do not compute the same. */
  isConnected(architecture: Architecture): boolean;
  /** Equal for architectures that compute the same function. */
  canonical(architecture: Architecture): string;
  /** The one encoding that stands for all with this canonical form: in a super-net they may read different weights. */
  representative(architecture: Architecture): Architecture;
  /**
   * Reads the field's notation, in time linear in the text's length. `undefined` where the text is not a valid architecture of this space,
   * or is longer than `maxNotationLength`.
   */
  parse(text: string): Architecture | undefined;
  /**
   * Readings of architectures that are written as numbers only. `parse` reads none of them: which one holds is known of a whole file at
   * best, never of one text.
   */
  readonly numberings?: readonly Numbering[];
  /** Why a text that is meant as an architecture of this space is none, as half a sentence; `undefined` where nothing is known. */
  whyNot?(text: string): string | undefined;
  /** The field's own notation. parse∘print is the identity. */
  print(architecture: Architecture): string;
  /** The cell or cells, in drawing order. */
  graphs(architecture: Architecture): readonly CellGraph[];
  /** Random-NAS: the naive generator of the encoding, biased where isomorphic encodings pile up. */
  sampleNaive(random: Random): Architecture;
  /** Random-A: uniform over unique architectures. */
  sampleUnique(random: Random): Architecture;
  /** FairNAS: one topology, and per decision a permutation; every operation occurs exactly once per decision over the returned architectures. */
  sampleFair(random: Random): readonly Architecture[];
  /** Convolutions on the longest chain of them from the input of a cell to its output, summed over the cells. */
  depth(architecture: Architecture): number;
  /** Largest depth; every depth from 0 to it exists, under every recipe. */
  readonly maxDepth: number;
  /** Uniform over the unique architectures of a depth that are admitted; in a space too large for that, of a depth as near as was found. */
  sampleOfDepth(
    depth: number,
    random: Random,
    isAdmitted: (architecture: Architecture) => boolean,
  ): Architecture;
  /** Whether the recipe allows this architecture (a sub-space of equal width, say). */
  admits(architecture: Architecture, recipe: NetworkRecipe): boolean;
  /** The super-net's network for one architecture: the list of operations over shared names. */
  build(architecture: Architecture, recipe: NetworkRecipe, input: Shape, classes: number): Network;
}
