/** @file The search algorithms by kind. */
import type { SearchAlgorithm } from "../../../src/core/search/algorithm.ts";
import type { DifferentiableAlgorithm } from "../../../src/core/search/differentiable.ts";
import {
  type AnySearchAlgorithm,
  samplesSuperNet,
  searchAlgorithms,
} from "../../../src/core/search/index.ts";

const all: readonly AnySearchAlgorithm[] = searchAlgorithms;
export const samplingAlgorithms: readonly SearchAlgorithm[] = all.filter(samplesSuperNet);
export const differentiableAlgorithms: readonly DifferentiableAlgorithm[] = all.filter(
  (algorithm): algorithm is DifferentiableAlgorithm => "begin" in algorithm,
);
