/** @file Weights on their way to the backend: tensors of views, made once per stretch of work and freed with it. */
import * as tf from "@tensorflow/tfjs";
import { viewShape, type WeightView } from "../../core/network/network.ts";
import { isWhole } from "../../core/network/view.ts";
import type { WeightSource } from "../host/device.ts";

export class WeightTensors {
  readonly #source: WeightSource;
  readonly #tensors = new Map<string, tf.Tensor>();
  readonly #viewKeys = new Map<WeightView, string>();

  constructor(source: WeightSource) {
    this.#source = source;
  }

  /** A vector view as a tensor. */
  vector(view: WeightView): tf.Tensor1D {
    return this.tensor(view, "", viewShape(view), (array) => array) as tf.Tensor1D;
  }

  /**
   * A tensor of a view after `arrange`, which is known by its name. Tensors of whole parameters are shared between operations
   * and networks; others belong to their view.
   */
  tensor(
    view: WeightView,
    name: string,
    shape: readonly number[],
    arrange: (array: Float32Array) => Float32Array,
  ): tf.Tensor {
    const key = `${name} ${isWhole(view) ? view.parameter.name : this.#viewKey(view)}`;
    let tensor = this.#tensors.get(key);
    if (!tensor) {
      tensor = tf.keep(tf.tensor(arrange(this.#source.array(view)), [...shape], "float32"));
      this.#tensors.set(key, tensor);
    }
    return tensor;
  }

  #viewKey(view: WeightView): string {
    let key = this.#viewKeys.get(view);
    if (key === undefined) {
      key = `#${this.#viewKeys.size}`;
      this.#viewKeys.set(view, key);
    }
    return key;
  }

  dispose(): void {
    for (const tensor of this.#tensors.values()) tensor.dispose();
    this.#tensors.clear();
  }
}
