/** @file Settings that cannot act on the run that is there: instead of changing what link and files claim of it, a new run is offered. */
import { changedSettings, changeKind, settingsDiff, stepsPerEpochOf } from "../core/config.ts";
import { continued, lastStepOf } from "../core/course.ts";
import { datasetOf, datasets } from "../core/datasets.ts";
import { recipeOf, settingSpec } from "../core/heuristics/index.ts";
import type { RunConfig } from "../core/run.ts";
import type { Run } from "../core/runState.ts";
import type { Settings } from "../core/settings.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";

export interface SettingsOffer {
  /** The values wanted, of the settings that cannot act. */
  readonly changes: Settings;
  /** Why they cannot, in one sentence. */
  readonly text: string;
}

export interface Acting {
  /** What is chosen as far as it acts. */
  readonly config: RunConfig;
  readonly offer: SettingsOffer | undefined;
}

export interface ActingInput {
  readonly run: Run;
  /** Whether the run came from a file. */
  readonly imported: boolean;
  readonly before: RunConfig;
  readonly wanted: RunConfig;
}

/** Parts a change into what acts on the run and what would need a new one. What begins a new run anyway acts as a whole. */
export function actingOn({ run, imported, before, wanted }: ActingInput): Acting {
  const all = { config: wanted, offer: undefined };
  const kind = changeKind(before, wanted);
  const isSameNet =
    before.space === wanted.space && before.dataset === wanted.dataset && before.seed === wanted.seed;
  if (!isSameNet || (kind === "rebuild" && !imported)) return all;
  const space = spaceById(wanted.space) ?? spaces[0];
  const idle = changedSettings(space, before.settings, wanted.settings).filter(({ acts }) =>
    imported ? acts !== "ranking" : acts === "live",
  );
  if (idle.length === 0 || (!imported && !isTrained(run)) || (!imported && goesOn(run, wanted))) return all;
  const kept = Object.fromEntries(idle.map(({ key, from }) => [key, from]));
  const names = listed(idle.map(({ key }) => settingSpec(key)?.title ?? key));
  return {
    config: { ...wanted, settings: settingsDiff(space, { ...wanted.settings, ...kept }) },
    offer: {
      changes: Object.fromEntries(idle.map(({ key, to }) => [key, to])),
      text: imported
        ? `This run was recorded, so ${names} cannot act on it.`
        : `Training is finished, so ${names} can no longer act.`,
    },
  };
}

/** Whether every step is done; the last round may still be scored. */
export function isTrained({ status, step, totalSteps }: Run): boolean {
  return status === "finished" || (status === "running" && totalSteps > 0 && step >= totalSteps);
}

/** Whether settings give a run more to train than it has done. */
export function goesOn(run: Run, { space: id, dataset: dataId, settings }: RunConfig): boolean {
  const recipe = recipeOf(spaceById(id) ?? spaces[0], settings);
  const { counts } = datasetOf(dataId) ?? datasets[0];
  const course = continued(run.course, run.step, stepsPerEpochOf(recipe, counts.train));
  return lastStepOf(course, recipe.training.epochs) > run.step;
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
