/** @file Walks a network's operations forward and back over the kernels' memory, freeing every block as soon as nobody needs it. */
import type { Network, ValueId } from "../../core/network/network.ts";
import type { GradientSink } from "../host/device.ts";
import { planOf } from "../host/plan.ts";
import type { Block } from "./heap.ts";
import { evaluate } from "./operation.ts";
import type { Evaluated, Pass, Value } from "./pass.ts";

/** Forward only. The block of the logits belongs to the caller. */
export function predict(network: Network, images: Block, pass: Pass): Block {
  const { heap } = pass.context;
  const { operations, terms, same, lastUse } = planOf(network);
  const values: (Value | undefined)[] = [{ block: images, shape: network.input }];
  operations.forEach((operation, index) => {
    if (same[index] !== index + 1) return;
    const shape = network.shapes[index + 1] as Value["shape"];
    const inputs = (terms[index] as readonly ValueId[]).map((id) => values[id] as Value);
    const { block, saved } = evaluate(operation, index, shape, inputs, pass);
    values[index + 1] = { block, shape };
    for (const extra of saved ?? []) heap.release(extra);
    for (let id = 1; id <= index; id++) {
      const value = values[id];
      if (!value || (lastUse[id] as number) > index) continue;
      heap.release(value.block);
      values[id] = undefined;
    }
  });
  return (values[operations.length] as Value).block;
}

interface Trace {
  readonly logits: Block;
  /** Reverse walk from the gradient of the logits (released here); frees the trace. */
  backward(gradient: Block, sink: GradientSink): void;
}

export function trace(network: Network, images: Block, pass: Pass): Trace {
  const { heap, kernels } = pass.context;
  const { operations, terms, same, needsGradient } = planOf(network);
  const values: (Value | undefined)[] = [{ block: images, shape: network.input }];
  const steps: (Evaluated | undefined)[] = operations.map((operation, index) => {
    if (same[index] !== index + 1) return undefined;
    const shape = network.shapes[index + 1] as Value["shape"];
    const inputs = (terms[index] as readonly ValueId[]).map((id) => values[id] as Value);
    const step = evaluate(operation, index, shape, inputs, pass);
    values[index + 1] = { block: step.block, shape };
    return step;
  });

  const gradients: (Block | undefined)[] = [];
  /** Adds `part` to the gradient of value `id`; takes over its reference. */
  const collect = (id: ValueId, part: Block): void => {
    const sum = gradients[id];
    if (!sum) {
      gradients[id] = part;
      return;
    }
    // A block that others read, too, must not be written to.
    const target = sum.references === 1 ? sum : part.references === 1 ? part : heap.allocate(sum.bytes);
    kernels.add({ a: sum.address, b: part.address, out: target.address, bytes: sum.bytes });
    for (const block of [sum, part]) if (block !== target) heap.release(block);
    gradients[id] = target;
  };
  return {
    logits: (values[operations.length] as Value).block,
    backward(gradient, sink) {
      gradients[operations.length] = gradient;
      for (let index = operations.length - 1; index >= 0; index--) {
        const step = steps[index];
        if (!step) continue;
        const dy = gradients[index + 1];
        if (dy) {
          const ids = terms[index] as readonly ValueId[];
          step.backward(dy, sink, needsGradient[ids[0] as ValueId] === true).forEach((part, position) => {
            const id = ids[position] as ValueId;
            if (!part) return;
            if (needsGradient[id]) collect(id, part);
            else heap.release(part);
          });
          heap.release(dy);
          gradients[index + 1] = undefined;
        }
        for (const block of step.saved ?? []) heap.release(block);
        heap.release(step.block);
      }
    },
  };
}
