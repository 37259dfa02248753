/** @file What a change would do to the run that is shown, and what it is told as before it is made. Pure. */
import { changeOf } from "../core/runChange.ts";
import type { Settings } from "../core/settings.ts";
import type { LabState } from "../store/labState.ts";
import { entryOf, isTraining } from "../store/runs.ts";

type Shown = Pick<LabState, "runs" | "active" | "config">;

/** Of settings that get a run of their own where they cannot act on the one shown. */
export function effectOn({ runs, active, config }: Shown, settings: Settings) {
  const wanted = { ...config, settings: { ...config.settings, ...settings } };
  return changeOf(entryOf(runs, active), config, wanted, true).effect.kind;
}

/** What a comparison with one of several changes makes of the run shown, and of what it is compared with. */
export function comparisonWords(state: Shown, changes: readonly Settings[]): string {
  const entry = entryOf(state.runs, state.active);
  const goesOn = entry !== undefined && isTraining(entry);
  const effects = new Set(changes.map((settings) => effectOn(state, settings)));
  if (effects.has("rerank")) return "The scores of this run are ranked anew; nothing is trained.";
  const run = goesOn ? "This run goes on as it is" : "This run stays as it is";
  const twin = "its twin, with the same seed, starts beside it";
  if (!effects.has("continue")) return `${run}; ${twin}.`;
  const copy = `a copy of it, with its weights, ${goesOn ? "goes on" : "is made"} beside it`;
  return effects.has("restart")
    ? `${run}; ${copy} where the value can still act, else ${twin}.`
    : `${run}; ${copy}.`;
}
