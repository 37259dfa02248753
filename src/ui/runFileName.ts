/** @file What an exported file of a run is called, so that two in one folder are told apart. */
import type { RunConfig } from "../core/run.ts";
import { printSetting } from "../core/settings.ts";

/** Of a name without its extension; longer ones are cut in lists of files. */
const maxLength = 100;

interface NamedRun {
  readonly config: RunConfig;
  /** Training steps done. */
  readonly step: number;
}

/** Space, changed settings, seed and step, as in `super-net-nasbench201-sampler-fairnas-seed-1-step-300`; without an extension. */
export function runFileName({ config, step }: NamedRun): string {
  const changed = Object.entries(config.settings).map(([key, value]) => `${key}-${printSetting(value)}`);
  const end = `-seed-${config.seed}-step-${step}`;
  const begin = ["super-net", config.space, ...changed].join("-").replaceAll(/[^\w.-]+/g, "_");
  return begin.slice(0, maxLength - end.length) + end;
}
