/** @file The search algorithms, in one list; page, terminal and help follow from it. */
import type { SearchSpace } from "../spaces/space.ts";
import type { SearchAlgorithm } from "./algorithm.ts";
import { assembleNet } from "./assembleNet.ts";
import { bayesian } from "./bayesian.ts";
import { bayesNas } from "./bayesNas.ts";
import { dartsSearch } from "./darts.ts";
import { type DifferentiableAlgorithm, notRelaxed } from "./differentiable.ts";
import { gdas } from "./gdas.ts";
import { nao } from "./nao.ts";
import { pcDarts } from "./pcDarts.ts";
import { pDarts } from "./pDarts.ts";
import { randomSearch } from "./randomSearch.ts";
import { regularizedEvolution } from "./regularizedEvolution.ts";
import { reinforce } from "./reinforce.ts";
import { sposEvolution } from "./sposEvolution.ts";

export const searchAlgorithms = [
  ...[randomSearch, regularizedEvolution, sposEvolution, reinforce, nao, bayesian],
  ...[dartsSearch, pcDarts, pDarts, gdas, bayesNas, assembleNet],
] as const;

export type SearchAlgorithmId = (typeof searchAlgorithms)[number]["id"];

/** Of both kinds. */
export type AnySearchAlgorithm = SearchAlgorithm | DifferentiableAlgorithm;

/** Whether it samples a trained super-net; the others change the weights while they search. */
export const samplesSuperNet = (algorithm: AnySearchAlgorithm): algorithm is SearchAlgorithm =>
  "search" in algorithm;

/** Why an algorithm does not apply to a space; `undefined` where it does. */
export const whyNotIn = (algorithm: AnySearchAlgorithm, space: SearchSpace): string | undefined =>
  samplesSuperNet(algorithm) ? algorithm.unavailable?.(space) : notRelaxed(space);
