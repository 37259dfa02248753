/** @file A study as its file asks for it: which settings vary, by which design, over which seeds. JSON of unknown origin, checked here. */
import { checkConfig } from "../config.ts";
import { datasets } from "../datasets.ts";
import { type Field, parseJson, type ReadResult, readFields } from "../fieldReader.ts";
import { conflicts, heuristicOfSetting, heuristicsFor, settingsFor } from "../heuristics/index.ts";
import { defaultView } from "../linkView.ts";
import { nearestName } from "../nearestName.ts";
import { isOwnImages } from "../ownImagesId.ts";
import { describeSetting, legalSetting, type Settings, type SettingValue } from "../settings.ts";
import { fromLink } from "../shareLink.ts";
import { spaceById, spaces } from "../spaces/index.ts";
import type { SearchSpace } from "../spaces/space.ts";
import { coarseRemark } from "../threshold.ts";
import {
  combinationsOf,
  defaultsOf,
  designs,
  maxRuns,
  type StudyPlan,
  settingsOf,
  type Varied,
} from "./studyPlan.ts";
import { readStudySearch } from "./studySearch.ts";
import { readSeeds, whole } from "./wholeNumbers.ts";

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
  // Hours are spent on what it says: a link that was cut short on its way is not guessed at.
  if (linked && linked.warnings.length > 0)
    root
      .at("link")
      .fail(`a link that can be read as a whole: ${linked.warnings.join(" ").replace(/\.$/, "")}`);
  if (asked && isOwnImages(asked.dataset))
    root.at("link").fail("a link on images that ship: a study cannot be given your own");
  const space = readSpace(root.at("space"), asked?.space);
  // Of the link; what the file itself says is refused where it cannot be.
  const { config, warnings: unusable } = checkConfig({
    space: space.id,
    dataset: readDataset(root.at("dataset"), asked?.dataset),
    settings: { ...asked?.settings, ...readSettings(root.at("settings"), space) },
  });
  const vary = readVaried(root.at("vary"), space);
  const steps = root.at("steps");
  const threshold = root.at("threshold");
  const search = root.at("search");
  const design = root.at("design").isMissing ? "grid" : root.at("design").oneOf(designs);
  const seeds = readSeeds(root.at("seeds"), asked?.seed);
  const base = { space: config.space, dataset: config.dataset, settings: config.settings };
  const refuseMore = (runs: number): void => {
    if (runs > maxRuns)
      root.at("vary").fail(`so few values that there are at most ${maxRuns} runs (now ${runs})`);
  };
  if (design === "grid") refuseMore(combinationsOf(vary) * seeds.length);
  const plan: StudyPlan = {
    ...{ base, vary, defaults: defaultsOf({ base, vary }), design, seeds },
    ...(!steps.isMissing && { steps: whole(steps, 1, 1e9) }),
    threshold: threshold.isMissing ? (linked?.link.view.thr ?? defaultView.thr) : threshold.number(0, 0.1),
    ...(!search.isMissing && { search: readStudySearch(search, space) }),
  };
  const configurations = settingsOf(plan);
  refuseMore(configurations.length * seeds.length);
  const idle = new Set(configurations.flatMap((settings) => conflicts(space, settings)));
  const { changes, run, baseline } = linked?.link ?? {};
  const idlePart =
    (changes ?? run ?? baseline) === undefined
      ? []
      : [
          "A study trains from the beginning what its file says: what the link changes on the way, compares with (vs=) or holds of a run is left out.",
        ];
  const coarse = coarseRemark(plan.threshold);
  return { plan, warnings: [...unusable, ...idlePart, ...coarse, ...idle] };
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
