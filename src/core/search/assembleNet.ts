/** @file AssembleNet's idea: evolution whose mutations follow connection weights that are learned along. */
import { exp } from "../exactMath.ts";
import { type Random, shuffled } from "../random.ts";
import { realNumber, wholeNumber } from "./algorithm.ts";
import {
  ArchitectureParameters,
  defineDifferentiable,
  type PerChoice,
  type Relaxed,
} from "./differentiable.ts";

type Wiring = Pick<Relaxed, "mixtures" | "sums">;

interface Individual {
  /** Per mixture the operation on it; none where it is no connection. */
  readonly kept: PerChoice;
  /** Mean loss on held-out images so far, in nats. */
  readonly loss: number;
  readonly measured: number;
}

export const assembleNet = defineDifferentiable({
  id: "assemblenet",
  title: "Evolution by connection weights",
  strategy: "evolutionary methods",
  explanation:
    "Every connection has a weight between 0 and 1 that is learned with the network. A population of architectures trains in turn; the best of a few draws becomes a parent, and its child keeps each connection with the probability that its weight says. What is lost is replaced by other connections, and one operation changes.",
  origin:
    "Ryoo, Piergiovanni, Tan and Angelova, AssembleNet: Searching for Multi-Stream Neural Connectivity in Video Architectures, ICLR 2020, https://arxiv.org/abs/1905.13209",
  fidelity:
    "There each individual trains from scratch, with connection weights of its own; here all share one super-net and one weight per connection, which learns on the held-out half, and the oldest individual dies, since weights that others trained flatter the young. Adam counts its steps over all connections, so one that is first used late moves further at first. Streams, their temporal resolutions, and the splitting and merging of blocks are left out.",
  settings: [
    wholeNumber("steps", "Training steps", 300, [1, 1_000_000]),
    wholeNumber("population", "Population", 10, [2, 1000]),
    wholeNumber("sample", "Drawn for a tournament", 4, [1, 1000]),
    wholeNumber("period", "Steps of an individual", 5, [1, 10_000]),
    realNumber("lr", "Learning rate of the connections (Adam)", 0.05, [0.00001, 1]),
  ],
  begin(relaxed, random, _steps, { population: size, sample, period, lr }) {
    const { mixtures, derive, keptOf } = relaxed;
    const logits = new ArchitectureParameters(
      mixtures.map(() => ({ choices: ["connection"] })),
      random,
    );
    const weights = (): number[] => logits.values.map(({ data }) => 1 / (1 + exp(-(data[0] as number))));
    const population: Individual[] = [];
    let born = 0;

    const newborn = (strengths: PerChoice): Individual => {
      born++;
      return { kept: connectionsOf(relaxed, keptOf(derive(strengths))), loss: 0, measured: 0 };
    };
    const drawn = (): Individual => newborn(mixtures.map(({ choices }) => choices.map(() => random.next())));
    const best = (of: readonly Individual[]): Individual | undefined =>
      of.reduce<Individual | undefined>((a, b) => (a && a.loss <= b.loss ? a : b), undefined);
    const next = (): Individual => {
      if (born < size) return drawn();
      const parent = best(shuffled(population, random).slice(0, sample)) as Individual;
      return newborn(strengthsOf(relaxed, guidedMutation(relaxed, parent.kept, weights(), random)));
    };
    let current = drawn();

    return {
      mixing() {
        const own = weights();
        return { kept: current.kept, weights: current.kept.map((on, m) => on.map(() => own[m] as number)) };
      },
      descend({ kept }, gradients) {
        const own = weights();
        for (const [m, on] of kept.entries()) {
          const [gradient] = gradients.weights[m] as readonly number[];
          const weight = own[m] as number;
          if (on.length > 0) logits.values[m]!.gradient[0]! += (gradient as number) * weight * (1 - weight);
        }
        logits.descend(lr, 0);
        const measured = current.measured + 1;
        const loss = current.loss + (gradients.loss - current.loss) / measured;
        current = { ...current, loss, measured };
        if (measured < period) return;
        population.push(current);
        if (population.length > size) population.shift();
        current = next();
      },
      /** Shares of the population. */
      get probabilities() {
        const all = [...population, current].map(({ kept }) => strengthsOf(relaxed, kept));
        return mixtures.map(({ choices }, m) =>
          choices.map((_, choice) => all.reduce((sum, one) => sum + one[m]![choice]!, 0) / all.length),
        );
      },
      get strengths() {
        return strengthsOf(relaxed, (best(population) ?? current).kept);
      },
      get gates() {
        return weights();
      },
    };
  },
});

const isNone = ({ mixtures }: Pick<Relaxed, "mixtures">, m: number, choice: number): boolean =>
  mixtures[m]?.choices[choice] === "none";

/** Without what is called none. */
const connectionsOf = (wiring: Pick<Relaxed, "mixtures">, kept: PerChoice): PerChoice =>
  kept.map((on, m) => on.filter((choice) => !isNone(wiring, m, choice)));

/** 1 for the operation on every connection, and for none where there is no connection. */
const strengthsOf = (wiring: Wiring, kept: PerChoice): PerChoice =>
  wiring.mixtures.map(({ choices }, m) =>
    choices.map((_, choice) => {
      const [own] = kept[m] as readonly number[];
      return own === choice || (own === undefined && isNone(wiring, m, choice)) ? 1 : 0;
    }),
  );

/**
 * The connections of a child (section 3.3 of https://arxiv.org/abs/1905.13209): those of its parent with a weight above a uniform random
 * number; into each node as many others as were lost, of which those lost may be some; and another operation on one of them.
 * @param weights of the connections, [0, 1]
 */
export function guidedMutation(
  wiring: Wiring,
  parent: PerChoice,
  weights: readonly number[],
  random: Random,
): PerChoice {
  const operationOn = (m: number, but?: number): number => {
    const all = [...(wiring.mixtures[m]?.choices.keys() ?? [])].filter(
      (choice) => choice !== but && !isNone(wiring, m, choice),
    );
    return all[random.below(all.length)] as number;
  };
  const child: number[][] = parent.map(() => []);
  for (const node of wiring.sums) {
    const before = node.filter((m) => (parent[m] as readonly number[]).length > 0);
    const preserved = before.filter((m) => (weights[m] as number) > random.next());
    const free = shuffled(
      node.filter((m) => !preserved.includes(m)),
      random,
    );
    for (const m of [...preserved, ...free.slice(0, before.length - preserved.length)])
      child[m] = [parent[m]?.[0] ?? operationOn(m)];
  }
  const connections = child.flatMap((on, m) => (on.length > 0 ? [m] : []));
  if (connections.length === 0) return child;
  const changed = connections[random.below(connections.length)] as number;
  child[changed] = [operationOn(changed, child[changed]?.[0])];
  return child;
}
