/** @file Batch normalization in closed form: no tape through moments, and the variance in two passes. */
import * as tf from "@tensorflow/tfjs";
import { normEpsilon } from "../../core/network/batchNorm.ts";

/** Means over everything but the channels, [channels]. */
function channelMean(x: tf.Tensor4D): tf.Tensor1D {
  const channels = x.shape[3];
  // Average pooling over one long column is the fastest channel reduction that the WASM backend has.
  if (tf.getBackend() === "wasm") {
    const count = x.size / channels;
    const column: tf.Tensor4D = tf.reshape(x, [1, count, 1, channels]);
    return tf.reshape(tf.avgPool(column, [count, 1], 1, "valid"), [channels]);
  }
  return tf.mean(x, [0, 1, 2]);
}

export interface Moments {
  readonly mean: tf.Tensor1D;
  /** Biased. */
  readonly variance: tf.Tensor1D;
}

/** Two passes: E[x²] − m² turns negative on nearly constant channels. */
export function moments(x: tf.Tensor4D): Moments {
  const mean = channelMean(x);
  return { mean, variance: channelMean(tf.squaredDifference(x, mean)) };
}

/** γ · (x − mean) / √(variance + ε) + β. */
export function normalize(
  x: tf.Tensor4D,
  { mean, variance }: Moments,
  scale: tf.Tensor1D | undefined,
  shift: tf.Tensor1D | undefined,
): tf.Tensor4D {
  return tf.batchNorm4d(x, mean, variance, shift, scale, normEpsilon);
}

interface NormGradient {
  readonly dx: tf.Tensor4D;
  /** Σ dy · x̂, [channels]. */
  readonly dScale: tf.Tensor1D;
  /** Σ dy, [channels]. */
  readonly dShift: tf.Tensor1D;
}

/** Ioffe and Szegedy 2015, section 3, collected: dx = γ/σ · (dy − mean(dy) − x̂ · mean(dy · x̂)), an affine map of dy and x per channel. */
export function normGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  { mean, variance }: Moments,
  scale: tf.Tensor1D | undefined,
): NormGradient {
  const count = x.size / x.shape[3];
  const inverse: tf.Tensor1D = tf.rsqrt(tf.add(variance, normEpsilon));
  const meanDy = channelMean(dy);
  const normalized = tf.mul(tf.sub(x, mean), inverse) as tf.Tensor4D;
  const meanProduct = channelMean(tf.mul(dy, normalized));
  const inner = tf.sub(tf.sub(dy, meanDy), tf.mul(normalized, meanProduct));
  return {
    dx: tf.mul(inner, scale ? tf.mul(scale, inverse) : inverse),
    dScale: tf.mul(meanProduct, count),
    dShift: tf.mul(meanDy, count),
  };
}
