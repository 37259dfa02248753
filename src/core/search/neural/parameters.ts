/** @file The trained values of a small network, and Adam (Kingma and Ba, ICLR 2015, https://arxiv.org/abs/1412.6980). */
import type { Random } from "../../random.ts";
import { type Value, valueFrom } from "./tape.ts";

const beta2 = 0.999;
const epsilon = 1e-8;

interface Moments {
  readonly value: Value;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

export class Parameters {
  readonly #random: Random;
  readonly #beta1: number;
  readonly #all: Moments[] = [];
  #decay1 = 1;
  #decay2 = 1;

  /** @param beta1 decay of Adam's mean gradient */
  constructor(random: Random, beta1 = 0.9) {
    this.#random = random;
    this.#beta1 = beta1;
  }

  get values(): readonly Value[] {
    return this.#all.map(({ value }) => value);
  }

  /** A new one of `length` entries, uniform within ±`bound`. */
  create(length: number, bound: number): Value {
    const value = valueFrom(Float64Array.from({ length }, () => (2 * this.#random.next() - 1) * bound));
    this.#all.push({ value, first: new Float64Array(length), second: new Float64Array(length) });
    return value;
  }

  /** One step of Adam against the gradients, which start at zero again. */
  descend(learningRate: number): void {
    const beta1 = this.#beta1;
    this.#decay1 *= beta1;
    this.#decay2 *= beta2;
    for (const { value, first, second } of this.#all) {
      const { data, gradient } = value;
      for (let i = 0; i < data.length; i++) {
        const g = gradient[i]!;
        first[i] = beta1 * first[i]! + (1 - beta1) * g;
        second[i] = beta2 * second[i]! + (1 - beta2) * g * g;
        const step = first[i]! / (1 - this.#decay1) / (Math.sqrt(second[i]! / (1 - this.#decay2)) + epsilon);
        data[i]! -= learningRate * step;
      }
      gradient.fill(0);
    }
  }

  clearGradients(): void {
    for (const { value } of this.#all) value.gradient.fill(0);
  }
}
