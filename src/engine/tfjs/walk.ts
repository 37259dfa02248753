/**
 * @file Walks a network's operations forward and back. There is no tape: every operation knows its reverse step, so the walk
 * decides what is kept and frees each tensor as soon as nobody needs it.
 */
import * as tf from "@tensorflow/tfjs";
import type { Network } from "../../core/network/network.ts";
import { planOf } from "../host/plan.ts";
import { type Evaluated, evaluate, type GradientSink, type Pass } from "./operation.ts";

/** Runs one operation and frees what it made besides value and saved tensors. */
function run(make: () => Evaluated): Evaluated {
  let evaluated: Evaluated | undefined;
  tf.tidy(() => {
    evaluated = make();
    return [evaluated.value, ...evaluated.saved];
  });
  return evaluated as unknown as Evaluated;
}

/** Forward only; frees values after their last reader. Returns the logits [batch, 1, 1, classes]. */
export function predict(network: Network, input: tf.Tensor4D, pass: Pass): tf.Tensor4D {
  const { operations, inputs, same, lastUse } = planOf(network);
  const values: (tf.Tensor4D | undefined)[] = [input];
  const batch = input.shape[0];
  operations.forEach((operation, index) => {
    if (same[index] !== index + 1) return;
    const ids = inputs[index] as readonly number[];
    const { value, saved } = run(() => evaluate(operation, index, batch, read(values, ids), pass));
    values[index + 1] = value;
    for (const tensor of saved) tensor.dispose();
    for (const id of new Set(ids))
      if (lastUse[id] === index && id > 0) {
        values[id]?.dispose();
        values[id] = undefined;
      }
  });
  return values[operations.length] as tf.Tensor4D;
}

const read = (values: readonly (tf.Tensor4D | undefined)[], ids: readonly number[]): tf.Tensor4D[] =>
  ids.map((id) => values[id] as tf.Tensor4D);

/** A forward pass that remembers what the reverse walk needs. */
interface Trace {
  readonly logits: tf.Tensor4D;
  /** Reverse walk from the gradient of the logits (freed here); frees the whole trace. */
  backward(gradient: tf.Tensor4D, sink: GradientSink): void;
}

export function trace(network: Network, input: tf.Tensor4D, pass: Pass): Trace {
  const { operations, terms, same, needsGradient } = planOf(network);
  const batch = input.shape[0];
  const values: tf.Tensor4D[] = [input];
  const steps: (Evaluated | undefined)[] = [];
  operations.forEach((operation, index) => {
    if (same[index] !== index + 1) return;
    const step = run(() =>
      evaluate(operation, index, batch, read(values, terms[index] as readonly number[]), pass),
    );
    values[index + 1] = step.value;
    steps[index] = step;
  });
  return {
    logits: values[operations.length] as tf.Tensor4D,
    backward(gradient, sink) {
      const gradients: (tf.Tensor4D | undefined)[] = [];
      gradients[operations.length] = gradient;
      for (let index = operations.length - 1; index >= 0; index--) {
        const step = steps[index];
        if (!step) continue;
        const dy = gradients[index + 1];
        if (dy && needsGradient[index + 1]) {
          const ids = terms[index] as readonly number[];
          const sums = new Map<number, tf.Tensor4D>();
          tf.tidy(() => {
            const kept: tf.Tensor[] = [];
            const parts = step.backward(
              dy,
              (view, part, arrange) => {
                kept.push(part);
                sink(view, part, arrange);
              },
              needsGradient[ids[0] as number] === true,
            );
            parts.forEach((part, position) => {
              const id = ids[position] as number;
              if (!part || !needsGradient[id]) return;
              const sum = sums.get(id) ?? gradients[id];
              sums.set(id, sum ? tf.add(sum, part) : part);
            });
            return [...kept, ...sums.values()];
          });
          for (const [id, sum] of sums) {
            gradients[id]?.dispose();
            gradients[id] = sum;
          }
        }
        dy?.dispose();
        for (const tensor of step.saved) tensor.dispose();
        values[index + 1]?.dispose();
      }
    },
  };
}
