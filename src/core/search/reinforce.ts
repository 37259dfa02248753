/** @file A controller trained by REINFORCE, as in NASNet and ENAS. */
import type { Architecture } from "../spaces/space.ts";
import { defineSearchAlgorithm, realNumber, wholeNumber } from "./algorithm.ts";
import { Policy } from "./policy.ts";
import { draw, tried } from "./proposals.ts";

interface Sampled {
  readonly architecture: Architecture;
  readonly advantage: number;
}

export const reinforce = defineSearchAlgorithm({
  id: "reinforce",
  title: "Controller by REINFORCE",
  strategy: "reinforcement learning",
  explanation:
    "A recurrent network, the controller, chooses decision after decision and so draws an architecture. What scores better than a moving baseline becomes more likely, what scores worse less; a bonus for entropy keeps it exploring.",
  origin:
    "Zoph and Le, Neural Architecture Search with Reinforcement Learning, ICLR 2017, https://arxiv.org/abs/1611.01578; Pham et al., Efficient Neural Architecture Search via Parameter Sharing, ICML 2018, https://arxiv.org/abs/1802.03268",
  fidelity:
    "The controller is one layer of 32 units, smaller than in the papers, with a larger learning rate, because it gets hundreds of scores and not many thousands. Plain REINFORCE as in ENAS, not NASNet's proximal policy optimization. The super-net is trained before, not in turns with the controller. Draws that the space does not allow are drawn again and not learned from; after 200 of them a uniform draw takes their place and is learned from. A controller so sure that a hundred of its draws in a row bring nothing new ends before its budget is used up.",
  settings: [
    realNumber("lr", "Learning rate of the controller", 0.02, [0.0001, 1]),
    wholeNumber("batch", "Architectures per update", 4, [1, 100]),
    realNumber("entropy", "Weight of the entropy", 0.005, [0, 1]),
    // The baseline moves before it is taken off, as in ENAS: one that keeps nothing is the score itself, and nothing is learned.
    realNumber("baseline", "Share of the old baseline kept per score", 0.9, [0.1, 0.999]),
  ],
  *search(problem, { lr, batch, entropy, baseline: kept }) {
    const { space, random, isAdmitted } = problem;
    const policy = new Policy(space.decisions, random.fork("controller"));
    let baseline: number | undefined;
    for (;;) {
      const sampled: Sampled[] = [];
      while (sampled.length < batch) {
        let probabilities: readonly (readonly number[])[] = [];
        const architecture =
          tried(isAdmitted, () => {
            const drawn = policy.sample(random);
            probabilities = drawn.probabilities.map((shares) => [...shares]);
            return drawn.architecture;
          }) ?? draw(problem);
        const score = yield { architecture, state: { kind: "distribution", probabilities } };
        baseline = baseline === undefined ? score : kept * baseline + (1 - kept) * score;
        sampled.push({ architecture, advantage: score - baseline });
      }
      for (const { architecture, advantage } of sampled)
        policy.reinforce(architecture, advantage / batch, entropy / batch);
      policy.parameters.descend(lr);
    }
  },
});
