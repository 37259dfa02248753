/** @file How a link says the lab is shown: panels, threshold, theme, what is locked. Nothing here changes what a run computes. */
import { type BackendId, backendIds } from "./backends.ts";
import { quoted } from "./config.ts";
import { drawnMetrics, metricOf } from "./metrics/index.ts";
import { defaultMetricOptions } from "./metrics/metric.ts";
import { describeSetting, parseSetting, printSetting, type SettingSpec, type ValuesOf } from "./settings.ts";

/** What stand-alone accuracies may be rounded to at most, as an accuracy. */
export const largestThreshold = 0.1;

const backendTitles = {
  auto: "Fastest",
  webgpu: "WebGPU",
  wasm: "WASM",
  webgl: "WebGL",
  "webgpu-ops": "WebGPU (TensorFlow.js operations)",
} as const satisfies Record<BackendId | "auto", string>;

/** How the lab is shown; nothing here changes what a run computes. */
export const viewSettings = [
  { key: "autorun", title: "Start automatically", effect: "nextStep", kind: "toggle", default: true },
  {
    key: "backend",
    title: "Backend",
    effect: "nextStep",
    kind: "choice",
    default: "auto",
    choices: (["auto", ...backendIds] as const).map((value) => ({ value, title: backendTitles[value] })),
  },
  { key: "embed", title: "Embedded in another page", effect: "nextStep", kind: "toggle", default: false },
  { key: "present", title: "Larger, for a projector", effect: "nextStep", kind: "toggle", default: false },
  {
    key: "theme",
    title: "Colors",
    effect: "nextStep",
    kind: "choice",
    default: "system",
    choices: [
      { value: "system", title: "As the system" },
      { value: "light", title: "Light" },
      { value: "dark", title: "Dark" },
    ],
  },
  {
    key: "thr",
    title: "Threshold that accuracies are rounded to",
    effect: "nextStep",
    kind: "number",
    default: defaultMetricOptions.threshold,
    min: 0,
    max: largestThreshold,
    stops: [0, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02],
  },
  {
    key: "metric",
    title: "Correlation shown first",
    effect: "nextStep",
    kind: "choice",
    default: "skdt",
    choices: drawnMetrics.map((value) => ({ value, title: metricOf(value).title })),
  },
  {
    key: "at",
    title: "Where runs are compared",
    effect: "nextStep",
    kind: "choice",
    default: "latest",
    choices: [
      { value: "latest", title: "Latest round" },
      { value: "steps", title: "Equal steps" },
      { value: "images", title: "Equal compute" },
    ],
  },
] as const satisfies readonly SettingSpec[];

export interface LinkView extends ValuesOf<typeof viewSettings> {
  /** Panels that are not shown, by id. */
  readonly hide: readonly string[];
  /** The only panels that are shown; empty: all. */
  readonly show: readonly string[];
  /** Keys of the settings that cannot be changed on the page, or `space`, `seed`, or `all`. */
  readonly lock: readonly string[];
  /** The lesson that is open and the number of its step, from 1, as in `ranking.2`; empty: none. */
  readonly lesson: string;
}

/** Names in a link that only the page can tell whether they are any. */
const lists = { hide: "panels", show: "panels", lock: "settings" } as const;
const listKeys = ["hide", "show", "lock"] as const;

export const defaultView = {
  ...Object.fromEntries(viewSettings.map((spec) => [spec.key, spec.default])),
  ...{ hide: [], show: [], lock: [], lesson: "" },
} as unknown as LinkView;

const listedName = /^[a-z0-9-]{1,24}$/;
const maxListed = 20;
const lessonStep = /^[a-z-]{1,24}(\.[1-9]\d?)?$/;

/** Whether the page may not change it. @param key of a setting, `space` or `seed` */
export function isLocked({ lock }: Pick<LinkView, "lock">, key: string): boolean {
  return lock.includes(key) || lock.includes("all");
}

/** Whether a link leaves a panel on the page. @param panel its id */
export function isPanelShown({ hide, show }: Pick<LinkView, "hide" | "show">, panel: string): boolean {
  return !hide.includes(panel) && (show.length === 0 || show.includes(panel));
}

/** The fields of a link, where they differ from the default; what is not legal is left out. */
export function viewFields(view: LinkView): [key: string, text: string][] {
  const fields: [string, string][] = [];
  for (const spec of viewSettings) {
    const text = printSetting(view[spec.key]);
    if (text !== printSetting(spec.default) && parseSetting(spec, text) !== undefined)
      fields.push([spec.key, text]);
  }
  for (const key of listKeys) {
    const names = view[key].filter((id) => listedName.test(id)).slice(0, maxListed);
    if (names.length > 0) fields.push([key, names.join(",")]);
  }
  if (lessonStep.test(view.lesson)) fields.push(["lesson", view.lesson]);
  return fields;
}

/** @param take hands out the text of a field, once. @param warnings gets a sentence for each that cannot be read */
export function readView(take: (key: string) => string | undefined, warnings: string[]): LinkView {
  const view: Record<string, unknown> = { ...defaultView };
  for (const spec of viewSettings) {
    const text = take(spec.key);
    if (text === undefined) continue;
    const value = parseSetting(spec, text);
    if (value !== undefined) view[spec.key] = value;
    else
      warnings.push(
        `${spec.title} (${spec.key}) cannot be ${quoted(text)}: it must be ${describeSetting(spec)}.`,
      );
  }
  for (const key of listKeys) {
    const listed = take(key)?.split(",") ?? [];
    const names = listed.filter((id) => listedName.test(id)).slice(0, maxListed);
    view[key] = names;
    if (names.length < listed.length)
      warnings.push(
        `${key} must name ${lists[key]}, separated by commas, ${maxListed} at most; what is not a name was left out.`,
      );
  }
  const lesson = take("lesson") ?? "";
  if (lesson === "" || lessonStep.test(lesson)) view.lesson = lesson;
  else
    warnings.push(
      `lesson cannot be ${quoted(lesson)}: it must be the name of a lesson and the number of a step, as in ranking.2.`,
    );
  return view as unknown as LinkView;
}
