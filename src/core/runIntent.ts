/**
 * @file What is wanted of a run. Together with what its events tell (`Run.status`) it is all there is to know of whether a run trains:
 * the page keeps both and derives the rest, the training thread follows the intent.
 */

/** train: on to the end; pause: not at all; the others: to the end of a step, of the epoch, or to where the next scoring round begins. */
export const runIntents = ["train", "pause", "step", "epoch", "round"] as const;
export type RunIntent = (typeof runIntents)[number];

/** How far a run that is paused otherwise goes on. */
export type Goal = Exclude<RunIntent, "train" | "pause">;

/** The intent after a unit of work: a run that has come as far as it was meant to pauses. */
export function intentAfter(
  intent: RunIntent,
  work: "step" | "epoch" | "round" | "score" | "idle",
): RunIntent {
  const isReached = intent === work || (intent === "step" && work === "epoch");
  return isReached ? "pause" : intent;
}
