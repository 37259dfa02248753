/** @file Convolution and dense layers on the kernels: forward, gradient of the input, gradient of the weight. */
import type { Operation, Shape } from "../../core/network/network.ts";
import { kernelExtents, laneSums } from "./context.ts";
import { packForward, packTransposed } from "./packing.ts";
import type { Evaluated, Pass, Value } from "./pass.ts";
import { areaOf, forwardTaps, transposedTaps, type Window } from "./tapList.ts";

export function evaluateConv(
  operation: Extract<Operation, { op: "conv" }>,
  x: Value,
  shape: Shape,
  { context, lanes }: Pass,
): Evaluated {
  const { heap, kernels, tables } = context;
  const { weight: view, stride, dilation, depthwise } = operation;
  const { k, taps, ins, outs } = kernelExtents(view);
  const window: Window = { k, stride, dilation, offset: operation.offset ?? 0 };
  const key = `${x.shape.height}x${x.shape.width} ${k} ${stride} ${dilation} ${window.offset}`;
  const read = () => forwardTaps(x.shape, window);
  const forward = tables.get(`conv ${key} ${ins}`, ins * lanes.bytes, read, (tap) => tap * ins, "integer");
  const block = heap.allocate(areaOf(shape) * shape.channels * lanes.bytes);
  const plain = (array: Float32Array, into: Float32Array): void => into.set(array);
  if (depthwise) {
    const w = context.weight(view, "plain", plain);
    kernels.depthwise(x.block.address, w, block.address, forward.rows, forward.pixels, ins, lanes.bytes);
  } else {
    const w = context.weight(view, "forward", (array, into) => packForward(array, taps, ins, outs, into));
    kernels.conv(
      ...[x.block.address, w, block.address, forward.rows, forward.pixels, ins, outs, lanes.bytes, taps],
    );
  }
  return {
    block,
    backward(dy, sink, wanted) {
      const vectors = depthwise ? taps * ins : taps * ins * outs;
      const acc = heap.allocate(vectors * 16);
      kernels.fillZero(acc.address, vectors * 16);
      const sizes = depthwise ? [ins] : [ins, outs];
      const weightKernel = depthwise ? kernels.depthwiseWeight : kernels.convWeight;
      weightKernel(
        ...[x.block.address, dy.address, acc.address, forward.rows, forward.pixels, ...sizes, lanes.bytes],
      );
      const gradient = heap.allocate(vectors * 4);
      kernels.sumLanes(acc.address, gradient.address, vectors);
      heap.release(acc);
      sink(view, heap.floats(gradient.address, vectors));
      heap.release(gradient);
      if (!wanted) return [undefined];

      const from = depthwise ? ins : outs;
      const back = tables.get(
        `back ${key} ${from}`,
        from * lanes.bytes,
        () => transposedTaps(read(), areaOf(x.shape)),
        (tap) => tap * from,
        "integer",
      );
      const dx = heap.allocate(areaOf(x.shape) * ins * lanes.bytes);
      if (depthwise) {
        const w = context.weight(view, "plain", plain);
        kernels.depthwise(dy.address, w, dx.address, back.rows, back.pixels, ins, lanes.bytes);
      } else {
        const w = context.weight(view, "transposed", (array, into) =>
          packTransposed(array, taps, ins, outs, into),
        );
        kernels.conv(...[dy.address, w, dx.address, back.rows, back.pixels, outs, ins, lanes.bytes, taps]);
      }
      return [dx];
    },
  };
}

/** A dense layer is a 1×1 convolution of one pixel, and a bias. */
export function evaluateDense(
  operation: Extract<Operation, { op: "dense" }>,
  x: Value,
  pass: Pass,
): Evaluated {
  const { context, lanes } = pass;
  const { heap, kernels, tables } = context;
  const bias = context.array(operation.bias);
  const ins = x.shape.channels;
  const outs = bias.length;
  const pixel = () => [[[0, 0] as const]];
  const table = tables.get("dense", 0, pixel, () => 0, "integer");
  const w = context.weight(operation.weight, "forward", (a, into) => packForward(a, 1, ins, outs, into));
  const block = heap.allocate(outs * lanes.bytes);
  kernels.conv(x.block.address, w, block.address, table.rows, 1, ins, outs, lanes.bytes, 1);
  const zero = context.vector(new Float32Array(outs));
  const one = context.vector(new Float32Array(outs).fill(1));
  const shift = context.vector(bias);
  kernels.affine(block.address, zero, one, shift, block.address, 1, outs, lanes.bytes);
  return {
    block,
    backward(dy, sink, wanted) {
      const acc = heap.allocate(ins * outs * 16);
      kernels.fillZero(acc.address, ins * outs * 16);
      kernels.convWeight(x.block.address, dy.address, acc.address, table.rows, 1, ins, outs, lanes.bytes);
      sink(operation.weight, Float32Array.from(laneSums(context, acc, ins * outs)));
      heap.release(acc);
      const sums = heap.allocate(outs * 16);
      const unused = heap.allocate(outs * 16);
      kernels.normSums(...[dy.address, dy.address, zero, sums.address, unused.address, 1, outs, lanes.bytes]);
      sink(operation.bias, Float32Array.from(laneSums(context, sums, outs)));
      heap.release(sums);
      heap.release(unused);
      if (!wanted) return [undefined];
      const turned = context.weight(operation.weight, "transposed", (a, into) =>
        packTransposed(a, 1, ins, outs, into),
      );
      const dx = heap.allocate(ins * lanes.bytes);
      kernels.conv(dy.address, turned, dx.address, table.rows, 1, outs, ins, lanes.bytes, 1);
      return [dx];
    },
  };
}
