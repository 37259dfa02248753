/** @file DARTS as a search space: a normal and a reduction cell. */
import { type Random, shuffled } from "../../random.ts";
import type { Architecture, SearchSpace } from "../space.ts";
import { build } from "./build.ts";
import { depth, maxDepth, sampleOfDepth } from "./depth.ts";
import {
  type DartsOperation,
  decisions,
  graphs,
  innerNodes,
  isOperationSlot,
  isValid,
  operations,
} from "./encoding.ts";
import { numberings, parse, print, whyNot } from "./genotype.ts";
import { canonical, representative, sampleNaive, sampleUnique } from "./isomorphism.ts";

/** Every node on the cell's two inputs, with one operation per kind of cell. */
const uniform = (normal: DartsOperation, reduction: DartsOperation): Architecture =>
  [normal, reduction].flatMap((operation) => {
    const choice = operations.indexOf(operation);
    return Array.from({ length: innerNodes }, () => [0, choice, choice]).flat();
  });

/** A separable convolution stands twice. */
const largestFirst = [
  ...(["sep_conv_5x5", "sep_conv_3x3", "dil_conv_5x5", "dil_conv_3x3"] as const),
  ...(["max_pool_3x3", "avg_pool_3x3", "skip_connect"] as const),
];

/** FairNAS (Chu et al., https://arxiv.org/abs/1907.01845): one wiring, and per edge a permutation of the seven operations. */
function sampleFair(random: Random): readonly Architecture[] {
  const wiring = sampleNaive(random);
  const turns = operations.map((_, index) => index);
  const permutations = wiring.map((_, slot) => (isOperationSlot(slot) ? shuffled(turns, random) : []));
  return turns.map((turn) => wiring.map((choice, slot) => permutations[slot]![turn] ?? choice));
}

export const darts = {
  id: "darts",
  title: "DARTS",
  explanation:
    "Two cells are searched at once: a normal one, and a reduction cell that halves the image. Each has four nodes, each node adds two of seven operations on earlier nodes, so there are about 10^18 encodings; far too many to train all of them.",
  source:
    "Liu, Simonyan and Yang, DARTS: Differentiable Architecture Search, ICLR 2019, https://arxiv.org/abs/1806.09055",
  traits: {
    isTabular: false,
    operationsOn: "edge",
    placementChoice: true,
    nestedKernels: "3×3 in 5×5, for separable and for dilated convolutions",
    normPerInput: "onNode",
    fairPaths: operations.length,
    // In a reduction cell a skip connection has weights, pooling has none.
    sizeOrder: {
      smallest: uniform("skip_connect", "max_pool_3x3"),
      largest: uniform("sep_conv_5x5", "sep_conv_5x5"),
      operations: largestFirst.map((operation) => operations.indexOf(operation)),
      isOperation: isOperationSlot,
    },
  },
  defaults: { affine: false },
  decisions,
  isValid,
  isConnected: () => true,
  canonical,
  representative,
  parse,
  numberings,
  whyNot,
  print,
  graphs,
  sampleNaive,
  sampleUnique,
  sampleFair,
  depth,
  maxDepth,
  sampleOfDepth,
  admits: () => true,
  build,
} as const satisfies SearchSpace<"darts">;
