/** @file GDAS: one sampled operation per edge, with a gradient through the Gumbel-softmax. */
import { log } from "../exactMath.ts";
import { realNumber, wholeNumber } from "./algorithm.ts";
import {
  ArchitectureParameters,
  defineDifferentiable,
  type Mixing,
  throughSoftmax,
} from "./differentiable.ts";
import { softmax } from "./neural/tape.ts";

export const gdas = defineDifferentiable({
  id: "gdas",
  title: "GDAS",
  strategy: "gradient-based methods",
  explanation:
    "As DARTS, but each step draws one operation per edge by the Gumbel-softmax and computes that one alone, at full weight; the gradient goes through the soft probabilities. The temperature falls, so that draws become decisions.",
  origin:
    "Dong and Yang, Searching for a Robust Neural Architecture in Four GPU Hours, CVPR 2019, https://arxiv.org/abs/1910.04465",
  fidelity:
    "The architecture's learning rate is larger than the authors' 3e-4, because a search here takes hundreds of steps and not tens of thousands. One draw for all images of a step and for all cells. The temperature falls linearly over the steps. The reduction cell is not fixed, since the spaces here have none or search it.",
  settings: [
    wholeNumber("steps", "Training steps", 600, [1, 1_000_000]),
    realNumber("lr", "Learning rate of the architecture (Adam)", 0.01, [0.00001, 1]),
    realNumber("decay", "Weight decay of the architecture", 0.001, [0, 1]),
    realNumber("hot", "Temperature at the beginning", 10, [0.01, 100]),
    realNumber("cold", "Temperature at the end", 0.1, [0.01, 100]),
  ],
  begin({ mixtures }, random, steps, { lr, decay, hot, cold }) {
    const parameters = new ArchitectureParameters(mixtures, random);
    /** The soft probabilities behind a draw. */
    const drawn = new WeakMap<
      Mixing,
      { readonly soft: readonly Float64Array[]; readonly temperature: number }
    >();
    let step = 0;
    return {
      mixing() {
        const temperature = hot + ((cold - hot) * Math.min(step, steps)) / steps;
        const soft = parameters.values.map(({ data }) => {
          // log p + Gumbel noise; the sum of the softmax is the same for all and drops out.
          // A draw of exactly 0 would make it infinite.
          const noise = () => -log(-log(Math.min(1 - random.next(), 1 - 2 ** -33)));
          const perturbed = data.map((alpha) => (alpha + noise()) / temperature);
          return softmax(perturbed);
        });
        const mixing = {
          kept: soft.map((shares) => [shares.indexOf(Math.max(...shares))]),
          weights: soft.map(() => [1]),
        };
        drawn.set(mixing, { soft, temperature });
        return mixing;
      },
      descend(mixing, gradients) {
        const { soft, temperature } = drawn.get(mixing)!;
        for (const [m, { gradient }] of parameters.values.entries()) {
          const choice = mixing.kept[m]![0]!;
          throughSoftmax(gradient, soft[m]!, new Map([[choice, gradients.weights[m]![0]!]]), temperature);
        }
        parameters.descend(lr, decay);
        step++;
      },
      get probabilities() {
        return parameters.probabilities;
      },
    };
  },
});
