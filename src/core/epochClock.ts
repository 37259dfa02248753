/**
 * @file Where a run stands in epochs. A live change of the batch size or of the training portion makes the epochs that are left
 * longer or shorter in steps; those already done stay done.
 */

export interface EpochClock {
  /** After this step the present length of an epoch began to hold; 0 for a run without such a change. */
  readonly step: number;
  /** Epochs done until then, a fraction where the change came within one. */
  readonly epochs: number;
  /** Steps that an epoch has taken from then on. */
  readonly stepsPerEpoch: number;
}

/** The clock from `step` on, when an epoch takes `stepsPerEpoch` steps from there. */
export function continued(clock: EpochClock, step: number, stepsPerEpoch: number): EpochClock {
  if (stepsPerEpoch === clock.stepsPerEpoch) return clock;
  return { step, epochs: epochsAt(clock, step), stepsPerEpoch };
}

/** Epochs done after `step` steps, whole and part. */
export function epochsAt(clock: EpochClock, step: number): number {
  return positionAt(clock, step) / clock.stepsPerEpoch;
}

/** The steps that the epochs done after `step` steps would have taken at the present length of an epoch. */
export function positionAt({ step: since, epochs, stepsPerEpoch }: EpochClock, step: number): number {
  return epochs * stepsPerEpoch + step - since;
}

/** The step that completes `epochs` epochs. */
export function lastStepOf({ step: since, epochs: done, stepsPerEpoch }: EpochClock, epochs: number): number {
  // Rounded first: a fraction of an epoch may miss a whole step by the last bit.
  return since + Math.ceil(Math.round((epochs - done) * stepsPerEpoch * 1e6) / 1e6);
}
