/** @file The experiments behind "You could try": one click each, as changes of settings. */
import type { Settings } from "../core/settings.ts";
import { type Experiment, fairSampling } from "./fairSampling.ts";

const all: readonly Experiment[] = [
  {
    id: "tracked",
    title: "Tracked batch-norm statistics",
    watch: "Same weights, scored with the statistics of training: see whether any fall to chance.",
    settings: { bn: "running" },
    lesson: "batch-norm",
  },
  {
    id: "falling-rate",
    title: "A learning rate that falls",
    watch: "As everybody trains a single network. Compare how the accuracy ends, and how the ranking does.",
    settings: { sched: "cosine" },
    lesson: "accuracy",
  },
  {
    id: "learning-rate",
    title: "A much larger learning rate",
    watch: "See whether the ranking suffers before the accuracy does.",
    settings: { lr: 0.4 },
    lesson: "rate",
  },
  fairSampling,
  {
    id: "dropout",
    title: "Path dropout",
    watch: "Whole paths vanish in training. Does it help the ranking?",
    settings: { pathdrop: 0.2 },
  },
  {
    id: "portion",
    title: "A quarter of the images",
    watch: "Training gets shorter; see what the ranking loses.",
    settings: { portion: 0.25 },
  },
  {
    id: "no-clipping",
    title: "No gradient clipping",
    watch: "Without clipping, one rarely trained path can ruin the shared weights.",
    settings: { clip: 0 },
  },
];

/** Full rows of one, two and three. */
const shown = 6;

/** The first of those that change something there. @param defaults a value for every setting of the space */
export function experimentsBeside(defaults: Settings): Experiment[] {
  const changing = all.filter(({ settings }) =>
    Object.entries(settings).some(([key, value]) => defaults[key] !== value),
  );
  return changing.slice(0, shown);
}
