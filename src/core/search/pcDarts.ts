/** @file PC-DARTS: operations on a part of the channels, and weights of edges beside those of operations. */
import { realNumber, wholeNumber } from "./algorithm.ts";
import { ArchitectureParameters, defineDifferentiable, throughSoftmax } from "./differentiable.ts";

export const pcDarts = defineDifferentiable({
  id: "pc-darts",
  title: "PC-DARTS",
  strategy: "gradient-based methods",
  explanation:
    "As DARTS, but the operations of an edge see only one K-th of the channels; the others pass by and are shuffled in, which saves time and makes operations without weights less tempting. Since that makes edges fluctuate, every edge has a weight of its own, the softmax over the edges into its node.",
  origin:
    "Xu, Xie, Zhang, Chen, Qi, Tian and Xiong, PC-DARTS: Partial Channel Connections for Memory-Efficient Architecture Search, ICLR 2020, https://arxiv.org/abs/1907.05737",
  fidelity:
    "First order, as there. The architecture's learning rate is larger than the authors' 6e-4, because a search here takes hundreds of steps and not tens of thousands. The time saved is not spent on larger batches. Between nodes of different size the channels that pass by are max-pooled, as in the authors' code. The score by super-net is of the derived architecture on the partial channels that were trained. Clipping sees the gradients of the mixing weights and of the shuffles, too.",
  settings: [
    wholeNumber("steps", "Training steps", 300, [1, 1_000_000]),
    wholeNumber("k", "K: one K-th of the channels is mixed", 4, [1, 64]),
    realNumber("warmup", "Share of the steps that train weights alone", 0.3, [0, 1]),
    realNumber("lr", "Learning rate of the architecture (Adam)", 0.01, [0.00001, 1]),
    realNumber("decay", "Weight decay of the architecture", 0.001, [0, 1]),
  ],
  begin({ mixtures, sums }, random, steps, { k, warmup, lr, decay }) {
    const operations = new ArchitectureParameters(mixtures, random);
    const edges = new ArchitectureParameters(
      sums.map((sum) => ({ choices: sum.map(String) })),
      random,
    );
    const kept = mixtures.map(({ choices }) => choices.map((_, choice) => choice));
    /** Per mixture, its share in its node. */
    const shares = (): number[] => {
      const ofEdges = edges.probabilities;
      const found = mixtures.map(() => 0);
      for (const [node, sum] of sums.entries())
        for (const [place, mixture] of sum.entries()) found[mixture] = ofEdges[node]![place]!;
      return found;
    };
    const scaled = (): number[][] => {
      const ofEdges = shares();
      return operations.probabilities.map((own, m) => own.map((share) => share * ofEdges[m]!));
    };
    return {
      plan: (step) => ({
        stage: { first: 0, steps },
        depth: 1,
        variant: { partial: k },
        learns: step >= Math.floor(warmup * steps),
      }),
      mixing: () => ({ kept, weights: scaled(), passing: shares() }),
      descend(_, gradients) {
        const ofEdges = shares();
        const ofOperations = operations.probabilities;
        const ofShares = mixtures.map(
          (_, m) =>
            gradients.weights[m]!.reduce((sum, g, choice) => sum + g * ofOperations[m]![choice]!, 0) +
            gradients.passing[m]!,
        );
        for (const [m, { gradient }] of operations.values.entries())
          throughSoftmax(
            gradient,
            ofOperations[m]!,
            new Map(gradients.weights[m]!.map((g, choice) => [choice, g * ofEdges[m]!])),
          );
        for (const [node, { gradient }] of edges.values.entries())
          throughSoftmax(
            gradient,
            edges.probabilities[node]!,
            new Map(sums[node]!.map((mixture, place) => [place, ofShares[mixture]!])),
          );
        operations.descend(lr, decay);
        edges.descend(lr, decay);
      },
      get probabilities() {
        return operations.probabilities;
      },
      get strengths() {
        return scaled();
      },
    };
  },
});
