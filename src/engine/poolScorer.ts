/** @file The scores of a run: which architectures of the pool are due, and what the super-net says of them, one at a time. */
import type { Network } from "../core/network/network.ts";
import type { Recipe } from "../core/recipe.ts";
import type { Score } from "../core/run.ts";
import type { Architecture } from "../core/spaces/space.ts";
import type { WatchedEngine } from "./deviceLoss.ts";
import type { Evaluation, NetworkScore } from "./engine.ts";

/** A first handful of scores comes early, so that a newcomer sees a correlation within seconds. */
const firstScores = { afterStep: 40, count: 12 };
const calibrationBatches = 4;

export class PoolScorer {
  readonly #pool: readonly Architecture[];
  readonly #imageCount: number;
  readonly #networks = new Map<number, Network>();
  /** Index of the architecture that comes next, and how many scores are due at once. */
  #cursor = 0;
  #due = 0;

  /** @param imageCount validation images there are */
  constructor(pool: readonly Architecture[], imageCount: number) {
    this.#pool = pool;
    this.#imageCount = imageCount;
  }

  get isDue(): boolean {
    return this.#due > 0;
  }

  /** Training step `step` is done: what the rhythm of scores asks for now. */
  afterStep(step: number, stepsPerScore: number): void {
    if (this.#pool.length > 0)
      this.#due += scoresAfter(step, stepsPerScore) - scoresAfter(step - 1, stepsPerScore);
  }

  /** The whole pool anew, going on from where the round stands: the old scores were made under other rules. */
  renew(): void {
    this.#due = this.#pool.length;
  }

  /** The whole pool from its first architecture on, at one and the same state of the weights. */
  sweep(): void {
    this.#cursor = 0;
    this.#due = this.#pool.length;
  }

  /** The recipe has changed, and with it the networks. */
  forgetNetworks(): void {
    this.#networks.clear();
  }

  /** One more score, of the weights after `step` steps. */
  async score(
    engine: WatchedEngine,
    recipe: Recipe,
    step: number,
    build: (architecture: Architecture) => Network,
  ): Promise<Score> {
    const architecture = this.#cursor % this.#pool.length;
    const network = this.#networkOf(architecture, build);
    const [score] = await engine.call((live) => live.score([network], this.#evaluation(recipe)));
    this.#cursor = architecture + 1;
    this.#due -= 1;
    return { architecture, accuracy: (score as NetworkScore).accuracy, step };
  }

  #evaluation({ evaluation, optimizer }: Recipe): Evaluation {
    const { norm, batchSize, weights, images } = evaluation;
    // An average that is no longer kept has stood still since.
    const averaged = weights === "ema" && optimizer.emaDecay > 0;
    return {
      part: "validation",
      count: Math.min(images, this.#imageCount),
      batchSize,
      norm,
      calibrationBatches,
      weights: averaged ? "ema" : "raw",
      state: "live",
    };
  }

  #networkOf(index: number, build: (architecture: Architecture) => Network): Network {
    const known = this.#networks.get(index);
    if (known) return known;
    const made = build(this.#pool[index] as Architecture);
    this.#networks.set(index, made);
    return made;
  }
}

/** Scores due in all after `step` steps: a first handful early, then one every `stepsPerScore` steps. */
function scoresAfter(step: number, stepsPerScore: number): number {
  if (step < firstScores.afterStep) return 0;
  return firstScores.count + Math.floor((step - firstScores.afterStep) / stepsPerScore);
}
