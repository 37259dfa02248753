/** @file The search algorithms, in one list; page, terminal and help follow from it. */
import { bayesian } from "./bayesian.ts";
import { nao } from "./nao.ts";
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
export type SearchAlgorithmId = (typeof searchAlgorithms)[number]["id"];
