/** @file Neural architecture optimization: a gradient step in the latent space of an encoder. */
import { shuffled } from "../random.ts";
import type { Architecture } from "../spaces/space.ts";
import {
  defineSearchAlgorithm,
  onlyRandom,
  realNumber,
  type SearchProblem,
  wholeNumber,
} from "./algorithm.ts";
import { NaoModel } from "./naoModel.ts";
import { draw, topOf } from "./proposals.ts";

interface Individual {
  readonly architecture: Architecture;
  readonly score: number;
}

/** Architectures per update of the networks. */
const batchSize = 8;
const learningRate = 0.01;
/** A step that decodes to nothing new is made so many times as long, up to so many times. */
const growth = 2;
const maxSteps = 8;

export const nao = defineSearchAlgorithm({
  id: "nao",
  title: "Neural architecture optimization",
  strategy: "gradient-based methods",
  explanation:
    "An encoder turns architectures into points of a continuous space, a predictor learns their scores there, and a decoder learns to turn points into architectures again. From the best architectures the search climbs along the predictor's gradient and decodes where it arrives.",
  origin:
    "Luo, Tian, Qin, Chen and Liu, Neural Architecture Optimization, NeurIPS 2018, https://arxiv.org/abs/1808.07233",
  fidelity:
    "Encoder and decoder are single layers of 16 units, smaller than in the paper. The decoder reads the encoder's state of the same decision where the paper has attention over all of them. It starts from the encoder's last state, with an empty memory. Data are not augmented by symmetric encodings. Where no step decodes to something new, a random draw takes its place.",
  settings: [
    wholeNumber("initial", "Random architectures to begin with", 40, [4, 1000]),
    wholeNumber("top", "Best that are improved", 20, [1, 1000]),
    realNumber("step", "Length of the gradient step", 1, [0.01, 100]),
    wholeNumber("epochs", "Epochs of learning per round", 20, [1, 1000]),
    realNumber("tradeoff", "Share of the predictor in the loss", 0.8, [0.01, 0.99]),
  ],
  remark: ({ initial }, budget) => onlyRandom(initial, budget),
  *search(problem, { initial, top, step, epochs, tradeoff }) {
    const { space, random } = problem;
    const model = new NaoModel(space.decisions, random.fork("networks"));
    const seen = new Set<string>();
    const all: Individual[] = [];
    while (all.length < initial) {
      const architecture = draw(problem);
      seen.add(space.canonical(architecture));
      all.push({ architecture, score: yield { architecture } });
    }
    for (;;) {
      train(model, all, { epochs, tradeoff, problem });
      const parents = topOf(all, top).map(({ architecture }) => architecture);
      const children: Individual[] = [];
      for (const parent of parents) {
        const climbed = improved(model, parent, { step, seen, problem });
        const architecture = climbed ?? draw(problem);
        seen.add(space.canonical(architecture));
        const score = yield {
          architecture,
          ...(climbed && { parents: [parent] }),
          state: { kind: "population", individuals: parents },
        };
        children.push({ architecture, score });
      }
      all.push(...children);
    }
  },
});

/** Scores are brought to [0, 1] by the least and the greatest, as in the paper. */
function train(
  model: NaoModel,
  all: readonly Individual[],
  {
    epochs,
    tradeoff,
    problem,
  }: { readonly epochs: number; readonly tradeoff: number; readonly problem: SearchProblem },
): void {
  const scores = all.map(({ score }) => score);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const scaled = (score: number): number => (high > low ? (score - low) / (high - low) : 0.5);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(all, problem.random);
    for (let start = 0; start < order.length; start += batchSize) {
      for (const { architecture, score } of order.slice(start, start + batchSize))
        model.learn(architecture, scaled(score), tradeoff);
      model.parameters.descend(learningRate);
    }
  }
}

/** Where a step along the gradient, made longer and longer, first decodes to something admitted and new. */
function improved(
  model: NaoModel,
  parent: Architecture,
  {
    step,
    seen,
    problem,
  }: { readonly step: number; readonly seen: ReadonlySet<string>; readonly problem: SearchProblem },
): Architecture | undefined {
  const { space, isAdmitted } = problem;
  const latent = model.encode(parent);
  const { gradient } = model.predict(latent);
  let length = step;
  for (let tries = 0; tries < maxSteps; tries++, length *= growth) {
    const moved = latent.map((state, t) => state.map((value, i) => value + length * gradient[t]![i]!));
    const decoded = model.decode(moved);
    if (isAdmitted(decoded) && !seen.has(space.canonical(decoded))) return decoded;
  }
  return undefined;
}
