/** @file Searches that a study makes on the weights of each of its runs: as they are asked for, and what is kept of what they found. */
import type { Field } from "../fieldReader.ts";
import { nearestName } from "../nearestName.ts";
import { searchAlgorithms, whyNotIn } from "../search/index.ts";
import type { SearchSpace } from "../spaces/space.ts";
import type { StudySearch } from "./studyPlan.ts";
import { readSeeds, whole } from "./wholeNumbers.ts";

const fields = ["algorithms", "budget", "seeds"];
const usualBudget = 100;

/** As a study file asks for it; a problem names what is no algorithm or does not apply to the space, and why. */
export function readStudySearch(field: Field, space: SearchSpace): StudySearch {
  for (const [key, unknown] of field.entries())
    if (!fields.includes(key)) unknown.fail(`a known field; known are ${fields.join(", ")}`);
  const [algorithms, budget] = [field.at("algorithms"), field.at("budget")];
  const ids = algorithms.items().map((item) => readAlgorithm(item, space));
  if (ids.length === 0) algorithms.fail("a list of at least one algorithm");
  if (new Set(ids).size < ids.length) algorithms.fail("a list without the same algorithm twice");
  return {
    algorithms: ids,
    budget: budget.isMissing ? usualBudget : whole(budget, 1, 1e6),
    seeds: readSeeds(field.at("seeds")),
  };
}

function readAlgorithm(field: Field, space: SearchSpace): string {
  const [id, ids] = [field.text(), searchAlgorithms.map((known) => known.id)];
  const algorithm = searchAlgorithms.find((known) => known.id === id);
  if (!algorithm) {
    const nearest = nearestName(id, ids);
    return field.fail(`one of ${ids.join(", ")}${nearest ? ` (did you mean ${nearest}?)` : ""}`);
  }
  const reason = whyNotIn(algorithm, space);
  return reason === undefined ? id : field.fail(`an algorithm that applies to ${space.title} (${reason})`);
}
