/** @file An experiment, and the one that a first run's conclusion leads to. */
import type { Settings } from "../core/settings.ts";

export interface Experiment {
  readonly id: string;
  readonly title: string;
  /** What to watch, in one sentence. */
  readonly watch: string;
  readonly settings: Settings;
  /** Settings that it leads on from; it is offered beside them alone. */
  readonly after?: Settings;
  /** Id of the lesson that begins with it. */
  readonly lesson?: string;
}

export const fairSampling: Experiment = {
  id: "fair",
  title: "FairNAS sampling",
  watch: "Every operation trains in every step; each step costs as many passes as there are operations.",
  settings: { sampler: "fairnas" },
  lesson: "sampling",
};
