/** @file Which searches the terminal asks for: algorithms, seeds, settings of algorithms, all checked before anything is trained. */
import { nearestName } from "../../core/nearestName.ts";
import { valuesFor } from "../../core/search/algorithm.ts";
import {
  type AnySearchAlgorithm,
  samplesSuperNet,
  searchAlgorithms,
  whyNotIn,
} from "../../core/search/index.ts";
import type { AskedSearch } from "../../core/search/searchEvent.ts";
import { parseSetting, type SettingValue } from "../../core/settings.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { type AnySearchTask, isSampling } from "../../engine/searches.ts";
import { unknownKey, wrongValue } from "../settingFlags.ts";
import { UsageError } from "../usage.ts";

export interface AskedSearches {
  /** Ids with commas between. */
  readonly algorithms: string;
  /** Numbers with commas between. */
  readonly seeds: string;
  readonly budget: number;
  /** Texts of the form algorithm.key=value. */
  readonly algorithmSet: readonly string[];
}

/** @throws UsageError that names what is no algorithm, does not apply to the space, or is no seed or setting */
export function tasksOf(
  asked: AskedSearches,
  space: SearchSpace,
  known: readonly AnySearchAlgorithm[] = searchAlgorithms,
): AnySearchTask[] {
  for (const [flag, text] of [
    ["--algorithms", asked.algorithms],
    ["--seeds", asked.seeds],
  ] as const)
    if (listed(text).length === 0) throw new UsageError(`${flag}: "${text}" names none`);
  const algorithms = listed(asked.algorithms).map((id) => algorithmOf(id, space, known));
  const seeds = listed(asked.seeds).map((text) => {
    const seed = Number(text);
    if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return seed;
    throw new UsageError(`--seeds: "${text}" must be a whole number from 0 to ${2 ** 32 - 1}`);
  });
  const settings = settingsOf(asked.algorithmSet, algorithms, known);
  return algorithms.flatMap((algorithm) =>
    seeds.map((seed) => {
      const own = settings.get(algorithm.id) ?? {};
      return samplesSuperNet(algorithm)
        ? { algorithm, seed, budget: asked.budget, settings: own }
        : { algorithm, seed, settings: own };
    }),
  );
}

/** The same as plain data. */
export const askedOf = (task: AnySearchTask): AskedSearch => ({
  algorithm: task.algorithm.id,
  seed: task.seed,
  budget: isSampling(task) ? task.budget : 1,
  ...(task.settings && { settings: task.settings }),
});

/** What should be known of them before they begin, once for each algorithm. */
export const remarksOn = (tasks: readonly AnySearchTask[]): string[] => [
  ...new Set(
    tasks.flatMap((task) => {
      if (!isSampling(task)) return [];
      const { algorithm, budget, settings = {} } = task;
      const remark = algorithm.remark?.(valuesFor(algorithm, settings), budget);
      return remark === undefined ? [] : [`${algorithm.id}: ${remark}`];
    }),
  ),
];

const listed = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  ),
];

function algorithmOf(
  id: string,
  space: SearchSpace,
  known: readonly AnySearchAlgorithm[],
): AnySearchAlgorithm {
  const ids = known.map((algorithm) => algorithm.id);
  const found = known.find((algorithm) => algorithm.id === id);
  if (!found) {
    const nearest = nearestName(id, ids);
    throw new UsageError(
      `--algorithms: "${id}" must be one of ${ids.join(", ")}${nearest ? `; did you mean ${nearest}?` : ""}`,
    );
  }
  const reason = whyNotIn(found, space);
  if (reason !== undefined)
    throw new UsageError(`--algorithms: ${id} does not apply to ${space.id}: ${reason}`);
  return found;
}

function settingsOf(
  texts: readonly string[],
  algorithms: readonly AnySearchAlgorithm[],
  known: readonly AnySearchAlgorithm[],
): Map<string, Record<string, SettingValue>> {
  const found = new Map<string, Record<string, SettingValue>>();
  for (const text of texts) {
    const [, id = "", key = "", value = ""] = /^([a-z0-9-]+)\.([a-z0-9]+)=(.*)$/.exec(text) ?? [];
    const algorithm = algorithms.find((candidate) => candidate.id === id);
    if (!algorithm && known.some((candidate) => candidate.id === id))
      throw new UsageError(
        `--algorithm-set: "${text}" is of ${id}, which does not search here: name it in --algorithms, too`,
      );
    if (!algorithm)
      throw new UsageError(
        `--algorithm-set: "${text}" must be algorithm.key=value, with one of ${algorithms.map((one) => one.id).join(", ")}`,
      );
    const spec = algorithm.settings.find((one) => one.key === key);
    const parsed = spec && parseSetting(spec, value);
    if (parsed === undefined)
      throw new UsageError(
        `--algorithm-set ${id}: ${spec ? wrongValue(spec, value) : unknownKey(key, algorithm.settings)}`,
      );
    found.set(id, { ...found.get(id), [key]: parsed });
  }
  return found;
}
