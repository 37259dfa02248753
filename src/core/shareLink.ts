/**
 * @file The state of the lab in the hash of its address: readable, and only what differs from the default, e.g.
 * `#v=2&seed=7&lr=0.1&bn=running&hide=super-net`. Reading never throws: what it cannot read it leaves out and names.
 *
 * Links open for ever. Keys are never reused; when a default changes after a release, raise `linkVersion` and write the old
 * value into `formerDefaults.ts`, or into those of the space it belongs to, so that links of the old version still mean what they meant.
 * A setting that another one replaces, or that is gone, gets a row in `formerSettings.ts`.
 */
import { checkConfig, defaultConfig, quoted } from "./config.ts";
import { formerOf } from "./formerDefaults.ts";
import { presentSettings } from "./formerSettings.ts";
import { settingSpec } from "./heuristics/index.ts";
import { linkFields } from "./linkFields.ts";
import { type LinkView, readView, viewFields } from "./linkView.ts";
import type { RunConfig } from "./run.ts";
import { parseSetting, printSetting } from "./settings.ts";
import { spaceById, spaces } from "./spaces/index.ts";

/** Version written into new links. */
export const linkVersion = 2;

export interface LabLink {
  readonly config: RunConfig;
  readonly view: LinkView;
  /** What it is compared with, where the link shares a comparison; of the same space and data set. */
  readonly baseline?: RunConfig;
  /** What is changed on the way, as `linkStory.ts` reads it. */
  readonly changes?: string;
  /** A run with its scores, as `store/linkRun.ts` unpacks it. */
  readonly run?: string;
}

/** What stands in a link as it is, and is read by parts that are loaded when it is there. */
const carried = { changes: /^[\w.,+-]{1,1500}$/, run: /^[\w-]{1,8000}$/ } as const;

/** The hash text of a link, with its `#`. What is not legal in `link` is left out. */
export function toLink(link: LabLink): string {
  const { config } = checkConfig(link.config);
  const fallback = defaultConfig();
  const fields: [string, string][] = [["v", String(linkVersion)]];
  if (config.space !== fallback.space) fields.push(["space", config.space]);
  if (config.dataset !== fallback.dataset) fields.push(["dataset", config.dataset]);
  if (config.seed !== fallback.seed) fields.push(["seed", String(config.seed)]);
  for (const [key, value] of Object.entries(config.settings)) fields.push([key, printSetting(value)]);
  fields.push(...viewFields(link.view));
  const { baseline } = link;
  if (baseline && baseline.space === config.space && baseline.dataset === config.dataset)
    fields.push(["vs", baselineText(baseline)]);
  for (const key of ["changes", "run"] as const) {
    const text = link[key];
    if (text !== undefined && carried[key].test(text)) fields.push([key, text]);
  }
  // Commas stay readable; every browser leaves them alone.
  const written = fields.map(([key, text]) => `${key}=${encodeURIComponent(text).replaceAll("%2C", ",")}`);
  return `#${written.join("&")}`;
}

/** Seed and settings as in a link of their own. */
function baselineText(baseline: RunConfig): string {
  const { config } = checkConfig(baseline);
  const settings = Object.entries(config.settings).map(([key, value]) => `${key}=${printSetting(value)}`);
  return [`seed=${config.seed}`, ...settings].join("&");
}

/** Reads a hash, with or without `#`. Fields that are missing take their defaults. */
export function fromLink(hash: string): { readonly link: LabLink; readonly warnings: readonly string[] } {
  const { fields, warnings } = linkFields(hash);
  const take = (key: string): string | undefined => {
    const text = fields.get(key);
    fields.delete(key);
    return text;
  };

  const version = versionOf(take("v"), warnings);
  const [space, dataset, seed] = [take("space"), take("dataset"), take("seed")];
  const view = readView(take, warnings);
  const compared = take("vs");
  const [changes, run] = (["changes", "run"] as const).map((key) => {
    const text = take(key);
    if (text === "") warnings.push(`Nothing stands behind “${key}=” in the link; it was left out.`);
    return text === "" ? undefined : text;
  });

  const settings = Object.fromEntries(
    Object.entries(presentSettings(Object.fromEntries(fields))).map(([key, given]) => {
      const text = printSetting(given);
      const spec = settingSpec(key);
      return [key, (spec && parseSetting(spec, text)) ?? text] as const;
    }),
  );
  const former = formerOf(version, settings, spaceById(space ?? "") ?? spaces[0]);
  const checked = checkConfig({
    space,
    dataset,
    seed: seed === undefined || !/^\d+$/.test(seed) ? seed : Number(seed),
    settings: { ...former, ...settings },
  });
  const { config } = checked;
  const baseline =
    compared === undefined
      ? undefined
      : fromLink(`v=${version}&space=${config.space}&dataset=${config.dataset}&${compared}`);
  return {
    link: {
      ...{ config, view },
      ...(baseline && { baseline: baseline.link.config }),
      ...(changes !== undefined && { changes }),
      ...(run !== undefined && { run }),
    },
    warnings: [...warnings, ...checked.warnings, ...(baseline?.warnings ?? [])],
  };
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
