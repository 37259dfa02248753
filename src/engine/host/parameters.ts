/**
 * @file The weights of an engine, their momenta and averages, by name, in ordinary memory. Networks of this size have some
 * ten thousand weights, so moving them costs microseconds, where updating them through tensor operations takes hundreds of
 * dispatches; and a step that diverged is noticed before it touches a weight.
 */
import { initialValues } from "../../core/network/initial.ts";
import type { Parameter } from "../../core/network/network.ts";
import {
  type Evaluation,
  type FrozenWeights,
  momentumName,
  type OptimizerStep,
  parameterOfMomentum,
  type Snapshot,
} from "../engine.ts";

type Values = Map<string, Float32Array>;

const copied = (values: Values | Readonly<Record<string, Float32Array>>): Values =>
  new Map(
    [...(values instanceof Map ? values : Object.entries(values))].map(([name, array]) => [
      name,
      array.slice(),
    ]),
  );

export class Parameters {
  #weights: Values = new Map();
  #momenta: Values = new Map();
  #averages: Values = new Map();
  /** The copy made by `freeze`. */
  #frozen: { readonly weights: Values; readonly averages: Values } | undefined;
  /** Names with a gradient at least once or restored; running statistics are none of them. */
  readonly #trained = new Set<string>();
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The values of a parameter, not copied; made from the seed at first use. */
  values(
    parameter: Parameter,
    kind: Evaluation["weights"] = "raw",
    state: Evaluation["state"] = "live",
  ): Float32Array {
    if (state === "frozen" && !this.#frozen) throw new Error("no weights were frozen");
    const { weights, averages } =
      state === "frozen" && this.#frozen
        ? this.#frozen
        : { weights: this.#weights, averages: this.#averages };
    const average = kind === "ema" ? averages.get(parameter.name) : undefined;
    if (average) return average;
    let values = weights.get(parameter.name);
    if (!values) {
      values = initialValues(parameter, this.#seed);
      weights.set(parameter.name, values);
      // What is new since the freezing has its initial values in the frozen copy, too.
      const frozen = this.#frozen?.weights;
      if (frozen && !frozen.has(parameter.name)) frozen.set(parameter.name, values.slice());
    }
    return values;
  }

  /** Copies weights and averages aside, in place of an earlier copy. */
  freeze(): void {
    this.#frozen = { weights: copied(this.#weights), averages: copied(this.#averages) };
  }

  /**
   * PyTorch's SGD (torch.optim.SGD): g ← clip(g) + weightDecay · w; m ← momentum · m + g (the first m is g);
   * w ← w − learningRate · (nesterov ? g + momentum · m : m). Names without gradient follow `step.inactive`.
   * @returns the global gradient norm before clipping; where it is not finite nothing moves
   */
  update(gradients: ReadonlyMap<string, Float32Array>, step: OptimizerStep): number {
    // An average that is switched on again starts at the weights of then.
    if (step.emaDecay <= 0) this.#averages.clear();
    let squares = 0;
    for (const gradient of gradients.values()) for (const g of gradient) squares += g * g;
    const norm = Math.sqrt(squares);
    if (!Number.isFinite(norm)) return Number.NaN;
    const clip = step.clipNorm > 0 && norm > step.clipNorm ? step.clipNorm / norm : 1;
    for (const [name, gradient] of gradients) {
      this.#trained.add(name);
      this.#move(name, gradient, clip, step);
    }
    if (step.inactive !== "untouched")
      for (const name of this.#trained) {
        if (gradients.has(name)) continue;
        if (step.inactive === "decay") this.#decay(name, step);
        else this.#move(name, new Float32Array(this.#known(name).length), 0, step);
      }
    return norm;
  }

  #known(name: string): Float32Array {
    const values = this.#weights.get(name);
    if (!values) throw new Error(`unknown parameter ${name}`);
    return values;
  }

  #move(name: string, gradient: Float32Array, clip: number, step: OptimizerStep): void {
    const { learningRate, momentum, momentumGroup, nesterov, weightDecay, emaDecay } = step;
    const weights = this.#known(name);
    const momentumKey = momentumName(name, momentumGroup);
    let momenta = this.#momenta.get(momentumKey);
    if (!momenta) {
      momenta = new Float32Array(weights.length);
      this.#momenta.set(momentumKey, momenta);
    }
    for (let i = 0; i < weights.length; i++) {
      const w = weights[i] as number;
      const g = clip * (gradient[i] as number) + weightDecay * w;
      const m = momentum * (momenta[i] as number) + g;
      momenta[i] = m;
      weights[i] = w - learningRate * (nesterov ? g + momentum * m : m);
    }
    this.#follow(name, weights, emaDecay);
  }

  /** Weight decay alone; the momentum waits. */
  #decay(name: string, { learningRate, weightDecay, emaDecay }: OptimizerStep): void {
    const weights = this.#known(name);
    for (let i = 0; i < weights.length; i++) {
      const w = weights[i] as number;
      weights[i] = w - learningRate * weightDecay * w;
    }
    this.#follow(name, weights, emaDecay);
  }

  /** The moving average follows the weights; it starts at them. */
  #follow(name: string, weights: Float32Array, emaDecay: number): void {
    if (emaDecay <= 0) return;
    const averages = this.#averages.get(name);
    if (!averages) {
      this.#averages.set(name, weights.slice());
      return;
    }
    for (let i = 0; i < weights.length; i++)
      averages[i] = emaDecay * (averages[i] as number) + (1 - emaDecay) * (weights[i] as number);
  }

  snapshot(): Snapshot {
    return {
      weights: Object.fromEntries(copied(this.#weights)),
      momenta: Object.fromEntries(copied(this.#momenta)),
      averages: Object.fromEntries(copied(this.#averages)),
    };
  }

  snapshotFrozen(): FrozenWeights | undefined {
    return (
      this.#frozen && {
        weights: Object.fromEntries(copied(this.#frozen.weights)),
        averages: Object.fromEntries(copied(this.#frozen.averages)),
      }
    );
  }

  restore(snapshot: Snapshot, frozen?: FrozenWeights): void {
    this.#weights = copied(snapshot.weights);
    this.#momenta = copied(snapshot.momenta);
    this.#averages = copied(snapshot.averages);
    this.#frozen = frozen && { weights: copied(frozen.weights), averages: copied(frozen.averages) };
    this.#trained.clear();
    for (const name of this.#momenta.keys()) this.#trained.add(parameterOfMomentum(name));
  }

  /** Arrays held and their size in bytes. */
  memory(): { buffers: number; bytes: number } {
    let buffers = 0;
    let bytes = 0;
    const { weights: frozen = new Map(), averages: frozenAverages = new Map() } = this.#frozen ?? {};
    for (const values of [this.#weights, this.#momenta, this.#averages, frozen, frozenAverages])
      for (const array of values.values()) {
        buffers++;
        bytes += array.byteLength;
      }
    return { buffers, bytes };
  }
}
