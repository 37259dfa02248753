/**
 * @file What a change of the choice does to the run that is there, decided once. Settings that cannot act on it are offered for a new run,
 * instead of changing what link and files claim of the old one.
 */
import { changedSettings, changeKind, settingsDiff } from "./config.ts";
import { datasetOf, datasets } from "./datasets.ts";
import { continued, lastStepOf } from "./epochClock.ts";
import { recipeOf, settingSpec } from "./heuristics/index.ts";
import type { RunConfig, RunEvent } from "./run.ts";
import type { Run } from "./runState.ts";
import { stepsPerEpochOf } from "./schedule.ts";
import type { Settings } from "./settings.ts";
import { spaceById, spaces } from "./spaces/index.ts";

export interface SettingsOffer {
  /** The values wanted, of the settings that cannot act. */
  readonly changes: Settings;
  /** Why they cannot, in one sentence. */
  readonly text: string;
}

/** The run that a change meets. */
export interface ChangedRun {
  readonly run: Run;
  /** new: asked for, but not with the training thread yet; training: that has it; ended: that had it; recorded: from a file. */
  readonly origin: "new" | "training" | "ended" | "recorded";
  /** What one that ended can go on from. */
  readonly kept: object | undefined;
}

type RunEffect =
  | { readonly kind: "nothing" }
  /** The scores that are there rank otherwise; no training thread is needed. */
  | { readonly kind: "rerank"; readonly events: readonly RunEvent[] }
  /** The training thread goes on with other settings; one that ended, from its checkpoint. */
  | { readonly kind: "continue" }
  /** A new run. `isOver`: the old one could not have gone on, so that its pause says nothing of the new one. */
  | { readonly kind: "restart"; readonly isOver: boolean };

interface RunChange {
  /** What is chosen as far as it acts. */
  readonly config: RunConfig;
  readonly offer: SettingsOffer | undefined;
  readonly effect: RunEffect;
}

/**
 * @param at absent: nothing was started yet
 * @param isAnew what cannot act begins a new run instead of being offered
 */
export function changeOf(
  at: ChangedRun | undefined,
  before: RunConfig,
  wanted: RunConfig,
  isAnew: boolean,
): RunChange {
  const all = { config: wanted, offer: undefined };
  if (!at) return { ...all, effect: { kind: "nothing" } };
  const { run, origin } = at;
  const left = leftOf(at);
  const acting = left === "nothing" ? all : actingOn(at, before, wanted);
  const { config, offer } = isAnew ? all : acting;
  const kind = changeKind(before, config);
  const isOver = left === "scores" || isTrained(run);
  const effect = (): RunEffect => {
    if (kind === "none") return { kind: "nothing" };
    if (kind === "rerank" && (hasFailed(run) || (origin !== "training" && left !== "nothing")))
      return { kind: "rerank", events: reranked(run, before, config) };
    const isIdle = isAnew && acting.offer !== undefined;
    const goesOnThere = left === "weights" && !hasFailed(run) && !isIdle && kind !== "restart";
    return goesOnThere ? { kind: "continue" } : { kind: "restart", isOver };
  };
  return { config, offer, effect: effect() };
}

/** Whether it is over for good: one that diverged waits with its last sound weights for a change that lets it go on. */
export const hasFailed = ({ status, failure }: Run): boolean =>
  status === "failed" && failure?.kind !== "diverged";

/** What a change meets: a run that begins with it, or that its page ended before it trained; weights to go on from; scores alone. */
function leftOf({ origin, kept, run }: ChangedRun): "nothing" | "weights" | "scores" {
  if (origin === "new") return "nothing";
  if (origin === "training" || (origin === "ended" && kept)) return "weights";
  return origin === "ended" && run.step === 0 ? "nothing" : "scores";
}

/** Parts a change into what acts on the run and what would need a new one. What begins a new run anyway acts as a whole. */
function actingOn(at: ChangedRun, before: RunConfig, wanted: RunConfig): Pick<RunChange, "config" | "offer"> {
  const all = { config: wanted, offer: undefined };
  const { run, origin } = at;
  const hasNoWeights = leftOf(at) === "scores";
  const kind = changeKind(before, wanted);
  const isSameNet =
    before.space === wanted.space && before.dataset === wanted.dataset && before.seed === wanted.seed;
  if (!isSameNet || (kind === "restart" && !hasNoWeights)) return all;
  const space = spaceById(wanted.space) ?? spaces[0];
  const idle = changedSettings(space, before.settings, wanted.settings).filter(({ effect }) =>
    hasNoWeights ? effect !== "rerank" : effect === "nextStep",
  );
  if (idle.length === 0 || (!hasNoWeights && (!isTrained(run) || goesOn(run, wanted)))) return all;
  const kept = Object.fromEntries(idle.map(({ key, from }) => [key, from]));
  const names = listed(idle.map(({ key }) => settingSpec(key)?.title ?? key));
  return {
    config: { ...wanted, settings: settingsDiff(space, { ...wanted.settings, ...kept }) },
    offer: {
      changes: Object.fromEntries(idle.map(({ key, to }) => [key, to])),
      text: hasNoWeights
        ? `${origin === "recorded" ? "This run was recorded" : "The weights of this run are gone"}, so ${names} cannot act on it.`
        : `Training is finished, so ${names} can no longer act.`,
    },
  };
}

/** Whether every step is done; the last round may still be scored. */
function isTrained({ status, step, totalSteps }: Run): boolean {
  return status === "finished" || (status === "running" && totalSteps > 0 && step >= totalSteps);
}

/** Whether settings give a run more to train than it has done. */
function goesOn(run: Run, { space: id, dataset: dataId, settings }: RunConfig): boolean {
  const recipe = recipeOf(spaceById(id) ?? spaces[0], settings);
  const { counts } = datasetOf(dataId) ?? datasets[0];
  const epochClock = continued(run.epochClock, run.step, stepsPerEpochOf(recipe, counts.train));
  return lastStepOf(epochClock, recipe.training.epochs) > run.step;
}

/** What a training thread would tell, where there is none any more, of other settings by which the scores that are there rank. */
function reranked(
  { step, totalSteps, epochClock }: Run,
  before: RunConfig,
  { space, settings }: RunConfig,
): RunEvent[] {
  return changedSettings(spaceById(space) ?? spaces[0], before.settings, settings).map(
    ({ key, from, to }): RunEvent => ({
      type: "changed",
      ...{ step, key, from, to, effect: "rerank", settings, totalSteps, epochClock },
    }),
  );
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
