/** @file What can go wrong with a run in the world, named, with what the user can do about it. */
import type { Failure } from "../core/run.ts";

/** What an engine could not do, with the kind of failure that it means for the run. */
export class EngineError extends Error {
  readonly kind: "internal" | "out-of-memory" = "internal";
}

/** Of the processor's own memory: no other engine is known to take less. */
export class OutOfMemory extends EngineError {
  override readonly kind = "out-of-memory";
}

/**
 * @param what was noticed, e.g. "the loss is no longer a number"
 * @param kept the step whose weights were kept
 */
export function diverged(step: number, what: string, kept: number): Failure {
  return {
    kind: "diverged",
    message: `Training diverged before step ${step}: ${what}. The weights of step ${kept} are kept.`,
    advice: `Lower the learning rate, or switch gradient clipping on (norm 5 is usual): training then goes on from step ${kept}.`,
  };
}

/** Of an architecture trained alone. */
export function divergedAlone(seed: number): Failure {
  return {
    kind: "diverged",
    message: `Training alone with seed ${seed} diverged: the network's answers are no numbers, so it has no accuracy.`,
    advice: "Trainings that ended before are kept. Train it once more: another seed may do better.",
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

/** Of a search whose own weights went with the device. */
export function searchLost(reason: string): Failure {
  return {
    kind: "device-lost",
    message: `The device was lost (${reason}), and with it the weights that this search had trained.`,
    advice:
      "What it told is kept. Begin the search again, with the WASM backend where the device is lost again.",
  };
}

/** What an error that nobody expected means to the user. */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const kind = error instanceof EngineError ? error.kind : "internal";
  if (kind === "out-of-memory")
    return {
      kind,
      message: `The device has too little memory: ${message}`,
      advice: `What was measured is kept. Choose fewer channels${error instanceof OutOfMemory ? " or a smaller batch" : ", a smaller batch or the WASM backend"}.`,
    };
  return {
    kind,
    message,
    advice: "What was measured is kept. Restart; if it comes back, choose another backend.",
  };
}
