/** @file Whether the training steps of a search have diverged. */
import type { Engine } from "./engine.ts";

/** A device is waited for when it is asked, so that not every step asks. */
export const stepsPerReport = 10;

/** Whether a loss or a gradient since the last call was no number, as it ends a run, too. */
export async function hasDiverged(engine: Engine): Promise<boolean> {
  const { loss, gradientNorm } = await engine.readTraining();
  return !Number.isFinite(loss) || !Number.isFinite(gradientNorm);
}
