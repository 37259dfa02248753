/** @file The experiments behind "You could try": one click each, as changes of settings, in the order in which they lead on from what has run. */
import { defaultsFor, heuristicsFor } from "../core/heuristics/index.ts";
import type { Settings } from "../core/settings.ts";
import type { SearchSpace } from "../core/spaces/space.ts";
import { type Experiment, fairSampling } from "./fairSampling.ts";

/** Those that begin a lesson first. */
const experimentsOf = ({ traits: { fairPaths } }: SearchSpace): readonly Experiment[] => [
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
    id: "nodes",
    title: "Operations on nodes",
    watch:
      "All edges into a node share their weights: the super-net stands for other networks than those it ranks.",
    settings: { place: "node" },
    lesson: "mapping",
  },
  {
    id: "one-path",
    title: "One path a step",
    watch: "Cheaper steps, each of which moves the weights of one architecture alone.",
    settings: { paths: 1 },
    lesson: "sharing",
  },
  {
    id: "dropout",
    title: "Path dropout",
    watch: "Outputs of single operations vanish for some images. Does it help the ranking?",
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
  {
    id: "recalibrated",
    title: "Re-calibrated statistics",
    watch:
      "Same weights again, with statistics made anew for every path: does that undo what tracked ones did?",
    settings: { bn: "recalibrated" },
    after: { bn: "running" },
  },
  {
    id: "by-loss",
    title: "Rank by the loss",
    watch: "As the rate falls accuracies crowd together; the loss of the same scores has fewer ties.",
    settings: { rankby: "loss" },
    after: { sched: "cosine" },
  },
  {
    id: "between",
    title: "A rate between the two",
    watch: "Above the usual one, below the one just tried: where does it begin to matter?",
    settings: { lr: 0.1 },
    after: { lr: 0.4 },
  },
  {
    id: "as-many",
    title: "As many paths, drawn at random",
    watch: "FairNAS without the fairness, at about the same compute: is it fairness, or the number of paths?",
    settings: { sampler: "random-a", paths: fairPaths },
    after: { sampler: "fairnas" },
  },
  {
    id: "slots",
    title: "Nodes with a set for every input",
    watch: "Shares less than one set for all inputs, more than edges do.",
    settings: { place: "slot" },
    after: { place: "node" },
  },
  {
    id: "half",
    title: "Half of the images",
    watch: "Between a quarter and all: what does the ranking lose?",
    settings: { portion: 0.5 },
    after: { portion: 0.25 },
  },
];

/** Full rows of one, two and three. */
const shown = 6;

export interface Suggestion {
  readonly experiment: Experiment;
  /** on: the choice of now has it; next: it leads on from what the choice has; tried: another run of the list has it. */
  readonly state: "on" | "next" | "new" | "tried";
}

/**
 * What to try next: what is on and what leads on from it, then what no run of the list has tried, then the rest. Nothing that the space
 * does not have, or that changes none of its defaults.
 * @param chosen the settings of now
 * @param tried the settings of the other runs in this space
 */
export function suggestionsFor(
  space: SearchSpace,
  chosen: Settings,
  tried: readonly Settings[],
): readonly Suggestion[] {
  const usual = defaultsFor(space);
  const available = new Set(
    heuristicsFor(space)
      .filter(({ unavailable }) => unavailable === undefined)
      .flatMap(({ heuristic }) => heuristic.settings.map(({ key }) => key)),
  );
  const has = (settings: Settings, wanted: Settings): boolean =>
    Object.entries(wanted).every(([key, value]) => (settings[key] ?? usual[key]) === value);
  const stateOf = ({ settings, after }: Experiment): Suggestion["state"] | undefined => {
    if (has(chosen, settings)) return "on";
    if (after) return has(chosen, after) ? "next" : undefined;
    return tried.some((other) => has(other, settings)) ? "tried" : "new";
  };
  const order: readonly Suggestion["state"][] = ["on", "next", "new", "tried"];
  return experimentsOf(space)
    .filter(({ settings }) => Object.keys(settings).every((key) => available.has(key)) && !has({}, settings))
    .flatMap((experiment) => {
      const state = stateOf(experiment);
      return state ? [{ experiment, state }] : [];
    })
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
    .slice(0, shown);
}
