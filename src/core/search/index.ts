/** @file The search algorithms, in one list; page, terminal and help follow from it. */
import { bayesian } from "./bayesian.ts";
import { bayesNas } from "./bayesNas.ts";
import { dartsSearch } from "./darts.ts";
import { gdas } from "./gdas.ts";
import { nao } from "./nao.ts";
import { pcDarts } from "./pcDarts.ts";
import { pDarts } from "./pDarts.ts";
import { randomSearch } from "./randomSearch.ts";
import { regularizedEvolution } from "./regularizedEvolution.ts";
import { reinforce } from "./reinforce.ts";
import { sposEvolution } from "./sposEvolution.ts";

export const searchAlgorithms = [
  randomSearch,
  regularizedEvolution,
  sposEvolution,
  reinforce,
  nao,
  bayesian,
] as const;
/** Those that change the weights while they search, on spaces with a relaxation (`notRelaxed`). */
export const differentiableAlgorithms = [dartsSearch, pcDarts, pDarts, gdas, bayesNas] as const;

/** An algorithm that samples a trained super-net. */
export type SamplingAlgorithmId = (typeof searchAlgorithms)[number]["id"];
type DifferentiableAlgorithmId = (typeof differentiableAlgorithms)[number]["id"];
export type SearchAlgorithmId = SamplingAlgorithmId | DifferentiableAlgorithmId;
