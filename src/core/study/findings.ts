/** @file What a finished study found, small enough to be shown on the page: effects, what every run came to, how sure that is. */

import { defaultView } from "../linkView.ts";
import type { RoundAgreement } from "../metrics/stability.ts";
import type { RunSummary } from "../metrics/summary.ts";
import type { RunConfig } from "../run.ts";
import type { Settings } from "../settings.ts";
import { toLink } from "../shareLink.ts";
import { type Effect, effectsOf } from "./effects.ts";
import type { Ground } from "./jobs.ts";
import type { StudyResult, StudyResults } from "./results.ts";
import { type StudyPlan, variedValues } from "./studyPlan.ts";
import { type SubsetSpread, subsetSpreads } from "./subsets.ts";

/** The table that a finished study was held against; its checksum is that of the ground. */
export interface TableJudge {
  /** Its name, without folders. */
  readonly file: string;
  /** Trainings of an architecture, the fewest that one has. */
  readonly seeds: number;
  /** The most; absent: all have as many. */
  readonly mostSeeds?: number;
  readonly rows: number;
  /** Architectures that were scored, but are not in it. */
  readonly missing: number;
}

/** One run; null stands for what has no value, as in `RunSummary`. */
export interface FoundRun
  extends Pick<RunSummary, "skdt" | "interval" | "accuracy" | "found" | "surpassRandom"> {
  readonly seed: number;
  /** That it took; null where times are not known. */
  readonly seconds: number | null;
}

export interface FoundConfiguration {
  /** Where it differs from the base of the plan. */
  readonly different: Settings;
  /** Share link with the first seed; a comparison with the base where that is another configuration of the study. */
  readonly link: string;
  /** One a seed; those that failed have no values. */
  readonly runs: readonly FoundRun[];
}

export interface FoundEffect extends Effect {
  /** Index of the configuration that has the value and is otherwise as the base, else of the first that has it. */
  readonly configuration: number;
}

export interface Findings {
  readonly plan: StudyPlan;
  readonly ground: Ground;
  /** Absent where it was judged by the table that it was run with. */
  readonly judge?: TableJudge;
  readonly failed: number;
  /** By which every run was judged, fewest and most. */
  readonly architectures: readonly [fewest: number, most: number];
  /** S-KdT of ranking by parameter count, and the best to hope for, over the architectures of the base. */
  readonly params: number | null;
  readonly ceiling: number | null;
  readonly effects: readonly FoundEffect[];
  readonly configurations: readonly FoundConfiguration[];
  /** Of the runs of the base. */
  readonly subsets: readonly SubsetSpread[];
  /** Of the runs of the base that kept it. */
  readonly stability: readonly RunAgreements[];
}

/** How the ranking of one run of the base changed from round to round. */
interface RunAgreements {
  readonly seed: number;
  /** Of its last round. */
  readonly steps: number;
  readonly agreements: readonly RoundAgreement[];
}

/** @param seconds that runs took, by key of the job */
export function findingsOf(
  study: StudyResults,
  seconds: ReadonlyMap<string, number>,
  judge?: TableJudge,
): Findings {
  const { plan, ground, results } = study;
  const groups = new Map<string, StudyResult[]>();
  for (const result of results) {
    const place = placeOf(plan, result.config.settings);
    groups.set(place, [...(groups.get(place) ?? []), result]);
  }
  const base = groups.get(placeOf(plan, plan.base.settings)) ?? results.slice(0, 1);
  const judged = results.flatMap(({ summary }) => summary?.n ?? []);
  const first = base.find(({ summary }) => summary)?.summary;
  return {
    plan,
    ground,
    ...(judge && { judge }),
    failed: results.filter(({ failure }) => failure !== undefined).length,
    // Where all runs failed, none judged.
    architectures: judged.length === 0 ? [0, 0] : [Math.min(...judged), Math.max(...judged)],
    params: first?.params ?? null,
    ceiling: first?.ceiling ?? null,
    effects: effectsOf(study, seconds).map((effect) => ({
      ...effect,
      configuration: configurationOf(plan, effect, [...groups.keys()]),
    })),
    configurations: [...groups.values()].map((runs) => ({
      different: differentOf(plan, runs[0] as StudyResult),
      link: linkOf(plan, (runs[0] as StudyResult).config, base[0]?.config),
      runs: runs.map((run) => foundRun(run, seconds.get(run.key))),
    })),
    subsets: base.flatMap((result) => (result.summary ? subsetSpreads(result, plan.threshold) : [])),
    stability: base.flatMap(({ config, summary, agreements }) =>
      summary && agreements ? [{ seed: config.seed, steps: summary.step, agreements }] : [],
    ),
  };
}

/** The values of what varies, as a name. */
const placeOf = (plan: StudyPlan, settings: Settings): string => JSON.stringify(variedValues(plan, settings));

function differentOf(plan: StudyPlan, { config }: StudyResult): Settings {
  const base = variedValues(plan, plan.base.settings);
  const own = variedValues(plan, config.settings);
  return Object.fromEntries(Object.entries(own).filter(([key, value]) => base[key] !== value));
}

function configurationOf(plan: StudyPlan, { key, value }: Effect, places: readonly string[]): number {
  const alone = places.indexOf(placeOf(plan, { ...plan.base.settings, [key]: value }));
  return alone >= 0 ? alone : places.findIndex((place) => JSON.parse(place)[key] === value);
}

function linkOf(plan: StudyPlan, config: RunConfig, base: RunConfig | undefined): string {
  const isOther = base !== undefined && placeOf(plan, base.settings) !== placeOf(plan, config.settings);
  return toLink({
    config,
    view: { ...defaultView, thr: plan.threshold },
    ...(isOther && { baseline: base }),
  });
}

function foundRun({ config, summary }: StudyResult, seconds: number | undefined): FoundRun {
  return {
    seed: config.seed,
    skdt: summary?.skdt ?? null,
    interval: summary?.interval ?? null,
    accuracy: summary?.accuracy ?? null,
    found: summary?.found ?? null,
    surpassRandom: summary?.surpassRandom ?? null,
    seconds: seconds ?? null,
  };
}
