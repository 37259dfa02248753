/** @file DARTS, first order. */
import { realNumber, wholeNumber } from "./algorithm.ts";
import { ArchitectureParameters, defineDifferentiable, throughSoftmax } from "./differentiable.ts";

export const dartsSearch = defineDifferentiable({
  id: "darts",
  title: "DARTS, first order",
  strategy: "gradient-based methods",
  explanation:
    "Every edge computes all operations and adds them with weights that are the softmax of architecture parameters. In turns, weights learn on one half of the training images and architecture parameters on the other; at the end each edge keeps its strongest operation. It is known to collapse to skip connections.",
  origin:
    "Liu, Simonyan and Yang, DARTS: Differentiable Architecture Search, ICLR 2019, https://arxiv.org/abs/1806.09055",
  fidelity:
    "First order: the weights are taken as they are, not as they would be after a step. The architecture's learning rate is larger than the authors' 3e-4, because a search here takes hundreds of steps and not tens of thousands. Batch norm has the affine parameters of the run's recipe, where the paper has none while it searches. Clipping sees the gradients of the mixing weights, too. In the DARTS space the derived cell keeps the two strongest edges of each node, as in the paper.",
  settings: [
    wholeNumber("steps", "Training steps", 300, [1, 1_000_000]),
    realNumber("lr", "Learning rate of the architecture (Adam)", 0.01, [0.00001, 1]),
    realNumber("decay", "Weight decay of the architecture", 0.001, [0, 1]),
  ],
  begin({ mixtures }, random, _steps, { lr, decay }) {
    const parameters = new ArchitectureParameters(mixtures, random);
    const kept = mixtures.map(({ choices }) => choices.map((_, choice) => choice));
    return {
      mixing: () => ({ kept, weights: parameters.probabilities }),
      descend({ weights }, gradients) {
        for (const [m, { gradient }] of parameters.values.entries())
          throughSoftmax(gradient, weights[m]!, new Map(gradients.weights[m]!.entries()));
        parameters.descend(lr, decay);
      },
      get probabilities() {
        return parameters.probabilities;
      },
    };
  },
});
