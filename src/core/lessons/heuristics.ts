/** @file Lessons that hold one heuristic of the study each against the run without it. */
import { type Lesson, lab } from "./lesson.ts";

export const batchNorm: Lesson = {
  id: "batch-norm",
  title: "Batch norm's collapse",
  about: "Which mean and variance should a path be scored with?",
  steps: [
    {
      title: "Two kinds of statistics",
      text: "Batch norm needs a mean and a variance. Scoring can take those of the evaluation batch, or the ones tracked in training. Tracked ones were mixed over all paths that used the layer. For a single network the tracked ones are the usual choice.",
      question: {
        kind: "prediction",
        text: "The same weights, scored with the tracked statistics: what happens to the accuracies?",
        choices: [
          "They rise a little",
          "They hardly change",
          "Some architectures fall far, others do not",
          "All fall alike",
        ],
      },
    },
    {
      title: "Score with the batch's own",
      text: "The lab trains as it usually does. Wait for a round after a hundred steps or more.",
      lab: { settings: { bn: "batch" } },
      check: { type: "round", judged: 24, after: 100 },
      look: "scatter",
      readings: ["step", "skdt", "accuracy", "atChance"],
    },
    {
      title: "Score the same weights with tracked ones",
      text: "Only the scoring changes; the weights of the last round are scored anew. The scatter shows how every architecture's accuracy moved.",
      lab: { settings: { bn: "running" }, isLive: true },
      check: { type: "compared", with: "rules", after: 1 },
      look: "scatter",
      readings: ["skdt", "skdtDifference", "accuracy", "atChance"],
      question: {
        kind: "seen",
        text: "What happened to the accuracies?",
        choices: [
          "They rose a little",
          "They hardly changed",
          "Some fell far, others did not",
          "All fell alike",
        ],
      },
    },
    {
      title: "What it means",
      text: "Statistics tracked in training fit no single architecture: they mix paths, and depending on the batch-norm momentum they may hold little more than the last batch. Which of the two hurts is open; the weights are the same either way. Statistics made anew from a few batches of the path itself (“Re-calibrated”) are the third choice: try them.",
      readings: ["skdtDifference"],
      sources: [
        { heuristic: "batch-norm" },
        {
          text: "A study with this lab on NAS-Bench-201 found the same direction over its seeds.",
          trust: "measured",
          source: lab,
        },
      ],
      question: {
        kind: "seen",
        text: "Were the weights the reason for the fall?",
        choices: ["Yes", "No, they were the same", "In part"],
      },
    },
  ],
};

export const rate: Lesson = {
  id: "rate",
  title: "The learning rate",
  about: "How large may the learning rate be for shared weights?",
  steps: [
    {
      title: "Shared weights, many directions",
      text: "Every path pulls at the shared weights in its own direction. The rate says how far each pull reaches. The two runs differ in the rate alone; one has four times as much.",
      question: {
        kind: "prediction",
        text: "Against the smaller rate, what will the larger one do?",
        choices: [
          "Higher accuracy, better ranking",
          "Lower accuracy, same ranking",
          "Lower accuracy, worse ranking",
          "Nothing beyond the noise",
        ],
      },
    },
    {
      title: "Train both",
      text: "The lab trains both, with the same images and paths. Wait until they are compared after three hundred steps or more; “Pause” after that has both scored at once.",
      lab: { settings: { lr: 0.2 }, against: { lr: 0.05 } },
      check: { type: "compared", with: "run", after: 300 },
      look: "correlation",
      readings: ["step", "accuracyDifference", "skdtDifference"],
      question: {
        kind: "seen",
        text: "What did the larger rate do in your run?",
        choices: [
          "Higher accuracy, better ranking",
          "Lower accuracy, same ranking within the noise",
          "Lower accuracy, worse ranking beyond the noise",
          "Nothing beyond the noise",
        ],
      },
    },
    {
      title: "What it means",
      text: "Whether a plain hyper-parameter moves the ranking more than a clever heuristic is what you have measured. How much it does in one short run differs from seed to seed: compare your interval with your neighbors', and train another seed of both.",
      readings: ["skdtDifference"],
      sources: [
        { heuristic: "learning-rate" },
        {
          text: "In a study with this lab on NAS-Bench-201 with five seeds the larger of the same two rates ranked lower in three of them and higher in two: it could not tell.",
          trust: "measured",
          source: lab,
        },
      ],
      question: {
        kind: "seen",
        text: "How could you be surer that the rate does it, and not chance?",
        choices: [
          "Train the same seed again",
          "Train both with further seeds, and compare in pairs",
          "Score more architectures of one run only",
        ],
      },
    },
  ],
};

export const sampling: Lesson = {
  id: "sampling",
  title: "Fair or random sampling",
  about: "Must every operation train equally often?",
  steps: [
    {
      title: "Fairness",
      text: "Random sampling trains some operations more often than others, by chance. FairNAS trains every operation of every place once in each step, with as many paths as there are operations. To compare at equal compute, the random run gets as many paths a step.",
      question: {
        kind: "prediction",
        text: "Will fair sampling rank better than random sampling at equal compute?",
        choices: [
          "Yes, beyond the noise",
          "Cannot be told from one run",
          "It will rank worse, beyond the noise",
        ],
      },
    },
    {
      title: "Train both",
      text: "The lab trains both from the same weights. Wait until they are compared after three hundred steps or more; “Pause” after that has both scored at once.",
      lab: {
        settings: { sampler: "fairnas" },
        against: { sampler: "random-a", paths: 5 },
      },
      check: { type: "compared", with: "run", after: 300 },
      look: "correlation",
      readings: ["step", "accuracyDifference", "skdtDifference"],
      question: {
        kind: "seen",
        text: "Does the interval of the difference in S-KdT contain zero?",
        choices: ["Yes: cannot tell", "No: fair sampling ranks better here", "No: it ranks worse here"],
      },
    },
    {
      title: "What it means",
      text: "“Cannot tell” is a result: the effect, if there is one, is smaller than the noise of a run like this. One run that ends higher proves nothing, and neither does a paper that reports one.",
      readings: ["skdtDifference"],
      sources: [
        { heuristic: "path-sampling" },
        {
          text: "Studies with this lab, by other comparisons than this one: on NAS-Bench-201, with five seeds, it could not tell the samplers apart; on NASBench-101, with three, FairNAS ranked worse than Random-A beyond the noise, and Random-NAS, whose wirings FairNAS draws there, nearly as much.",
          trust: "measured",
          source: lab,
        },
      ],
      question: {
        kind: "seen",
        text: "The interval contains zero. What follows?",
        choices: [
          "The two are equal",
          "They may differ, by less than about the width of the interval",
          "Fair sampling is better, but not much",
        ],
      },
    },
  ],
};

export const mapping: Lesson = {
  id: "mapping",
  title: "What the mapping breaks",
  about: "What if the super-net is built unlike the networks that it stands for?",
  steps: [
    {
      title: "Two ways to share",
      text: "The stand-alone networks of NAS-Bench-201 have weights on every edge of the cell. A super-net can be built otherwise to be smaller: all edges into one node may share a set, or a small kernel may be the center of a large one. Then it stands for other networks than those it must rank.",
      question: {
        kind: "prediction",
        text: "One set of weights for all edges into a node: what will that do?",
        choices: [
          "Better ranking, since each weight trains more often",
          "Nothing beyond the noise",
          "Worse ranking, beyond the noise",
        ],
      },
    },
    {
      title: "Train both",
      text: "The lab trains the super-net with shared nodes beside the one that is built as the networks are. Wait until they are compared after three hundred steps or more; “Pause” after that has both scored at once.",
      lab: {
        settings: { place: "node" },
        against: { place: "edge" },
      },
      check: { type: "compared", with: "run", after: 300 },
      look: "correlation",
      readings: ["step", "accuracyDifference", "skdtDifference"],
      question: {
        kind: "seen",
        text: "What did sharing on nodes do in your run?",
        choices: [
          "Better ranking, beyond the noise",
          "Nothing beyond the noise",
          "Worse ranking, beyond the noise",
        ],
      },
    },
    {
      title: "What it means",
      text: "The mapping decides which networks the super-net stands for at all. The same question stands behind nested kernels (OFA), fewer layers, and, where widths differ, dynamic channels. Choose one of them, and train it beside the super-net that is built as the networks are; where it does not apply to this space, the lab changes to the one where it does. In a run as short as this you may see the opposite of what is reported: weights that more edges share have trained more often by now, and one seed is one seed. That is why a heuristic is checked where it is used.",
      further: [
        {
          title: "A small kernel inside the large one (OFA)",
          lab: { isWhereUsual: true, settings: { ofa: true }, against: { ofa: false } },
        },
        {
          title: "Fewer layers than the networks have",
          lab: { isWhereUsual: true, settings: { cells: 1 }, against: { cells: 2 } },
        },
        {
          title: "Dynamic channels: narrow cells use a part of wide ones' weights",
          lab: { isWhereUsual: true, settings: { width: "chunk" }, against: { width: "equal" } },
        },
      ],
      readings: ["step", "accuracyDifference", "skdtDifference"],
      sources: [
        { heuristic: "placement" },
        { heuristic: "ofa-kernel" },
        { heuristic: "dynamic-channels" },
        { heuristic: "cells" },
      ],
      question: {
        kind: "seen",
        text: "A super-net with fewer layers is cheaper. What must you check before you search on it?",
        choices: [
          "That its accuracy is as high",
          "That it still ranks the full networks",
          "That its loss falls",
        ],
      },
    },
  ],
};
