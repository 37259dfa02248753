/**
 * @file What is wanted of a run. Together with what its events tell (`Run.status`) it is all there is to know of whether a run trains:
 * the page keeps both and derives the rest, the training thread follows the intent.
 */

/** train: on to the end; pause: not at all; the others: to the end of a step, of the epoch, or to where the next scoring round begins. */
const runIntents = ["train", "pause", "step", "epoch", "round"] as const;
export type RunIntent = (typeof runIntents)[number];

/** How far a run that is paused otherwise goes on. */
export type Goal = Exclude<RunIntent, "train" | "pause">;

/** What a unit of work was: "epoch" is the step that ended one, "round" the score that one began with, "idle" that there was none. */
export type UnitKind = "step" | "epoch" | "round" | "score" | "idle";

/** The intent after a unit of work: a run that has come as far as it was meant to pauses. */
export function intentAfter(intent: RunIntent, unit: UnitKind): RunIntent {
  const isReached = intent === unit || (intent === "step" && unit === "epoch");
  return isReached ? "pause" : intent;
}
