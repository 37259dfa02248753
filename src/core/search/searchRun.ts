/**
 * @file One search under its budget. The budget counts different architectures: asking again for one that computes the same is answered
 * from what is known and costs nothing. Found is the best by super-net of all that was evaluated, the first of equals.
 */
import type { Settings } from "../settings.ts";
import type { Architecture } from "../spaces/space.ts";
import {
  type Proposal,
  type Search,
  type SearchAlgorithm,
  type SearchProblem,
  valuesFor,
} from "./algorithm.ts";

/** Proposals in a row that bring nothing new before a search counts as converged. */
const maxRepeats = 100;

export interface Evaluated {
  /** The space's representative of what was proposed: what is scored. */
  readonly architecture: Architecture;
  readonly canonical: string;
  readonly proposal: Proposal;
  /** From 0. */
  readonly index: number;
  readonly score: number;
}

export class SearchRun {
  readonly #problem: SearchProblem;
  readonly #search: Search;
  readonly #known = new Map<string, Evaluated>();
  #pending: Omit<Evaluated, "score"> | undefined;
  #best: Evaluated | undefined;

  constructor(algorithm: SearchAlgorithm, problem: SearchProblem, settings: Settings = {}) {
    this.#problem = problem;
    this.#search = algorithm.search(problem, valuesFor(algorithm, settings));
    this.#take(this.#search.next(0));
  }

  /** What is to be scored next; `undefined` once the budget is used up or the search brings nothing new. */
  get pending(): Omit<Evaluated, "score"> | undefined {
    return this.#pending;
  }

  get best(): Evaluated | undefined {
    return this.#best;
  }

  /** In the order of evaluation. */
  get evaluated(): readonly Evaluated[] {
    return [...this.#known.values()];
  }

  /** @param score of what is pending: higher is better; what is no number counts as 0 */
  answer(score: number): Evaluated {
    if (!this.#pending) throw new RangeError("nothing is asked");
    const evaluated = { ...this.#pending, score: Number.isFinite(score) ? score : 0 };
    this.#known.set(evaluated.canonical, evaluated);
    if (!this.#best || evaluated.score > this.#best.score) this.#best = evaluated;
    this.#pending = undefined;
    if (this.#known.size < this.#problem.budget) this.#take(this.#search.next(evaluated.score));
    return evaluated;
  }

  #take(first: IteratorResult<Proposal, void>): void {
    const { space, isAdmitted } = this.#problem;
    let proposed = first;
    for (let repeats = 0; !proposed.done && repeats < maxRepeats; repeats++) {
      const { architecture } = proposed.value;
      if (!isAdmitted(architecture)) throw new RangeError(`${architecture.join(".")} may not be proposed`);
      const canonical = space.canonical(architecture);
      const known = this.#known.get(canonical);
      if (!known) {
        this.#pending = {
          architecture: space.representative(architecture),
          canonical,
          proposal: proposed.value,
          index: this.#known.size,
        };
        return;
      }
      proposed = this.#search.next(known.score);
    }
  }
}
