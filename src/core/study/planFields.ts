/** @file What a study's results and its findings say of their plan and their ground, read from a file. */
import type { Field } from "../fieldReader.ts";
import type { SettingValue } from "../settings.ts";
import type { Ground } from "./jobs.ts";
import type { StudySearch } from "./studyPlan.ts";
import { designs, type StudyPlan } from "./studyPlan.ts";

export function readGround(ground: Field): Ground {
  return {
    data: ground.at("data").text(),
    table: ground.at("table").text(),
    engine: ground.at("engine").text(),
    code: ground.at("code").text(),
  };
}

export function readPlan(field: Field): StudyPlan {
  const base = field.at("base");
  const [defaults, steps, search] = [field.at("defaults"), field.at("steps"), field.at("search")];
  return {
    base: {
      space: base.at("space").text(),
      dataset: base.at("dataset").text(),
      settings: readSettings(base.at("settings")),
    },
    vary: field
      .at("vary")
      .items()
      .map((item) => ({
        key: item.at("key").text(),
        values: item
          .at("values")
          .items()
          .map((value) => value.scalar()),
      })),
    ...(!defaults.isMissing && { defaults: readSettings(defaults) }),
    design: field.at("design").oneOf(designs),
    seeds: field
      .at("seeds")
      .items()
      .map((seed) => seed.count()),
    ...(!steps.isMissing && { steps: steps.count() }),
    threshold: field.at("threshold").number(0, 0.1),
    ...(!search.isMissing && { search: readSearch(search) }),
  };
}

/** Algorithms of a later version have names, too. */
function readSearch(field: Field): StudySearch {
  return {
    algorithms: field
      .at("algorithms")
      .items()
      .map((id) => id.text()),
    budget: field.at("budget").count(),
    seeds: field
      .at("seeds")
      .items()
      .map((seed) => seed.count()),
  };
}

export function readSettings(field: Field): Readonly<Record<string, SettingValue>> {
  return Object.fromEntries(field.entries().map(([key, value]) => [key, value.scalar()]));
}
