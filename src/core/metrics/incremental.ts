/**
 * @file Rank correlations that follow one score at a time. A new score changes n pairs of n², so O(n) brings S-KdT, τ-b and ρ
 * up to date: a history over ten thousand scores costs milliseconds, not seconds. All counts are whole numbers and all
 * ranks multiples of a half, so nothing drifts: the values are those of the functions that start from nothing.
 */
import { tauB } from "./kendall.ts";
import { bin } from "./sparse.ts";
import { rankCorrelation } from "./spearman.ts";

export interface Correlations {
  readonly sKdT: number | undefined;
  readonly tau: number | undefined;
  readonly rho: number | undefined;
  /** Architectures with both a prediction and a truth. */
  readonly scored: number;
}

export class IncrementalCorrelation {
  readonly #truths: readonly (number | undefined)[];
  readonly #bins: Float64Array;
  readonly #predictions: Float64Array;
  readonly #predictionRanks: Float64Array;
  readonly #truthRanks: Float64Array;
  readonly #members: number[] = [];
  readonly #isMember: Uint8Array;
  #difference = 0;
  #binnedDifference = 0;
  #untiedPredictions = 0;
  #untiedTruths = 0;
  #untiedBins = 0;

  /** @param truths stand-alone accuracy by index; those without are left out of everything */
  constructor(truths: readonly (number | undefined)[], threshold: number) {
    const n = truths.length;
    this.#truths = truths;
    this.#bins = Float64Array.from(truths, (truth) => bin(truth ?? 0, threshold));
    this.#predictions = new Float64Array(n);
    this.#predictionRanks = new Float64Array(n);
    this.#truthRanks = new Float64Array(n);
    this.#isMember = new Uint8Array(n);
  }

  /** Sets or replaces one prediction. What has no truth, or is not a number, is ignored. */
  set(index: number, prediction: number): void {
    const truth = this.#truths[index];
    if (truth === undefined || !Number.isFinite(truth) || !Number.isFinite(prediction)) return;
    if (this.#isMember[index]) this.#move(index, prediction);
    else this.#add(index, prediction);
  }

  read(): Correlations {
    let [product, squaresA, squaresB] = [0, 0, 0];
    for (const i of this.#members) {
      const [a, b] = [this.#predictionRanks[i] as number, this.#truthRanks[i] as number];
      product += a * b;
      squaresA += a * a;
      squaresB += b * b;
    }
    const scored = this.#members.length;
    return {
      sKdT: tauB(this.#binnedDifference, this.#untiedPredictions, this.#untiedBins),
      tau: tauB(this.#difference, this.#untiedPredictions, this.#untiedTruths),
      rho: rankCorrelation(scored, product, squaresA, squaresB),
      scored,
    };
  }

  #add(index: number, prediction: number): void {
    // The mean rank of i is 1 + Σ over the others of 1 where they are smaller, ½ where they are equal.
    let [predictionRank, truthRank] = [1, 1];
    for (const other of this.#members) {
      const dx = Math.sign(prediction - (this.#predictions[other] as number));
      const dy = this.#truthOrder(index, other);
      const db = this.#binOrder(index, other);
      this.#difference += dx * dy;
      this.#binnedDifference += dx * db;
      this.#untiedPredictions += Math.abs(dx);
      this.#untiedTruths += Math.abs(dy);
      this.#untiedBins += Math.abs(db);
      predictionRank += (1 + dx) / 2;
      truthRank += (1 + dy) / 2;
      this.#predictionRanks[other] = (this.#predictionRanks[other] as number) + (1 - dx) / 2;
      this.#truthRanks[other] = (this.#truthRanks[other] as number) + (1 - dy) / 2;
    }
    this.#predictions[index] = prediction;
    this.#predictionRanks[index] = predictionRank;
    this.#truthRanks[index] = truthRank;
    this.#isMember[index] = 1;
    this.#members.push(index);
  }

  #move(index: number, prediction: number): void {
    const old = this.#predictions[index] as number;
    if (old === prediction) return;
    let shift = 0;
    for (const other of this.#members) {
      if (other === index) continue;
      const theirs = this.#predictions[other] as number;
      const [before, after] = [Math.sign(old - theirs), Math.sign(prediction - theirs)];
      if (before === after) continue;
      const turn = after - before;
      this.#difference += turn * this.#truthOrder(index, other);
      this.#binnedDifference += turn * this.#binOrder(index, other);
      this.#untiedPredictions += Math.abs(after) - Math.abs(before);
      this.#predictionRanks[other] = (this.#predictionRanks[other] as number) - turn / 2;
      shift += turn / 2;
    }
    this.#predictions[index] = prediction;
    this.#predictionRanks[index] = (this.#predictionRanks[index] as number) + shift;
  }

  #truthOrder(a: number, b: number): number {
    return Math.sign((this.#truths[a] as number) - (this.#truths[b] as number));
  }

  #binOrder(a: number, b: number): number {
    return Math.sign((this.#bins[a] as number) - (this.#bins[b] as number));
  }
}
