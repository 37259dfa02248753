/** @file What can go wrong with a run in the world, named, with what the visitor can do about it. */
import type { Failure } from "../core/run.ts";

/** @param kept the step whose weights were kept; absent where there was none yet */
export function diverged(step: number, kept: number | undefined): Failure {
  const weights =
    kept === undefined ? "The weights could not be kept." : `The weights of step ${kept} are kept.`;
  return {
    kind: "diverged",
    message: `Training diverged before step ${step}: the loss is no longer a number. ${weights}`,
    advice: "Lower the learning rate, or switch gradient clipping on (norm 5 is usual), then restart.",
  };
}

/** @param why no other device took over */
export function deviceGone(reason: string, why: string): Failure {
  return {
    kind: "device-lost",
    message: `The device was lost (${reason}) and no other could take over: ${why}`,
    advice:
      "Scores and curves are kept and can be exported. Reload the page, or choose another backend, to train on.",
  };
}
