/** @file The evolution of single-path one-shot NAS. */
import type { Architecture } from "../spaces/space.ts";
import {
  defineSearchAlgorithm,
  onlyRandom,
  type Proposal,
  realNumber,
  type SearchProblem,
  wholeNumber,
} from "./algorithm.ts";
import { crossed, draw, mutantByRate, topOf } from "./proposals.ts";

interface Individual {
  readonly architecture: Architecture;
  readonly score: number;
}

/** Tries per child before random draws fill the generation. */
const triesPerChild = 10;

export const sposEvolution = defineSearchAlgorithm({
  id: "spos-evolution",
  title: "Evolution as in SPOS",
  strategy: "evolutionary methods",
  explanation:
    "Generation by generation: the best k of all seen so far are crossed and mutated, each child decision by decision, and random draws fill up what is missing. Batch-norm statistics are re-calibrated for every architecture before it is scored.",
  origin:
    "Guo et al., Single Path One-Shot Neural Architecture Search with Uniform Sampling, ECCV 2020, https://arxiv.org/abs/1904.00420; fine-tuning as in Chen et al., DetNAS: Backbone Search for Object Detection, NeurIPS 2019, https://arxiv.org/abs/1903.10979",
  fidelity:
    "Generations go on until the budget is used up, or a hundred proposals in a row bring nothing new. Limits on FLOPs or latency are left out; what stands in their place is what the run's recipe admits. DetNAS fine-tunes the pre-trained super-net on its second task, detection, by uniform single paths before the evolution; the lab has one task, so its optional fine-tuning goes on with the same training images, on weights of the search's own; with the seed of the run its steps draw the paths and images that the run drew first.",
  settings: [
    wholeNumber("population", "Population size", 50, [2, 1000]),
    wholeNumber("topk", "Best that have children", 10, [2, 1000]),
    realNumber("mutation", "Probability to draw a decision anew", 0.1, [0.01, 1]),
    {
      key: "norm",
      title: "Batch-norm statistics",
      effect: "restart",
      kind: "choice",
      default: "recalibrated",
      choices: [
        { value: "recalibrated", title: "re-calibrated, as in the paper" },
        { value: "run", title: "those of the run" },
      ],
    },
    wholeNumber("tune", "Fine-tuning steps before (0: none)", 0, [0, 100_000]),
    realNumber("tunerate", "Learning rate of the fine-tuning", 0.01, [0.00001, 1]),
  ],
  tuning: ({ tune, tunerate }) => (tune > 0 ? { steps: tune, learningRate: tunerate } : undefined),
  remark: ({ population }, budget) => onlyRandom(population, budget),
  norm: ({ norm }) => (norm === "recalibrated" ? norm : undefined),
  *search(problem, { population: size, topk, mutation }) {
    const seen = new Set<string>();
    let best: Individual[] = [];
    for (;;) {
      const generation: Individual[] = [];
      const parents = best.map(({ architecture }) => architecture);
      for (const proposal of children(problem, parents, { size, mutation, seen })) {
        const { architecture } = proposal;
        const state = { kind: "population", individuals: parents } as const;
        generation.push({ architecture, score: yield { ...proposal, state } });
      }
      best = topOf([...best, ...generation], topk);
    }
  },
});

/** Half by crossover, half by mutation of the best, none seen before; random draws where there are no parents or too few children. */
function* children(
  problem: SearchProblem,
  parents: readonly Architecture[],
  { size, mutation, seen }: { readonly size: number; readonly mutation: number; readonly seen: Set<string> },
): Generator<Proposal> {
  const { space, random } = problem;
  const pick = (): Architecture => parents[random.below(parents.length)]!;
  const isNew = (architecture: Architecture): boolean => {
    const key = space.canonical(architecture);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
  const crossover = (): Proposal | undefined => {
    const [one, other] = [pick(), pick()];
    const architecture = crossed(problem, one, other);
    return architecture && { architecture, parents: [one, other] };
  };
  const mutated = (): Proposal | undefined => {
    const parent = pick();
    const architecture = mutantByRate(problem, parent, mutation);
    return architecture && { architecture, parents: [parent] };
  };
  let made = 0;
  if (parents.length > 0)
    for (const make of [crossover, mutated]) {
      const wanted = Math.min(size, made + Math.ceil(size / 2));
      for (let tries = triesPerChild * size; tries > 0 && made < wanted; tries--) {
        const child = make();
        if (!child || !isNew(child.architecture)) continue;
        made++;
        yield child;
      }
    }
  for (let tries = triesPerChild * size; made < size; tries--) {
    const architecture = draw(problem);
    // In a small space nothing new may be left.
    if (!isNew(architecture) && tries > 0) continue;
    made++;
    yield { architecture };
  }
}
