/** @file What runs are called: by what differs between them, so that a list of runs says what was tried. Pure. */
import type { RunConfig } from "../core/run.ts";
import { formatSetting, type SettingSpec, type Settings, type SettingValue } from "../core/settings.ts";

interface NamedConfig {
  readonly config: RunConfig;
  /** A value for every setting of its space. */
  readonly defaults: Settings;
  /** Its space, as in "NAS-Bench-201". */
  readonly space: string;
  /** What it trains on, as in "Fashion-MNIST, 14×14". */
  readonly images: string;
}

/** Names in the order of the runs, e.g. "Path sampling FairNAS · seed 2"; "the present settings" where nothing differs; runs of one choice are numbered. */
export function runNames(
  runs: readonly NamedConfig[],
  settingSpec: (key: string) => SettingSpec | undefined,
): string[] {
  const chosen = ({ config, defaults }: NamedConfig, key: string): SettingValue | undefined =>
    config.settings[key] ?? defaults[key];
  const differs = (of: (run: NamedConfig) => unknown): boolean => new Set(runs.map(of)).size > 1;
  const keys = [...new Set(runs.flatMap(({ config }) => Object.keys(config.settings)))].filter(
    (key) => runs.length === 1 || differs((run) => chosen(run, key)),
  );
  const [hasSpaces, hasSeeds] = [differs(({ space }) => space), differs(({ config }) => config.seed)];
  const hasImages = differs(({ config }) => config.dataset);
  const names = runs.map((run) => {
    const parts = keys.flatMap((key) => {
      const [spec, value] = [settingSpec(key), chosen(run, key)];
      return spec && value !== undefined ? [`${spec.title} ${formatSetting(spec, value)}`] : [];
    });
    if (hasImages) parts.unshift(run.images);
    if (hasSpaces) parts.unshift(run.space);
    if (hasSeeds) parts.push(`seed ${run.config.seed}`);
    return parts.length > 0 ? parts.join(" · ") : "the present settings";
  });
  return names.map((name, index) => {
    const before = names.slice(0, index).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}
