/** @file A study as its file asks for it: which settings vary, by which design, over which seeds. JSON of unknown origin, checked here. */
import { checkConfig, settingsDiff } from "../config.ts";
import { datasets } from "../datasets.ts";
import { type Field, parseJson, type ReadResult, readFields } from "../fieldReader.ts";
import {
  conflicts,
  defaultsFor,
  heuristicOfSetting,
  heuristicsFor,
  settingsFor,
} from "../heuristics/index.ts";
import { defaultView } from "../linkView.ts";
import { nearestName } from "../nearestName.ts";
import type { RunConfig } from "../run.ts";
import { describeSetting, legalSetting, type Settings, type SettingValue } from "../settings.ts";
import { fromLink } from "../shareLink.ts";
import { spaceById, spaces } from "../spaces/index.ts";
import type { SearchSpace } from "../spaces/space.ts";
import { readStudySearch, type StudySearch } from "./studySearch.ts";
import { readSeeds, whole } from "./wholeNumbers.ts";

/** grid: every combination of the values; one-at-a-time: one setting moves, the others stay where the base has them. */
export const designs = ["grid", "one-at-a-time"] as const;

interface Varied {
  readonly key: string;
  readonly values: readonly SettingValue[];
}

export interface StudyPlan {
  /** What all runs share; its seed does not count. */
  readonly base: Omit<RunConfig, "seed">;
  readonly vary: readonly Varied[];
  readonly design: (typeof designs)[number];
  readonly seeds: readonly number[];
  /** Steps after which a run stops and is scored; absent: at its end. */
  readonly steps?: number;
  /** What stand-alone accuracies are rounded to, as an accuracy. */
  readonly threshold: number;
  /** On the weights of every run, at its end; absent: none. */
  readonly search?: StudySearch;
}

const fields = [
  "link",
  "space",
  "dataset",
  "settings",
  "vary",
  "design",
  "seeds",
  "steps",
  "threshold",
  "search",
];
/** A slip of the pen must not queue a year of work. */
export const maxRuns = 20_000;

/** @returns the plan and what should be known of it, or a problem that names the first bad place */
export function readStudy(
  text: string,
): ReadResult<{ readonly plan: StudyPlan; readonly warnings: readonly string[] }> {
  const json = parseJson(text);
  return json.ok ? readFields(json.value, readPlan) : json;
}

function readPlan(root: Field): { readonly plan: StudyPlan; readonly warnings: readonly string[] } {
  for (const [key, field] of root.entries())
    if (!fields.includes(key))
      field.fail(`a known field${hint(key, fields)}; known are ${fields.join(", ")}`);
  const linked = root.at("link").isMissing ? undefined : fromLink(hashOf(root.at("link")));
  const asked = linked?.link.config;
  const space = readSpace(root.at("space"), asked?.space);
  const { config } = checkConfig({
    space: space.id,
    dataset: readDataset(root.at("dataset"), asked?.dataset),
    settings: { ...asked?.settings, ...readSettings(root.at("settings"), space) },
  });
  const vary = readVaried(root.at("vary"), space);
  const steps = root.at("steps");
  const threshold = root.at("threshold");
  const search = root.at("search");
  const plan: StudyPlan = {
    base: { space: config.space, dataset: config.dataset, settings: config.settings },
    vary,
    design: root.at("design").isMissing ? "grid" : root.at("design").oneOf(designs),
    seeds: readSeeds(root.at("seeds")),
    ...(!steps.isMissing && { steps: whole(steps, 1, 1e9) }),
    threshold: threshold.isMissing ? (linked?.link.view.thr ?? defaultView.thr) : threshold.number(0, 0.1),
    ...(!search.isMissing && { search: readStudySearch(search, space) }),
  };
  const runs = settingsOf(plan).length * plan.seeds.length;
  if (runs > maxRuns)
    root.at("vary").fail(`so few values that there are at most ${maxRuns} runs (now ${runs})`);
  const idle = new Set(settingsOf(plan).flatMap((settings) => conflicts(space, settings)));
  const { changes, run } = linked?.link ?? {};
  const idlePart =
    (changes ?? run) === undefined
      ? []
      : [
          "A study trains from the beginning: what the link changes on the way, or holds of a run, is left out.",
        ];
  return { plan, warnings: [...(linked?.warnings ?? []), ...idlePart, ...idle] };
}

/** The text of a study file that asks for the plan; `readStudy` reads it back. */
export function printStudy({ base, vary, design, seeds, steps, threshold, search }: StudyPlan): string {
  const varied = Object.fromEntries(vary.map(({ key, values }) => [key, values]));
  const study = {
    ...base,
    ...{ vary: varied, design, seeds },
    ...(steps !== undefined && { steps }),
    threshold,
    ...(search && { search }),
  };
  return `${JSON.stringify(study, undefined, 2)}\n`;
}

/** The settings of every configuration, in order; none twice. */
export function settingsOf({ base, vary, design }: StudyPlan): readonly Settings[] {
  const space = spaceById(base.space);
  if (!space) throw new RangeError(`unknown space "${base.space}"`);
  const combined =
    design === "grid"
      ? vary.reduce<readonly Settings[]>(
          (all, { key, values }) => all.flatMap((one) => values.map((value) => ({ ...one, [key]: value }))),
          [base.settings],
        )
      : [
          base.settings,
          ...vary.flatMap(({ key, values }) => values.map((value) => ({ ...base.settings, [key]: value }))),
        ];
  const known = new Map(
    combined.map((settings) => {
      const different = settingsDiff(space, settings);
      return [JSON.stringify(different), different] as const;
    }),
  );
  return [...known.values()];
}

/** The values that the varied settings have in a configuration, whether it says so or leaves the default. */
export function variedValues({ base, vary }: StudyPlan, settings: Settings): Settings {
  const space = spaceById(base.space);
  const defaults = space ? defaultsFor(space) : {};
  return Object.fromEntries(vary.map(({ key }) => [key, (settings[key] ?? defaults[key]) as SettingValue]));
}

function hashOf(field: Field): string {
  const link = field.text();
  if (!link.includes("#")) field.fail("a share link, an address with a hash such as https://…/#v=2&lr=0.05");
  return link.slice(link.indexOf("#"));
}

function readSpace(field: Field, linked: string | undefined): SearchSpace {
  const ids = spaces.map(({ id }) => id);
  const id = field.isMissing ? (linked ?? field.fail(`one of ${ids.join(", ")}`)) : field.text();
  return spaceById(id) ?? field.fail(`one of ${ids.join(", ")}${hint(id, ids)}`);
}

function readDataset(field: Field, linked: string | undefined): string | undefined {
  return field.isMissing ? linked : field.oneOf(datasets.map(({ id }) => id));
}

function readSettings(field: Field, space: SearchSpace): Settings {
  if (field.isMissing) return {};
  return Object.fromEntries(field.entries().map(([key, value]) => [key, readValue(value, key, space)]));
}

function readVaried(field: Field, space: SearchSpace): Varied[] {
  if (field.isMissing) return [];
  return field.entries().map(([key, list]) => {
    const owner = heuristicOfSetting(key);
    const offered = heuristicsFor(space).find(({ heuristic }) => heuristic.id === owner?.id);
    if (offered?.unavailable) list.fail(`left out in ${space.title}: ${offered.unavailable}`);
    const values = list.items().map((item) => readValue(item, key, space));
    if (values.length === 0) list.fail("a list of at least one value");
    if (new Set(values).size < values.length) list.fail("a list without the same value twice");
    return { key, values };
  });
}

function readValue(field: Field, key: string, space: SearchSpace): SettingValue {
  const specs = settingsFor(space);
  const spec = specs.find((known) => known.key === key);
  if (!spec)
    return field.fail(
      `under the name of a known setting${hint(
        key,
        specs.map((known) => known.key),
      )}`,
    );
  if (legalSetting(spec, field.raw)) return field.raw;
  if (spec.kind === "toggle") return field.fail("true or false");
  const nearest =
    spec.kind === "choice" && field.type === "text"
      ? hint(
          field.text(),
          spec.choices.map(({ value }) => value),
        )
      : "";
  return field.fail(`${describeSetting(spec)}${nearest}`);
}

function hint(text: string, names: readonly string[]): string {
  const nearest = nearestName(text, names);
  return nearest ? ` (did you mean ${nearest}?)` : "";
}
