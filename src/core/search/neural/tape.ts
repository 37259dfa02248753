/**
 * @file Reverse-mode differentiation of small networks in float64: every operation appends what takes gradients back, and `backward`
 * runs these in reverse. For controllers and predictors of some thousand weights; super-nets train on engines.
 */
import { exp, log } from "../../exactMath.ts";

/** A vector, or a matrix by rows, and the gradient of the last `backward` with respect to it. */
export interface Value {
  readonly data: Float64Array;
  readonly gradient: Float64Array;
}

const chunkLength = 1 << 14;
let chunk = new Float64Array(chunkLength);
let used = 0;

/** Zeros. Cut from a common piece: small arrays with memory of their own cost several times as much as what is computed in them. */
export function zeros(length: number): Float64Array {
  if (used + length > chunkLength) {
    if (length > chunkLength) return new Float64Array(length);
    chunk = new Float64Array(chunkLength);
    used = 0;
  }
  const view = new Float64Array(chunk.buffer, used * chunk.BYTES_PER_ELEMENT, length);
  used += length;
  return view;
}

/** With a gradient of zeros. */
export const valueFrom = (data: Float64Array): Value => ({ data, gradient: zeros(data.length) });

function mapped(data: Float64Array, apply: (x: number) => number): Float64Array {
  const result = zeros(data.length);
  for (let i = 0; i < data.length; i++) result[i] = apply(data[i]!);
  return result;
}

const sigmoid = (x: number): number => 1 / (1 + exp(-x));
const tanh = (x: number): number => 2 * sigmoid(2 * x) - 1;

/** Probabilities by softmax. */
export function softmax(logits: Float64Array): Float64Array {
  const largest = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const weights = mapped(logits, (logit) => exp(logit - largest));
  const sum = weights.reduce((a, b) => a + b, 0);
  return mapped(weights, (weight) => weight / sum);
}

// The inner loops stand apart: in a closure they run at a fraction of the speed.

function accumulate(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * source[i]!;
}

function product(weight: Float64Array, input: Float64Array): Float64Array {
  const width = input.length;
  const result = zeros(weight.length / width);
  for (let row = 0, at = 0; row < result.length; row++) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += weight[at++]! * input[i]!;
    result[row] = sum;
  }
  return result;
}

function productBackward(weight: Value, input: Value, gradient: Float64Array): void {
  const { data: w, gradient: dw } = weight;
  const { data: x, gradient: dx } = input;
  const width = x.length;
  for (let row = 0, at = 0; row < gradient.length; row++) {
    const g = gradient[row]!;
    for (let i = 0; i < width; i++, at++) {
      dw[at]! += g * x[i]!;
      dx[i]! += g * w[at]!;
    }
  }
}

export class Tape {
  readonly #back: (() => void)[] = [];

  /** W·x + b; `weight` by rows, one per entry of the result. */
  affine(weight: Value, input: Value, bias?: Value): Value {
    const result = valueFrom(product(weight.data, input.data));
    if (bias) accumulate(result.data, bias.data, 1);
    this.#back.push(() => {
      if (bias) accumulate(bias.gradient, result.gradient, 1);
      productBackward(weight, input, result.gradient);
    });
    return result;
  }

  /** Row `index` of a matrix of rows of length `width`, as it is now; the matrix must not change before `backward`. */
  row(matrix: Value, index: number, width: number): Value {
    const start = index * width;
    const result = valueFrom(matrix.data.subarray(start, start + width));
    this.#back.push(() => {
      for (let i = 0; i < width; i++) matrix.gradient[start + i]! += result.gradient[i]!;
    });
    return result;
  }

  sum(values: readonly Value[], factor = 1): Value {
    const result = valueFrom(zeros(values[0]!.data.length));
    for (const { data } of values) accumulate(result.data, data, factor);
    this.#back.push(() => {
      for (const { gradient } of values) accumulate(gradient, result.gradient, factor);
    });
    return result;
  }

  tanh(input: Value): Value {
    const result = valueFrom(mapped(input.data, tanh));
    this.#back.push(() => {
      for (let i = 0; i < result.data.length; i++)
        input.gradient[i]! += result.gradient[i]! * (1 - result.data[i]! * result.data[i]!);
    });
    return result;
  }

  sigmoid(input: Value): Value {
    const result = valueFrom(mapped(input.data, sigmoid));
    this.#back.push(() => {
      for (let i = 0; i < result.data.length; i++)
        input.gradient[i]! += result.gradient[i]! * result.data[i]! * (1 - result.data[i]!);
    });
    return result;
  }

  /**
   * The cell of an LSTM (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000).
   * @param gates pre-activations of input, forget and output gate and of the candidate, one after the other
   */
  lstmCell(gates: Value, memory: Value): { readonly hidden: Value; readonly memory: Value } {
    const width = memory.data.length;
    const open = zeros(4 * width);
    gates.data.forEach((x, i) => {
      open[i] = i < 3 * width ? sigmoid(x) : tanh(x);
    });
    const next = valueFrom(zeros(width));
    const squashed = zeros(width);
    const hidden = valueFrom(zeros(width));
    for (let i = 0; i < width; i++) {
      next.data[i] = open[i + width]! * memory.data[i]! + open[i]! * open[i + 3 * width]!;
      squashed[i] = tanh(next.data[i]!);
      hidden.data[i] = open[i + 2 * width]! * squashed[i]!;
    }
    this.#back.push(() => {
      for (let i = 0; i < width; i++) {
        const [input, forget, output, candidate] = [i, i + width, i + 2 * width, i + 3 * width];
        const [ig, fg, og, cand] = [open[input]!, open[forget]!, open[output]!, open[candidate]!];
        const dHidden = hidden.gradient[i]!;
        const dNext = next.gradient[i]! + dHidden * og * (1 - squashed[i]! * squashed[i]!);
        gates.gradient[output]! += dHidden * squashed[i]! * og * (1 - og);
        gates.gradient[forget]! += dNext * memory.data[i]! * fg * (1 - fg);
        gates.gradient[input]! += dNext * cand * ig * (1 - ig);
        gates.gradient[candidate]! += dNext * ig * (1 - cand * cand);
        memory.gradient[i]! += dNext * fg;
      }
    });
    return { hidden, memory: next };
  }

  /** The logarithm of the probability that softmax gives to entry `index`; one entry. */
  logProbability(logits: Value, index: number): Value {
    const probabilities = softmax(logits.data);
    const result = valueFrom(Float64Array.of(log(probabilities[index]!)));
    this.#back.push(() => {
      for (let i = 0; i < probabilities.length; i++)
        logits.gradient[i]! += result.gradient[0]! * ((i === index ? 1 : 0) - probabilities[i]!);
    });
    return result;
  }

  /** The entropy of the softmax, in nats; one entry. */
  entropy(logits: Value): Value {
    const probabilities = softmax(logits.data);
    const surprise = mapped(probabilities, (p) => (p > 0 ? -log(p) : 0));
    const mean = probabilities.reduce((sum, p, i) => sum + p * surprise[i]!, 0);
    const result = valueFrom(Float64Array.of(mean));
    this.#back.push(() => {
      for (let i = 0; i < probabilities.length; i++)
        logits.gradient[i]! += result.gradient[0]! * probabilities[i]! * (surprise[i]! - mean);
    });
    return result;
  }

  /** (x − target)² of a value of one entry. */
  squaredError(input: Value, target: number): Value {
    const difference = input.data[0]! - target;
    const result = valueFrom(Float64Array.of(difference * difference));
    this.#back.push(() => {
      input.gradient[0]! += 2 * difference * result.gradient[0]!;
    });
    return result;
  }

  /** Adds `factor` times the gradient of `output` (one entry) to the gradient of all it depends on. Once per tape. */
  backward(output: Value, factor = 1): void {
    output.gradient[0]! += factor;
    for (let i = this.#back.length - 1; i >= 0; i--) this.#back[i]!();
  }
}
