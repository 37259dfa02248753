/** @file Random search on the super-net, the study's champion. */
import { study } from "../heuristics/heuristic.ts";
import { defineSearchAlgorithm } from "./algorithm.ts";
import { draw } from "./proposals.ts";

export const randomSearch = defineSearchAlgorithm({
  id: "random",
  title: "Random search",
  strategy: "random search",
  explanation:
    "Draws different architectures at random, scores each with the super-net's weights and keeps the best. The paper reports that with a well-trained super-net it keeps up with complex searches, so every other one is measured against it.",
  origin: `Li and Talwalkar, Random Search and Reproducibility for Neural Architecture Search, UAI 2019, https://arxiv.org/abs/1902.07638; ${study}`,
  fidelity:
    "Draws are uniform over the architectures that differ (Random-A). The best of the super-net is not ranked again by a longer training.",
  settings: [],
  *search(problem) {
    for (;;) yield { architecture: draw(problem) };
  },
});
