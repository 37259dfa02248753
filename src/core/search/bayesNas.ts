/** @file BayesNAS: switches on edges and operations under a sparse prior; what the data do not ask for is pruned. */
import { log } from "../exactMath.ts";
import { realNumber, wholeNumber } from "./algorithm.ts";
import { defineDifferentiable } from "./differentiable.ts";

/** A number that multiplies an edge or an operation, with its prior N(0, γ). */
export class Switch {
  value = 1;
  /** Variance of the prior. */
  gamma = 1;
  /** Weight of |value| in the loss. */
  omega = 1;
  #velocity = 0;
  /** Running mean of squared gradients. */
  #fisher = 0;
  #seen = 0;

  /**
   * Descends along the gradient of the loss with momentum, then shrinks by the penalty intensity · ω · |value|, as much as its subgradient
   * would under that momentum in the long run; the penalty never carries the switch through zero.
   */
  descend(gradient: number, { rate, momentum, intensity }: SwitchRates): void {
    this.#seen++;
    this.#fisher += (gradient * gradient - this.#fisher) / this.#seen;
    this.#velocity = momentum * this.#velocity + gradient;
    const moved = this.value - rate * this.#velocity;
    const shrink = (rate * intensity * this.omega) / (1 - momentum);
    this.value = Math.sign(moved) * Math.max(0, Math.abs(moved) - shrink);
  }

  /** Of the loss, on its diagonal, for a batch of `images`: the gradients since it was last asked stand for it. */
  curvature(images: number): number {
    const found = this.#fisher * images;
    this.#fisher = 0;
    this.#seen = 0;
    return found;
  }

  /**
   * The next weight and variance: ω = √(1/γ − C/γ²) with the posterior variance C = 1/(1/γ + H), then γ = |value| / ω; below `parent`, on
   * which it depends, 1/γ is the sum of both (algorithm 1 of the paper).
   */
  update(hessian: number, parent?: Switch): void {
    const covariance = 1 / (1 / this.gamma + hessian);
    const squared = 1 / this.gamma - covariance / (this.gamma * this.gamma);
    this.omega = Math.sqrt(Math.max(squared, smallest));
    const own = Math.max(Math.abs(this.value) / this.omega, smallest);
    this.gamma = parent ? 1 / (1 / own + 1 / parent.gamma) : own;
  }

  /** Of the prior, in nats: ½ ln(2πeγ). Pruned at zero and below. */
  get entropy(): number {
    return log(2 * Math.PI * Math.E * this.gamma) / 2;
  }
}

interface SwitchRates {
  readonly rate: number;
  readonly momentum: number;
  readonly intensity: number;
}

const smallest = 1e-12;
const momentum = 0.9;

export const bayesNas = defineDifferentiable({
  id: "bayesnas",
  title: "BayesNAS",
  strategy: "gradient-based methods",
  explanation:
    "Search as pruning: every edge and every operation on it is multiplied by a switch with a Gaussian prior of its own width. Alternating with training, the widths follow from how large a switch is and how strongly the loss bends along it; where the entropy of a prior falls to zero, the operation is pruned. A pruned edge takes its operations with it, so none needs no place among them.",
  origin:
    "Zhou, Yang, Wang and Pan, BayesNAS: A Bayesian Approach for Neural Architecture Search, ICML 2019, https://arxiv.org/abs/1905.04919",
  fidelity:
    "The diagonal of the Hessian is the empirical Fisher information of mini-batches, not the paper's layer-by-layer recursion; dependence on earlier edges is left out, that of operations on their edge is there. All cells of one kind share their switches, and these learn on the held-out half. The intensity of sparsity weighs the shrinkage alone; the authors' code also divides the Hessian by it, which prunes earlier. What is left on an edge at the end is the operation with the widest prior; the DARTS space takes two edges into every node, so where fewer are left a pruned one comes back with its first operation.",
  settings: [
    wholeNumber("steps", "Training steps", 300, [1, 1_000_000]),
    realNumber("warmup", "Share of the steps that train weights alone", 0.5, [0, 1]),
    wholeNumber("period", "Steps from one update of the priors to the next", 10, [1, 10_000]),
    realNumber("lr", "Learning rate of the switches", 0.1, [0.00001, 1]),
    realNumber("sparsity", "Intensity of the sparse prior", 0.01, [0, 10]),
  ],
  begin({ mixtures, batchSize }, _random, steps, { warmup, period, lr, sparsity }) {
    const edges = mixtures.map(() => new Switch());
    const operations = mixtures.map(({ choices }) => choices.map(() => new Switch()));
    const isNone = (m: number, choice: number): boolean => mixtures[m]!.choices[choice] === "none";
    const isPruned = new Set<Switch>();
    const keptOf = (m: number): number[] =>
      isPruned.has(edges[m]!)
        ? []
        : mixtures[m]!.choices.flatMap((_, choice) =>
            isNone(m, choice) || isPruned.has(operations[m]![choice]!) ? [] : [choice],
          );
    const rates = { rate: lr, momentum, intensity: sparsity };
    let learned = 0;
    const update = (): void => {
      for (const [m, edge] of edges.entries()) {
        const kept = keptOf(m).map((choice) => operations[m]![choice]!);
        if (kept.length === 0) continue;
        edge.update(edge.curvature(batchSize));
        for (const operation of kept) operation.update(operation.curvature(batchSize), edge);
        for (const one of [edge, ...kept]) if (one.entropy <= 0) isPruned.add(one);
      }
    };
    const widths = (): number[][] =>
      mixtures.map(({ choices }, m) => {
        const kept = new Set(keptOf(m));
        return choices.map((_, choice) =>
          kept.has(choice) ? operations[m]![choice]!.gamma : isNone(m, choice) && kept.size === 0 ? 1 : 0,
        );
      });
    return {
      plan: (step) => ({
        stage: { first: 0, steps },
        depth: 1,
        variant: {},
        learns: step >= Math.floor(warmup * steps),
      }),
      mixing() {
        const kept = mixtures.map((_, m) => keptOf(m));
        const weights = kept.map((choices, m) =>
          choices.map((choice) => edges[m]!.value * operations[m]![choice]!.value),
        );
        return { kept, weights };
      },
      descend({ kept }, gradients) {
        for (const [m, choices] of kept.entries()) {
          if (choices.length === 0) continue;
          const edge = edges[m]!;
          const own = choices.map((choice) => operations[m]![choice]!);
          const ofWeights = gradients.weights[m]!;
          const scale = edge.value;
          edge.descend(
            own.reduce((sum, { value }, at) => sum + value * ofWeights[at]!, 0),
            rates,
          );
          for (const [at, operation] of own.entries()) operation.descend(scale * ofWeights[at]!, rates);
        }
        if (++learned % period === 0) update();
      },
      get probabilities() {
        return widths().map((own) => {
          const sum = own.reduce((a, b) => a + b, 0);
          return own.map((width) => width / sum);
        });
      },
      get strengths() {
        return widths();
      },
    };
  },
});
