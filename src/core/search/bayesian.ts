/** @file Bayesian optimization by a Gaussian process with a kernel on graphs. */
import type { Architecture } from "../spaces/space.ts";
import { defineSearchAlgorithm, onlyRandom, type SearchProblem, wholeNumber } from "./algorithm.ts";
import { expectedImprovement, type GaussianProcess, gaussianProcess } from "./gaussianProcess.ts";
import { draw, mutant, topOf } from "./proposals.ts";
import { type Features, SubtreeLabels, similarities } from "./weisfeilerLehman.ts";

interface Observed {
  readonly architecture: Architecture;
  readonly score: number;
  readonly features: Features;
}

/** Kernels and noises to choose from by marginal likelihood. */
const depths = [0, 1, 2, 3] as const;
const noises = [0.001, 0.01, 0.1, 0.3] as const;
const deepest = 3;
/** Parents of the candidates that are mutants. */
const parents = 10;

export const bayesian = defineSearchAlgorithm({
  id: "bayesian",
  title: "Bayesian optimization",
  strategy: "Bayesian optimization",
  explanation:
    "A Gaussian process learns scores from a similarity of cells, and says how unsure it is about those not yet scored. Next are scored the candidates from which it expects the largest improvement over the best so far.",
  origin:
    "Kandasamy et al., Neural Architecture Search with Bayesian Optimisation and Optimal Transport (NASBOT), NeurIPS 2018, https://arxiv.org/abs/1802.07191; kernel and candidates as in Ru, Wan, Dong and Osborne, Interpretable Neural Architecture Search via Bayesian Optimisation with Weisfeiler-Lehman Kernels, ICLR 2021, https://arxiv.org/abs/2006.07556",
  fidelity:
    "The kernel is that of Weisfeiler and Lehman, not NASBOT's optimal-transport distance. It compares cells as they are encoded, operations that reach no output included. Its depth and the noise are chosen from a grid by marginal likelihood, at every tenth fit. The expected improvement is maximized over a set of mutants and random draws, and the best few are scored before the next fit.",
  settings: [
    wholeNumber("initial", "Random architectures to begin with", 20, [2, 1000]),
    wholeNumber("candidates", "Candidates per fit", 100, [2, 2000]),
    wholeNumber("batch", "Scored before the next fit", 5, [1, 100]),
  ],
  remark: ({ initial }, budget) => onlyRandom(initial, budget),
  *search(problem, { initial, candidates, batch }) {
    const { space } = problem;
    const seen = new Set<string>();
    const model = new Model();
    const labels = new SubtreeLabels(deepest);
    const features = (architecture: Architecture): Features => labels.featuresOf(space, architecture);
    const next: { architecture: Architecture; parents?: readonly Architecture[] }[] = [];
    while (next.length < initial) next.push({ architecture: draw(problem) });
    for (;;) {
      for (const proposal of next.splice(0)) {
        seen.add(space.canonical(proposal.architecture));
        const score = yield proposal;
        model.add({ ...proposal, score, features: features(proposal.architecture) });
      }
      const asked = candidatesOf(problem, model.observed, seen, candidates);
      const improvements = model.improvements(asked.map(({ architecture }) => features(architecture)));
      const ranked = topOf(
        asked.map((candidate, i) => ({ ...candidate, score: improvements[i]! })),
        batch,
      );
      for (const { score: _, ...proposal } of ranked) next.push(proposal);
    }
  },
});

/** Fits between two choices of kernel and noise. */
const fitsPerChoice = 10;

class Model {
  readonly observed: Observed[] = [];
  /** Per depth of the kernel, the similarities of all pairs. */
  readonly #similarities: number[][][] = depths.map(() => []);
  #fits = 0;
  #chosen: { readonly depth: number; readonly noise: number } = { depth: deepest, noise: noises[2] };

  add(observed: Observed): void {
    this.observed.push(observed);
    const byDepth = this.observed.map(({ features }) => similarities(features, observed.features));
    for (const [depth, rows] of this.#similarities.entries()) {
      for (const [i, old] of rows.entries()) old.push(byDepth[i]![depth]!);
      rows.push(byDepth.map((row) => row[depth]!));
    }
  }

  /** The expected improvement of each candidate over the best observed, in standard deviations of the scores. */
  improvements(candidates: readonly Features[]): number[] {
    const scores = this.observed.map(({ score }) => score);
    const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
    const variance = scores.reduce((sum, score) => sum + (score - mean) * (score - mean), 0) / scores.length;
    const deviation = Math.sqrt(variance) || 1;
    const standard = scores.map((score) => (score - mean) / deviation);
    const process = this.#fit(standard);
    if (!process) return candidates.map(() => 0);
    const { depth } = this.#chosen;
    const best = Math.max(...standard);
    return process
      .posterior(
        candidates.map((candidate) =>
          this.observed.map(({ features }) => similarities(features, candidate)[depth]!),
        ),
      )
      .map(({ mean: at, variance: spread }) => expectedImprovement(at, spread, best));
  }

  #fit(standard: readonly number[]): GaussianProcess | undefined {
    const under = ({ depth, noise }: { readonly depth: number; readonly noise: number }) =>
      gaussianProcess(this.#similarities[depth]!, standard, noise);
    if (this.#fits++ % fitsPerChoice > 0) return under(this.#chosen);
    let best: GaussianProcess | undefined;
    for (const depth of depths)
      for (const noise of noises) {
        const process = under({ depth, noise });
        if (!process || (best && process.logMarginalLikelihood <= best.logMarginalLikelihood)) continue;
        best = process;
        this.#chosen = { depth, noise };
      }
    return best;
  }
}

/** Different architectures not seen before: half mutants of the best, half random draws; fewer where the space has no more. */
function candidatesOf(
  problem: SearchProblem,
  observed: readonly Observed[],
  seen: ReadonlySet<string>,
  count: number,
): { architecture: Architecture; parents?: readonly Architecture[] }[] {
  const { space, random } = problem;
  const best = topOf(observed, parents);
  const found = new Map<string, { architecture: Architecture; parents?: readonly Architecture[] }>();
  for (let tries = 0; found.size < count && tries < 10 * count; tries++) {
    const parent = best[random.below(best.length)]!.architecture;
    const candidate =
      tries % 2 === 0
        ? { architecture: mutant(problem, parent), parents: [parent] }
        : { architecture: draw(problem) };
    const key = space.canonical(candidate.architecture);
    if (!seen.has(key) && !found.has(key)) found.set(key, candidate);
  }
  // Where all has been seen, what is asked again costs nothing and ends the search.
  return found.size > 0 ? [...found.values()] : [{ architecture: draw(problem) }];
}
