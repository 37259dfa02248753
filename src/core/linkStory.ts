/**
 * @file The live changes of a run as a link carries them, so that it can be trained again as it went: `changes=312-lr-0.1,480-bn-running`,
 * the step after which each was made, the setting, and its value from then on.
 */
import { quoted } from "./config.ts";
import { datasetOf, datasets } from "./datasets.ts";
import { continued, type EpochClock, lastStepOf } from "./epochClock.ts";
import { presentSetting } from "./formerSettings.ts";
import { recipeOf, settingsFor } from "./heuristics/index.ts";
import { type PlannedChange, printChanges } from "./plannedChange.ts";
import type { RunConfig } from "./run.ts";
import type { Run } from "./runState.ts";
import { stepsPerEpochOf } from "./schedule.ts";
import { describeSetting, parseSetting, printSetting } from "./settings.ts";
import { spaceById, spaces } from "./spaces/index.ts";

/** More are no story that anybody follows, and no link. */
const maxChanges = 60;

/** How a run began and what was changed on the way; or why no link replays it, in one sentence. */
type Story = { readonly config: RunConfig; readonly changes: string } | { readonly impossible: string };

export function storyOf({ config, initialSettings, changes, recoveries }: Run): Story {
  if (recoveries.length > 0)
    return { impossible: "It went on after a failure of its device, so no link trains it again as it went." };
  if (changes.length > maxChanges)
    return { impossible: `It was changed ${changes.length} times; a link holds ${maxChanges} changes.` };
  // Where training went back to sound weights, what was changed since those were kept is in force from there.
  let earliest = Number.POSITIVE_INFINITY;
  const steps = changes.map(({ step }) => step);
  for (let i = steps.length - 1; i >= 0; i--) {
    earliest = Math.min(earliest, steps[i] as number);
    steps[i] = earliest;
  }
  return {
    config: { ...config, settings: initialSettings },
    changes: printChanges(changes.map(({ key, to }, i) => ({ step: steps[i] as number, key, to }))),
  };
}

/**
 * Reads the text of a link; never throws. What cannot be is left out and named.
 * @param config that the run begins with
 */
export function readChanges(
  text: string,
  config: RunConfig,
): { readonly changes: readonly PlannedChange[]; readonly warnings: readonly string[] } {
  const parts = text === "" ? [] : text.split(",");
  const warnings: string[] = [];
  const changes: PlannedChange[] = [];
  const time = trainingTimeOf(config);
  for (const part of parts.slice(0, maxChanges)) {
    const read = readChange(part, config, changes.at(-1)?.step ?? 0, time.lastStep);
    if (typeof read === "string") warnings.push(`The change ${quoted(part)} was left out: ${read}.`);
    else {
      changes.push(read);
      time.take(read);
    }
  }
  if (parts.length > maxChanges)
    warnings.push(
      `The link makes ${parts.length} changes; those after the first ${maxChanges} were left out.`,
    );
  return { changes, warnings };
}

/** @returns what is wrong with it, where something is */
function readChange(
  part: string,
  { space: id }: RunConfig,
  earliest: number,
  last: number,
): PlannedChange | string {
  const [, digits, former, value] = /^(\d{1,9})-([a-z]+)-(.{1,40})$/.exec(part) ?? [];
  if (digits === undefined || former === undefined || value === undefined)
    return "it must look like 312-lr-0.1, the step after which it was made, the setting and its value";
  const step = Number(digits);
  const [key, present] = presentSetting(former, value);
  const spec = settingsFor(spaceById(id) ?? spaces[0]).find((known) => known.key === key);
  if (!spec) return `there is no setting called ${quoted(key)}`;
  if (spec.effect === "restart") return `${spec.title} cannot change on the way, it needs a new run`;
  const to = parseSetting(spec, printSetting(present));
  if (to === undefined) return `${spec.title} (${key}) must be ${describeSetting(spec)}`;
  if (step < earliest) return `its step comes before that of the change before it, ${earliest}`;
  if (step > last) return `training ends at step ${last}`;
  return { step, key, to };
}

/** How long a run trains, change by change. */
function trainingTimeOf({ space: id, dataset: dataId, settings: initial }: RunConfig) {
  const space = spaceById(id) ?? spaces[0];
  const { counts } = datasetOf(dataId) ?? datasets[0];
  let settings = initial;
  const perEpoch = (): number => stepsPerEpochOf(recipeOf(space, settings), counts.train);
  let clock: EpochClock = { step: 0, epochs: 0, stepsPerEpoch: perEpoch() };
  return {
    get lastStep(): number {
      return lastStepOf(clock, recipeOf(space, settings).training.epochs);
    },
    take({ step, key, to }: PlannedChange): void {
      settings = { ...settings, [key]: to };
      clock = continued(clock, step, perEpoch());
    },
  };
}
