/** @file The objective of a step and its gradient with respect to the logits, in ordinary memory and float64: a few hundred numbers. */
import { exp, log as naturalLog } from "../../core/exactMath.ts";
import type { RankingPair } from "../engine.ts";

/** Row-wise softmax and log-softmax of [batch, classes]. */
function softmax(logits: Float32Array, classes: number): { p: Float64Array; log: Float64Array } {
  const p = new Float64Array(logits.length);
  const log = new Float64Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    let most = -Infinity;
    for (let c = 0; c < classes; c++) most = Math.max(most, logits[start + c] as number);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += exp((logits[start + c] as number) - most);
    const base = most + naturalLog(sum);
    for (let c = 0; c < classes; c++) {
      const value = (logits[start + c] as number) - base;
      log[start + c] = value;
      p[start + c] = exp(value);
    }
  }
  return { p, log };
}

/** How many rows have their largest logit at the label, the first of equal ones; NaN where any logit is no finite number. */
export function countCorrect(logits: Float32Array, labels: ArrayLike<number>, classes: number): number {
  let correct = 0;
  for (let n = 0; n < labels.length; n++) {
    let best = 0;
    for (let c = 0; c < classes; c++) {
      const value = logits[n * classes + c] as number;
      // An answer read from such numbers would look like chance level.
      if (!Number.isFinite(value)) return Number.NaN;
      if (value > (logits[n * classes + best] as number)) best = c;
    }
    if (best === labels[n]) correct++;
  }
  return correct;
}

/** Labels as smoothed distributions, [batch, classes]. */
export function labelTargets(labels: ArrayLike<number>, classes: number, smoothing: number): Float64Array {
  const targets = new Float64Array(labels.length * classes).fill(smoothing / classes);
  for (let n = 0; n < labels.length; n++) {
    const at = n * classes + (labels[n] as number);
    targets[at] = (targets[at] as number) + 1 - smoothing;
  }
  return targets;
}

export interface CrossEntropy {
  /** Mean over the batch. */
  readonly loss: number;
  /** Softmax of the logits; the target of a pupil (in-place distillation). */
  readonly probabilities: Float64Array;
  /** `factor` times the loss' gradient with respect to the logits. */
  readonly gradient: (factor: number) => Float32Array;
}

/** Cross-entropy of softmax(logits) against target distributions that take no gradient; both [batch, classes]. */
export function crossEntropy(logits: Float32Array, targets: Float64Array, classes: number): CrossEntropy {
  const batch = logits.length / classes;
  const { p, log } = softmax(logits, classes);
  let sum = 0;
  for (let i = 0; i < log.length; i++)
    if (targets[i] !== 0) sum -= (targets[i] as number) * (log[i] as number);
  return {
    loss: sum / batch,
    probabilities: p,
    gradient: (factor) =>
      Float32Array.from(p, (value, i) => ((value - (targets[i] as number)) * factor) / batch),
  };
}

/** What the ranking hinges add to the factor of every path's loss: ± weight for each pair that is violated. */
export function rankingFactors(losses: readonly number[], ranking: readonly RankingPair[]): number[] {
  const factors = losses.map(() => 0);
  for (const { better, worse, weight, margin } of ranking) {
    if (!(margin + (losses[better] as number) - (losses[worse] as number) > 0)) continue;
    factors[better] = (factors[better] as number) + weight;
    factors[worse] = (factors[worse] as number) - weight;
  }
  return factors;
}
