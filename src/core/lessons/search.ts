/** @file The lesson on what a search algorithm adds to a trained super-net. */
import { study } from "../heuristics/heuristic.ts";
import { type Lesson, lab } from "./lesson.ts";

const algorithms = ["random", "regularized-evolution"] as const;

export const search: Lesson = {
  id: "search",
  title: "Does random search suffice?",
  about: "On a trained super-net, does a clever search find better architectures than random draws?",
  steps: [
    {
      title: "Searching costs little",
      text: "Once the super-net is trained, a search only scores architectures on it: each costs a moment. All algorithms get the same number of scores here.",
      question: {
        kind: "prediction",
        text: "With as many scores, which search will find more by super-net accuracy?",
        choices: [
          "The evolution, with every seed",
          "Random search, with every seed",
          "It will differ from seed to seed",
        ],
      },
    },
    {
      title: "Train first",
      text: "Let the run train, and wait for a round after three hundred steps or more. What the super-net takes for best need not be best: its top three are looked up in the table.",
      lab: { settings: {} },
      check: { type: "round", judged: 24, after: 300 },
      look: "found",
      readings: ["step", "skdt", "found"],
    },
    {
      title: "Search",
      text: "Random search and an evolution, twenty scores each and three seeds; of the evolution the first eight are drawn at random, too. The panel “Search on this super-net” shows what each found.",
      action: {
        type: "search",
        algorithms,
        budget: 20,
        seeds: [1, 2, 3],
        settings: { "regularized-evolution": { population: 8, sample: 3 } },
        title: "Search with both",
      },
      check: { type: "searched", algorithms },
      look: "search",
      readings: ["searches"],
      question: {
        kind: "seen",
        text: "By super-net accuracy, which search found more?",
        choices: [
          "The evolution, with every seed",
          "Random search, with every seed",
          "It differs from seed to seed",
        ],
      },
    },
    {
      title: "What it means",
      text: "A search finds what the super-net takes for best, so it has to trust the ranking. Where the ranking is noisy, looking harder finds the super-net's errors. With so few scores and seeds you may see either of them ahead; more scores on the same weights cost little: try.",
      readings: ["skdt", "searches"],
      sources: [
        {
          text: "The paper reports that with a well-trained super-net random search keeps up with complex search algorithms.",
          trust: "A",
          source: study,
        },
        {
          text: "This lab held that against two super-nets a space and could not tell. On NAS-Bench-201 random search found nothing better on the well-trained one than on the badly trained one, and Bayesian optimization found better cells on the same weights; on NASBench-101 the better super-net was worth two points to random search.",
          trust: "measured",
          source: lab,
        },
      ],
      question: {
        kind: "seen",
        text: "You have an hour more. Where does it help a search most?",
        choices: [
          "A cleverer search algorithm",
          "A super-net that ranks better",
          "Another seed of the search",
        ],
      },
    },
  ],
};
