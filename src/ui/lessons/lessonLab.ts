/** @file What a lesson sets the lab to, and whether the lab is as a step needs it. Pure. */
import { changedSettings, checkConfig } from "../../core/config.ts";
import { defaultsFor } from "../../core/heuristics/index.ts";
import { touched } from "../../core/lessons/index.ts";
import type { LessonCheck, LessonLab } from "../../core/lessons/lesson.ts";
import { largestThreshold } from "../../core/linkView.ts";
import type { RunConfig, RunId } from "../../core/run.ts";
import { changeOf } from "../../core/runChange.ts";
import type { Run } from "../../core/runState.ts";
import type { Settings } from "../../core/settings.ts";
import { spaces } from "../../core/spaces/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import type { LabState } from "../../store/labState.ts";
import { entryOf } from "../../store/runs.ts";
import { isSearchOver } from "../../store/searchState.ts";

/** The space that a lesson's lab is in. */
export function spaceOf({ isWhereUsual, against = {} }: LessonLab): SearchSpace {
  const all: readonly SearchSpace[] = spaces;
  const isUsual = (space: SearchSpace): boolean => {
    const defaults = defaultsFor(space);
    return Object.entries(against).every(([key, value]) => defaults[key] === value);
  };
  return (isWhereUsual && all.find(isUsual)) || spaces[0];
}

/** The present choice with what a lesson wants of the settings that lessons touch. */
function configWith(present: RunConfig, space: SearchSpace, wanted: Settings): RunConfig {
  const kept = Object.entries(present.settings).filter(([key]) => !touched.has(key));
  return checkConfig({ ...present, space: space.id, settings: { ...Object.fromEntries(kept), ...wanted } })
    .config;
}

/** The run that a lesson begins, and the one beside it. */
export function configsOf(
  lab: LessonLab,
  present: RunConfig,
): { readonly config: RunConfig; readonly baseline?: RunConfig } {
  const space = spaceOf(lab);
  return {
    config: configWith(present, space, lab.settings),
    ...(lab.against && { baseline: configWith(present, space, lab.against) }),
  };
}

/** Keys of settings that beginning the run of a lesson takes back to their defaults, though the lesson does not say so. */
export function resetBy(lab: LessonLab, { config }: Pick<LabState, "config">): string[] {
  const space = spaceOf(lab);
  const defaults = defaultsFor(space);
  const { settings } = config;
  return Object.keys(settings).filter(
    (key) => touched.has(key) && !(key in lab.settings) && key in defaults && settings[key] !== defaults[key],
  );
}

/** Whether a run has these values, and the defaults of all else that lessons touch. */
function hasSettings({ space: spaceId, settings }: RunConfig, space: SearchSpace, wanted: Settings): boolean {
  const defaults = defaultsFor(space);
  const value = (of: Settings, key: string) => of[key] ?? defaults[key];
  return spaceId === space.id && [...touched].every((key) => value(settings, key) === value(wanted, key));
}

/** Whether two runs differ in what lessons set alone, from their beginning on. */
function isPair(run: Run, other: Run, space: SearchSpace): boolean {
  const { seed, dataset, settings } = run.config;
  return (
    seed === other.config.seed &&
    dataset === other.config.dataset &&
    changedSettings(space, settings, other.config.settings).every(({ key }) => touched.has(key)) &&
    [...run.changes, ...other.changes].every(({ effect }) => effect !== "nextStep")
  );
}

/** Whether the run shown, and the baseline where there is to be one, are what the lab is set to. */
export function isSet(lab: LessonLab | undefined, { run, baseline }: LabState): boolean {
  if (!lab) return true;
  const space = spaceOf(lab);
  if (!run || !hasSettings(run.config, space, lab.settings)) return false;
  if (!lab.against) return true;
  const other = baseline?.run;
  return other !== undefined && hasSettings(other.config, space, lab.against) && isPair(run, other, space);
}

type ShownRun = Pick<LabState, "runs" | "active">;

/** Whether the run shown takes other settings, now or once it has begun. */
function takes({ runs, active }: ShownRun, settings: Settings): boolean {
  const entry = entryOf(runs, active);
  if (!entry) return false;
  const { config } = entry.run;
  const wanted = { ...config, settings: { ...config.settings, ...settings } };
  return entry.origin === "new" || changeOf(entry, config, wanted, false).effect.kind === "continue";
}

/** Whether a change of the run that is there gets it to a step that only changes it. */
export function canChange(lab: LessonLab, state: ShownRun): boolean {
  const config = entryOf(state.runs, state.active)?.run.config;
  if (!lab.isLive || !config) return false;
  const changed = { ...config, settings: { ...config.settings, ...lab.settings } };
  return hasSettings(changed, spaceOf(lab), lab.settings) && takes(state, lab.settings);
}

/**
 * Whether a step that waits for one state of the weights scored by two rules can only come to it by way of the rules before: the run has
 * those of now already, and no such scores are on their way.
 */
export function mustChangeBack(
  lab: LessonLab,
  before: LessonLab | undefined,
  check: LessonCheck | undefined,
  state: LabState,
): boolean {
  const { run } = state;
  if (!lab.isLive || !before || !run || check?.type !== "compared" || !isSet(lab, state)) return false;
  const last = run.rounds.at(-1);
  const isOnItsWay =
    last?.generation !== run.generation || (last.pairedWith !== undefined && last.state === "filling");
  return !isOnItsWay && !isMet(check, state, nowhere) && takes(state, before.settings);
}

/** Where the lab was when a step was opened: the run shown, how far it had trained, and the architecture chosen. */
export interface LessonStart {
  readonly active: RunId | undefined;
  readonly step: number;
  readonly selected: string | undefined;
  readonly thr: number;
  /** The last search that was asked for. */
  readonly search: RunId | undefined;
}

/** Of what does not count from where a step was opened. */
export const nowhere: LessonStart = {
  active: undefined,
  step: 0,
  selected: undefined,
  thr: 0,
  search: undefined,
};

export const lessonStart = ({
  active,
  run,
  selected,
  view,
  search,
}: Pick<LabState, "active" | "run" | "selected" | "view" | "search">): LessonStart => ({
  active,
  step: run?.step ?? 0,
  selected,
  thr: view.thr,
  search: search?.id,
});

/** Whether the lab has come to the state that a step waits for; its settings are looked at apart. @param from steps before it do not count */
export function isMet(check: LessonCheck, state: LabState, from: LessonStart): boolean {
  const { active, run, figures, view, selected, search } = state;
  const { round } = figures;
  /** That many steps, or all that there are. */
  const isAfter = (steps: number): boolean =>
    run !== undefined &&
    round !== undefined &&
    (round.step >= steps || (run.totalSteps > 0 && round.step >= run.totalSteps));
  /** The same of the other run. */
  const isOtherAfter = (steps: number): boolean =>
    figures.comparison?.with !== "run" ||
    figures.comparison.step >= steps ||
    state.baseline?.run.status === "finished";
  switch (check.type) {
    case "steps":
      return (
        run !== undefined &&
        (run.step - (active === from.active ? from.step : 0) >= check.atLeast || run.status === "finished")
      );
    case "round":
      return (
        isAfter(check.after) &&
        round !== undefined &&
        (!check.isNew || active !== from.active || round.step > from.step || run?.status === "finished") &&
        round.size >= Math.min(check.judged, run?.pool.length ?? 0)
      );
    case "compared":
      return figures.comparison?.with === check.with && isAfter(check.after) && isOtherAfter(check.after);
    case "threshold":
      return view.thr >= check.atLeast && (view.thr > from.thr || view.thr === largestThreshold);
    case "selected":
      return selected !== undefined && selected !== from.selected;
    case "searched":
      return (
        search !== undefined &&
        search.id !== from.search &&
        search.of === active &&
        check.algorithms.every((id) => search.searches.some(({ algorithm }) => algorithm === id)) &&
        search.failure === undefined &&
        !search.isStopped &&
        isSearchOver(search)
      );
    default:
      throw check satisfies never;
  }
}

/** What is waited for, in words. */
export function waitingFor(check: LessonCheck): string {
  switch (check.type) {
    case "steps":
      return `${check.atLeast} training steps`;
    case "round":
      return `a complete scoring round after step ${check.after}`;
    case "compared":
      return check.with === "run"
        ? `both runs to be scored after step ${check.after}, or at their end`
        : "the same weights to be scored both ways";
    case "threshold":
      return "a larger threshold";
    case "selected":
      return "an architecture to be chosen";
    case "searched":
      return "the searches to end";
    default:
      throw check satisfies never;
  }
}
