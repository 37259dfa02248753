/** @file One primitive operation on the kernels' memory: its value, and its reverse step. */
import type { Operation, Shape } from "../../core/network/network.ts";
import { dropMask } from "../masks.ts";
import { evaluateConv } from "./convolution.ts";
import { evaluateDense } from "./dense.ts";
import type { Block } from "./heap.ts";
import { evaluateNorm } from "./normalization.ts";
import type { Evaluated, Pass, Value } from "./pass.ts";
import { evaluateAverage, evaluateGlobalAverage, evaluateMaximum } from "./pooling.ts";
import { areaOf } from "./tapList.ts";

/** Evaluates operation number `index`; `shape` is that of its value. */
export function evaluate(
  operation: Operation,
  index: number,
  shape: Shape,
  inputs: readonly Value[],
  pass: Pass,
): Evaluated {
  const { heap, kernels } = pass.context;
  const lanes = pass.lanes.bytes;
  const bytes = areaOf(shape) * shape.channels * lanes;
  const x = inputs[0] as Value;
  switch (operation.op) {
    case "zero": {
      const block = heap.allocate(bytes);
      kernels.fillZero({ at: block.address, bytes });
      return { block, backward: () => [] };
    }
    case "conv":
      return evaluateConv(operation, x, shape, pass);
    case "dense":
      return evaluateDense(operation, x, pass);
    case "batchNorm":
      return evaluateNorm(operation, x, pass);
    case "avgPool":
      return evaluateAverage(operation, x, pass);
    case "maxPool":
      return evaluateMaximum(operation, x, pass);
    case "globalAvgPool":
      return evaluateGlobalAverage(x, pass);
    case "relu": {
      const block = heap.allocate(bytes);
      kernels.relu({ a: x.block.address, out: block.address, bytes });
      return {
        block,
        backward(dy) {
          const dx = heap.allocate(bytes);
          kernels.reluBack({ a: dy.address, b: block.address, out: dx.address, bytes });
          return [dx];
        },
      };
    }
    case "add": {
      const backward = (dy: Block): Block[] => inputs.map(() => heap.retain(dy));
      if (inputs.length === 1) return { block: heap.retain(x.block), backward };
      const block = heap.allocate(bytes);
      inputs.slice(1).forEach((input, i) => {
        const { address } = i === 0 ? x.block : block;
        kernels.add({ a: address, b: input.block.address, out: block.address, bytes });
      });
      return { block, backward };
    }
    case "concat":
    case "channels":
      return evaluateChannels(inputs, shape, pass);
    case "dropPath":
    case "dropout":
      return evaluateDrop(operation, index, x, pass);
    default:
      throw operation satisfies never;
  }
}

/** Channels side by side, or only the first ones: copies of stretches, pixel by pixel. */
function evaluateChannels(inputs: readonly Value[], shape: Shape, { context, lanes }: Pass): Evaluated {
  const { heap, kernels } = context;
  const area = areaOf(shape);
  const whole = shape.channels * lanes.bytes;
  const block = heap.allocate(area * whole);
  let start = 0;
  const parts = inputs.map(({ block: input, shape: { channels } }) => {
    const stride = channels * lanes.bytes;
    const part = { input, stride, start, bytes: Math.min(stride, whole - start) };
    start += stride;
    return part;
  });
  for (const part of parts)
    kernels.copyRows({
      from: part.input.address,
      fromStride: part.stride,
      to: block.address + part.start,
      toStride: whole,
      rows: area,
      bytes: part.bytes,
    });
  return {
    block,
    backward: (dy) =>
      parts.map((part) => {
        const dx = heap.allocate(area * part.stride);
        if (part.bytes < part.stride) kernels.fillZero({ at: dx.address, bytes: area * part.stride });
        kernels.copyRows({
          from: dy.address + part.start,
          fromStride: whole,
          to: dx.address,
          toStride: part.stride,
          rows: area,
          bytes: part.bytes,
        });
        return dx;
      }),
  };
}

function evaluateDrop(
  operation: Extract<Operation, { op: "dropPath" | "dropout" }>,
  index: number,
  x: Value,
  { context, lanes, masks }: Pass,
): Evaluated {
  const { heap, kernels } = context;
  if (!masks) return { block: heap.retain(x.block), backward: (dy) => [heap.retain(dy)] };
  const entries = areaOf(x.shape) * x.shape.channels;
  const whole = operation.op === "dropPath";
  const { seed, path } = masks;
  const drawn = dropMask(seed, path, index, whole ? lanes.count : lanes.count * entries, operation.keep);
  const rows = whole ? 1 : entries;
  const mask = heap.allocate(rows * lanes.bytes);
  const into = heap.floats(mask.address, rows * lanes.lanes).fill(0);
  for (let n = 0; n < lanes.count; n++)
    for (let i = 0; i < rows; i++) into[i * lanes.lanes + n] = drawn[n * rows + i] as number;
  const apply = (from: Block): Block => {
    const to = heap.allocate(entries * lanes.bytes);
    const { bytes } = lanes;
    const [x, out] = [from.address, to.address];
    if (whole) kernels.multiplyRows({ x, mask: mask.address, out, rows: entries, lanes: bytes });
    else kernels.multiply({ a: x, b: mask.address, out, bytes: entries * bytes });
    return to;
  };
  return { block: apply(x.block), saved: [mask], backward: (dy) => [apply(dy)] };
}
