/** @file What the searches on one run of a study found, as it is kept and read again. */
import type { Field } from "../fieldReader.ts";
import type { DivergedSearch, SearchOutcome } from "../search/outcome.ts";

/** Without times, which differ from machine to machine, and curves. */
export type StudyFind = Pick<
  SearchOutcome,
  | "algorithm"
  | "seed"
  | "evaluations"
  | "architecture"
  | "superNetAccuracy"
  | "standAloneAccuracy"
  | "rank"
  | "surpassRandom"
  | "regret"
>;

/** In the order in which it is read, so that what is read is written again with the same bytes. */
export function findOf(outcome: StudyFind): StudyFind {
  const { algorithm, seed, evaluations, architecture, superNetAccuracy } = outcome;
  const { standAloneAccuracy, rank, surpassRandom, regret } = outcome;
  return {
    ...{ algorithm, seed, evaluations, architecture, superNetAccuracy },
    ...{ standAloneAccuracy, rank, surpassRandom, regret },
  };
}

export function readFind(field: Field): StudyFind {
  const number = (key: string): number | null =>
    field.at(key).type === "null" ? null : field.at(key).number();
  return {
    algorithm: field.at("algorithm").text(),
    seed: field.at("seed").count(),
    evaluations: field.at("evaluations").count(),
    architecture: field.at("architecture").text(),
    superNetAccuracy: field.at("superNetAccuracy").number(),
    standAloneAccuracy: number("standAloneAccuracy"),
    rank: number("rank"),
    surpassRandom: number("surpassRandom"),
    regret: number("regret"),
  };
}

export function readDiverged(field: Field): DivergedSearch {
  return {
    algorithm: field.at("algorithm").text(),
    seed: field.at("seed").count(),
    step: field.at("step").count(),
  };
}
