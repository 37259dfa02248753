/** @file When weights are worth going back to, and when they are no weights any more. */
import type { Snapshot } from "./engine.ts";

/** In losses of guessing, ln(classes): weights with a larger mean loss than this are still numbers, but not worth going back to. */
const worstLoss = 10;

/** Whether weights of this mean training loss (nats) are worth keeping. */
export const isSaneLoss = (loss: number, classes: number): boolean => loss < worstLoss * Math.log(classes);

/** Whether all weights, averages included, are numbers. */
export const isSound = ({ weights, averages }: Snapshot): boolean =>
  [weights, averages].every((named) => Object.values(named).every((values) => values.every(Number.isFinite)));
