/** @file Lessons on what a super-net is and how its ranking is read. */
import { study } from "../heuristics/heuristic.ts";
import { type Lesson, lab } from "./lesson.ts";

export const sharing: Lesson = {
  id: "sharing",
  title: "What weight sharing is",
  about: "Follow single paths through the super-net: which weights train, and which stand still?",
  steps: [
    {
      title: "One step, one path",
      text: "A super-net holds every architecture of the space at once. Two architectures with the same operation in the same place use the same weights. In each training step only a few architectures, the sampled paths, are switched on. Here it is one.",
      question: {
        kind: "prediction",
        text: "One path trains for one step. What happens to the weights of operations that are not on it?",
        choices: [
          "They move a little, too",
          "They stand still",
          "They move where another path uses the same operation",
        ],
      },
    },
    {
      title: "Take single steps",
      text: "The lab now trains one path a step. Begin the run, which waits, and take single steps. Each switches on the operations of one architecture and moves their weights; those of all others stay as they are, to the last bit. The first layer, the last one and what lies between the cells belong to every path.",
      lab: { settings: { paths: 1 } },
      action: { type: "advance", by: "step", title: "Train one step" },
      check: { type: "steps", atLeast: 3 },
      look: "super-net",
      readings: ["paths"],
    },
    {
      title: "Score all of them",
      text: "Now let it train. At a scoring round the weights are frozen, and every architecture of the evaluation set borrows its own from them: none of these was trained by itself.",
      lab: { settings: { paths: 1 } },
      action: { type: "advance", by: "round", title: "Train to the next scoring round" },
      check: { type: "round", judged: 12, after: 1, isNew: true },
      look: "scatter",
      readings: ["step", "accuracy", "skdt"],
      question: {
        kind: "seen",
        text: "How many of the dots stand for an architecture that was trained as a whole, by itself, here?",
        choices: ["All of them", "None of them", "The best ones"],
      },
    },
    {
      title: "Two that share",
      text: "Choose one dot, then another: the cell of each is drawn. Where both have the same operation on the same edge, they use the very same weights, and a step that trains one of them moves the other, too.",
      check: { type: "selected" },
      look: "cell",
      question: {
        kind: "seen",
        text: "Two cells have one operation in common, in the same place. A step trains the first. What happens to the second?",
        choices: ["Nothing", "The weights that it shares move", "All its weights move"],
      },
    },
    {
      title: "What it means",
      text: "No dot is a network trained here: each is a path through shared weights. What an operation learned in one path must serve in all others. That saves almost all of the training, and it is why the ranking has to be checked against stand-alone training.",
      sources: [
        {
          text: "The study separates the training of the super-net from the search on it, and judges the training by how well it ranks.",
          trust: "A",
          source: study,
        },
        {
          text: "Parameters that no path of a step uses keep their value and their momentum: the lab's tests hold every engine to it.",
          trust: "measured",
          source: lab,
        },
      ],
      question: {
        kind: "seen",
        text: "Which of an operation's steps does an architecture that uses it inherit?",
        choices: [
          "Only those in which exactly this architecture was sampled",
          "All in which the operation was on a sampled path",
          "None",
        ],
      },
    },
  ],
};

export const ranking: Lesson = {
  id: "ranking",
  title: "Ranking, ties and noise",
  about: "What does one number for a ranking say, and how much of it is noise?",
  steps: [
    {
      title: "A guess",
      text: "S-KdT is near 1 where the super-net orders all pairs of architectures like stand-alone training, and 0 where it guesses; pairs that tie after rounding keep even the true order a little below 1. The parameter count ranks, too, without any training.",
      question: {
        kind: "prediction",
        text: "After a few hundred steps, does the super-net rank better than the parameter count?",
        choices: ["Clearly better", "About the same", "Worse"],
      },
    },
    {
      title: "Wait for a round",
      text: "Let the run train. Early rounds score few architectures: their value jumps, and the interval is wide. Wait for a round after a few hundred steps.",
      lab: { settings: {} },
      check: { type: "round", judged: 48, after: 300 },
      look: "correlation",
      readings: ["step", "skdt", "parameters", "parametersDifference", "oracle"],
      question: {
        kind: "seen",
        text: "Both rank the same architectures. Does the interval of their difference contain zero?",
        choices: ["Yes: cannot tell", "No: the super-net ranks better", "No: the super-net ranks worse"],
      },
    },
    {
      title: "Ties",
      text: "Two trainings of one architecture differ: differences below that noise are no order. S-KdT rounds the stand-alone accuracies to a threshold first, so that close ones tie. Raise the threshold, and see the same scores ranked again.",
      action: { type: "threshold", values: [0.01, 0.02, 0.05, 0.1] },
      check: { type: "threshold", atLeast: 0.005 },
      look: "scatter",
      readings: ["threshold", "seedNoise", "skdt"],
      question: {
        kind: "seen",
        text: "What did the larger threshold do to S-KdT here?",
        choices: ["It rose", "It fell", "It hardly changed"],
      },
    },
    {
      title: "What it means",
      text: "A rank correlation of some dozens of architectures has a wide interval, and another seed gives another value. A number without its interval, its threshold and its number of architectures says little; a difference between two runs says nothing until it is beyond the noise. Also ask what counting parameters would have reached, and what can be reached at all: stand-alone training is noisy, too.",
      readings: ["skdt", "parameters", "parametersDifference", "oracle"],
      sources: [
        {
          text: "The study judges super-nets by a sparse Kendall tau that takes small differences of stand-alone accuracy for ties.",
          trust: "B",
          source: study,
        },
      ],
      question: {
        kind: "seen",
        text: "Somebody reports one run with an S-KdT a little above yours. Is their super-net better?",
        choices: ["Yes", "Cannot tell without the interval and more seeds", "No"],
      },
    },
  ],
};

export const accuracy: Lesson = {
  id: "accuracy",
  title: "Accuracy is not ranking",
  about: "Does a more accurate super-net rank better?",
  steps: [
    {
      title: "Two schedules",
      text: "Everybody who trains a single network lets the learning rate fall: it ends more accurate. The two runs of this lesson differ in that alone; the mean accuracy of all scored architectures is the super-net's accuracy.",
      question: {
        kind: "prediction",
        text: "With a falling rate, what will happen to accuracy and ranking against a constant rate?",
        choices: [
          "Both get better",
          "Accuracy gets better, the ranking does not",
          "The ranking gets better, accuracy does not",
          "Neither gets better",
        ],
      },
    },
    {
      title: "Train both",
      text: "The lab trains both, with the same images and paths. They are short, so that you see their end: wait for it.",
      lab: {
        settings: { sched: "cosine", epochs: 2 },
        against: { sched: "constant", epochs: 2 },
      },
      check: { type: "compared", with: "run", after: 620 },
      look: "correlation",
      readings: ["step", "accuracyDifference", "skdtDifference"],
      question: {
        kind: "seen",
        text: "Compare the two differences. What did the falling rate do in your run?",
        choices: [
          "Accuracy higher, ranking better beyond the noise",
          "Accuracy higher, ranking the same within the noise",
          "Accuracy higher, ranking worse beyond the noise",
          "Accuracy not higher",
        ],
      },
    },
    {
      title: "Within one run",
      text: "Now look at the run with the falling rate alone, from its middle to its end: its mean accuracy and its S-KdT, below and as a curve over the steps. One curve may rise while the other falls, or both may rise; no outcome is promised. Neighboring points of the S-KdT curve jump although the weights hardly changed: a rise or fall no larger than these jumps says nothing.",
      look: "correlation",
      readings: ["accuracyCourse", "skdtCourse", "skdt"],
      question: {
        kind: "seen",
        text: "From the middle of the run to its end, what happened in yours?",
        choices: [
          "Accuracy rose, and S-KdT rose by more than its jumps",
          "Accuracy rose, and S-KdT moved no further than its jumps",
          "Accuracy rose, and S-KdT fell by more than its jumps",
          "Accuracy did not rise",
        ],
      },
    },
    {
      title: "What it means",
      text: "Accuracy is a property of the weights, ranking one of the differences between architectures. In longer runs of this lab (sixteen epochs, sampler Random-NAS) a falling rate ended more accurate and ranked worse than a constant one; in a short run you may see no difference in ranking at all, and one run's noise is as large as shown here. Either way the accuracy alone would not have told you. Such long runs can be begun here; they take eight times as long.",
      further: [
        {
          title: "Sixteen epochs with the sampler Random-NAS, as measured",
          lab: {
            settings: { sched: "cosine", epochs: 16, sampler: "random-nas" },
            against: { sched: "constant", epochs: 16, sampler: "random-nas" },
          },
        },
      ],
      readings: ["accuracyDifference", "skdtDifference", "accuracyCourse", "skdtCourse"],
      sources: [
        {
          text: "The paper reports that super-net accuracy is an unreliable measure of how well a super-net ranks.",
          trust: "B",
          source: study,
        },
        {
          text: "Falling against constant rate over whole runs of sixteen epochs (sampler Random-NAS): with the falling rate S-KdT ended lower than it had been early in the run, as the mean of two seeds, while accuracy ended higher.",
          trust: "measured",
          source: lab,
        },
      ],
      question: {
        kind: "seen",
        text: "You must choose between two super-nets for a search and know only their accuracies. What do you do?",
        choices: [
          "Take the more accurate one",
          "Train some architectures alone, and compare the rankings with those",
          "Take the less accurate one",
        ],
      },
    },
  ],
};
