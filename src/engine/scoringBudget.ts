/**
 * @file What scoring may cost, and when the next automatic round begins. Training steps earn credit, at the share of the compute that
 * the recipe gives to scoring, and scores spend it. That counts images, never the clock: the same link has its rounds at the same steps
 * everywhere.
 */
import type { ScoringSchedule, ScoringState } from "../core/checkpoint.ts";

/** Architectures of the first rounds, so that a correlation is there within seconds; all later ones take the whole pool. */
const firstSizes = [12, 24, 48] as const;
/** The first round begins after this step. */
const firstStep = 40;
/** What an image of training costs in images of scoring: a way back costs about two ways forward. */
const trainingCost = 3;

export class ScoringBudget {
  #schedule: ScoringSchedule = { begun: 0, credit: 0 };
  #earning = 0;
  #stepsLeft = 0;

  get schedule(): ScoringSchedule {
    return this.#schedule;
  }

  get state(): Pick<ScoringState, "begun" | "credit" | "earning" | "stepsLeft"> {
    return { ...this.#schedule, earning: this.#earning, stepsLeft: this.#stepsLeft };
  }

  /** Goes on where an earlier one stood. */
  resume(state: ScoringBudget["state"]): void {
    this.restore(state);
    this.#earning = state.earning;
    this.#stepsLeft = state.stepsLeft;
  }

  /** Goes back to an earlier schedule. */
  restore({ begun, credit }: ScoringSchedule): void {
    this.#schedule = { begun, credit };
  }

  affords(cost: number): boolean {
    return this.#schedule.credit >= cost;
  }

  /**
   * A training step is done.
   * @param images images times paths that went forward and back in it
   * @param stepsLeft steps until training ends
   * @param share of the compute that scoring gets, [0, 1)
   */
  earn(images: number, stepsLeft: number, share: number): void {
    this.#earning = (images * trainingCost * share) / (1 - share);
    this.#stepsLeft = stepsLeft;
    this.#schedule = { ...this.#schedule, credit: this.#schedule.credit + this.#earning };
  }

  /** A score took `cost` images. */
  spend(cost: number): void {
    this.#schedule = { ...this.#schedule, credit: this.#schedule.credit - cost };
  }

  /** An automatic round begins. */
  begin(): void {
    this.#schedule = { ...this.#schedule, begun: this.#schedule.begun + 1 };
  }

  /**
   * Architectures of the automatic round whose time has come, 0 for none: training must last long enough to fill it.
   * @param cost images that a score takes
   */
  nextRound(step: number, poolSize: number, cost: number): number {
    const { begun, credit } = this.#schedule;
    if (step < firstStep || credit < 0) return 0;
    const size = Math.min(firstSizes[begun] ?? poolSize, poolSize);
    const isAffordable = begun === 0 || size * cost <= credit + this.#earning * this.#stepsLeft;
    return isAffordable ? size : 0;
  }
}
