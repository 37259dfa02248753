/**
 * @file The state of the lab in the hash of its address: readable, and only what differs from the default, e.g.
 * `#v=2&seed=7&lr=0.1&bn=running&hide=histogram`. Reading never throws: what it cannot read it leaves out and names.
 *
 * Links open for ever. Keys are never reused; when a default changes after a release, raise `linkVersion` and write the old
 * value into `formerDefaults`, or into those of the space it belongs to, so that links of the old version still mean what they meant.
 * A setting that another one replaces, or that is gone, gets a row in `formerSettings.ts`.
 */
import { type BackendId, backendIds } from "./backends.ts";
import { checkConfig, defaultConfig, labOffer, type Offer, quoted } from "./config.ts";
import { presentSettings } from "./formerSettings.ts";
import { linkFields } from "./linkFields.ts";
import { drawnMetrics, metricOf } from "./metrics/index.ts";
import type { RunConfig } from "./run.ts";
import {
  describeSetting,
  parseSetting,
  printSetting,
  type SettingSpec,
  type Settings,
  type ValuesOf,
} from "./settings.ts";

/** Version written into new links. */
export const linkVersion = 2;

/** Defaults that have changed since. */
export interface FormerDefault {
  readonly settings: Settings;
  /** They hold where the link asks for all of these; beside other values they would do nothing but lengthen the link. */
  readonly beside?: Settings;
  /** The same for a setting that the link asks for by whatever value. */
  readonly asking?: string;
}

/** By version of the link, the defaults of its day that have changed since; those of a space are its own (`SearchSpace`). */
export type FormerDefaults = Readonly<Record<number, readonly FormerDefault[]>>;
const formerDefaults: FormerDefaults = {
  // There were no such settings: sizes shared their kernels alone, and landmarks had a margin. A score took twice the images.
  1: [
    { settings: { ofashare: "kernel" }, beside: { ofa: true } },
    { settings: { landmarkrule: "margin" }, asking: "landmark" },
    { settings: { evalimages: 2000 } },
  ],
};

const backendTitles = {
  auto: "Fastest",
  webgpu: "WebGPU",
  wasm: "WASM",
  webgl: "WebGL",
  "webgpu-ops": "WebGPU (TensorFlow.js operations)",
} as const satisfies Record<BackendId | "auto", string>;

/** How the lab is shown; nothing here changes what a run computes. */
export const viewSettings = [
  { key: "autorun", title: "Start by itself", effect: "nextStep", kind: "toggle", default: true },
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
    title: "Colours",
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
    default: 0.001,
    min: 0,
    max: 0.1,
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

export interface LabLink {
  readonly config: RunConfig;
  readonly view: LinkView;
  /** What it is compared with, where the link shares a comparison; of the same space and data set. */
  readonly baseline?: RunConfig;
}

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

/** The hash text of a link, with its `#`. What is not legal in `link` is left out. */
export function toLink(link: LabLink, offer: Offer = labOffer): string {
  const { config } = checkConfig(link.config, offer);
  const fallback = defaultConfig(offer);
  const fields: [string, string][] = [["v", String(linkVersion)]];
  if (config.space !== fallback.space) fields.push(["space", config.space]);
  if (config.dataset !== fallback.dataset) fields.push(["dataset", config.dataset]);
  if (config.seed !== fallback.seed) fields.push(["seed", String(config.seed)]);
  for (const [key, value] of Object.entries(config.settings)) fields.push([key, printSetting(value)]);
  for (const spec of viewSettings) {
    const text = printSetting(link.view[spec.key]);
    if (text !== printSetting(spec.default) && parseSetting(spec, text) !== undefined)
      fields.push([spec.key, text]);
  }
  for (const key of listKeys) {
    const names = link.view[key].filter((id) => listedName.test(id)).slice(0, maxListed);
    if (names.length > 0) fields.push([key, names.join(",")]);
  }
  if (lessonStep.test(link.view.lesson)) fields.push(["lesson", link.view.lesson]);
  const { baseline } = link;
  if (baseline && baseline.space === config.space && baseline.dataset === config.dataset)
    fields.push(["vs", baselineText(baseline, offer)]);
  // Commas stay readable; every browser leaves them alone.
  const written = fields.map(([key, text]) => `${key}=${encodeURIComponent(text).replaceAll("%2C", ",")}`);
  return `#${written.join("&")}`;
}

/** Seed and settings as in a link of their own. */
function baselineText(baseline: RunConfig, offer: Offer): string {
  const { config } = checkConfig(baseline, offer);
  const settings = Object.entries(config.settings).map(([key, value]) => `${key}=${printSetting(value)}`);
  return [`seed=${config.seed}`, ...settings].join("&");
}

/** Reads a hash, with or without `#`. Fields that are missing take their defaults. */
export function fromLink(
  hash: string,
  offer: Offer = labOffer,
  former: FormerDefaults = formerDefaults,
): { readonly link: LabLink; readonly warnings: readonly string[] } {
  const { fields, warnings } = linkFields(hash);
  const take = (key: string): string | undefined => {
    const text = fields.get(key);
    fields.delete(key);
    return text;
  };

  const view: Record<string, unknown> = { ...defaultView };
  const version = versionOf(take("v"), warnings);
  const [space, dataset, seed] = [take("space"), take("dataset"), take("seed")];
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
  const compared = take("vs");
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

  const settings = Object.fromEntries(
    Object.entries(presentSettings(Object.fromEntries(fields))).map(([key, given]) => {
      const text = printSetting(given);
      const spec = offer.catalogue.settingSpec(key);
      return [key, (spec && parseSetting(spec, text)) ?? text] as const;
    }),
  );
  const checked = checkConfig(
    {
      space,
      dataset,
      seed: seed === undefined || !/^\d+$/.test(seed) ? seed : Number(seed),
      settings: { ...formerOf(version, settings, space, offer, former), ...settings },
    },
    offer,
  );
  const { config } = checked;
  const baseline =
    compared === undefined
      ? undefined
      : fromLink(`v=${version}&space=${config.space}&dataset=${config.dataset}&${compared}`, offer, former);
  return {
    link: {
      ...{ config, view: view as unknown as LinkView },
      ...(baseline && { baseline: baseline.link.config }),
    },
    warnings: [...warnings, ...checked.warnings, ...(baseline?.warnings ?? [])],
  };
}

/** What a link of this version means by saying nothing, where that differs from today's defaults. */
function formerOf(
  version: number,
  asked: Readonly<Record<string, unknown>>,
  spaceId: string | undefined,
  { spaces }: Offer,
  former: FormerDefaults,
): Settings {
  const space = spaces.find(({ id }) => id === spaceId) ?? spaces[0];
  const general = (former[version] ?? [])
    .filter(({ beside = {} }) => Object.entries(beside).every(([key, value]) => asked[key] === value))
    .filter(({ asking }) => asking === undefined || Object.hasOwn(asked, asking))
    .flatMap(({ settings }) => Object.entries(settings))
    // A default of the space's own hid the general one, then as now.
    .filter(([key]) => !Object.hasOwn(space.defaults, key));
  return { ...Object.fromEntries(general), ...space.formerDefaults?.[version] };
}

function versionOf(text: string | undefined, warnings: string[]): number {
  if (text === undefined) return linkVersion;
  const version = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (version >= 1 && version <= linkVersion) return version;
  warnings.push(
    version > linkVersion
      ? `The link comes from a newer lab (version ${version}); what this one knows was read.`
      : `The version ${quoted(text)} is not a whole number from 1 to ${linkVersion}; the link was read as the latest.`,
  );
  return linkVersion;
}
