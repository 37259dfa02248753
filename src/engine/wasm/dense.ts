/** @file A dense layer on the kernels: a 1×1 convolution of one pixel, and a bias. */
import type { Operation } from "../../core/network/network.ts";
import { laneSums } from "./context.ts";
import { packForward, packTransposed } from "./packing.ts";
import type { Evaluated, Pass, Value } from "./pass.ts";

export function evaluateDense(
  operation: Extract<Operation, { op: "dense" }>,
  x: Value,
  { context, lanes: { bytes: lanes } }: Pass,
): Evaluated {
  const { heap, kernels, tables } = context;
  const bias = context.array(operation.bias);
  const ins = x.shape.channels;
  const outs = bias.length;
  const pixel = () => [[[0, 0] as const]];
  const table = tables.get("dense", 0, pixel, () => 0, "integer");
  const w = context.weight(operation.weight, "forward", (a, into) => packForward(a, 1, ins, outs, into));
  const block = heap.allocate(outs * lanes);
  const out = block.address;
  kernels.conv({ x: x.block.address, w, out, ...table, ins, outs, lanes, taps: 1 });
  const zero = context.vector(new Float32Array(outs));
  const one = context.vector(new Float32Array(outs).fill(1));
  const shift = context.vector(bias);
  const extents = { pixels: 1, channels: outs, lanes };
  kernels.affine({ x: out, center: zero, factor: one, shift, out, ...extents });
  return {
    block,
    backward({ address: dy }, sink, wanted) {
      const acc = heap.allocate(ins * outs * 16);
      kernels.fillZero({ at: acc.address, bytes: ins * outs * 16 });
      kernels.convWeight({ x: x.block.address, dy, acc: acc.address, ...table, ins, outs, lanes });
      sink(operation.weight, Float32Array.from(laneSums(context, acc, ins * outs)));
      heap.release(acc);
      const sums = heap.allocate(outs * 16);
      const unused = heap.allocate(outs * 16);
      kernels.normSums({
        x: dy,
        dy,
        center: zero,
        sums: sums.address,
        products: unused.address,
        ...extents,
      });
      sink(operation.bias, Float32Array.from(laneSums(context, sums, outs)));
      heap.release(sums);
      heap.release(unused);
      if (!wanted) return [undefined];
      const transposed = context.weight(operation.weight, "transposed", (a, into) =>
        packTransposed(a, 1, ins, outs, into),
      );
      const dx = heap.allocate(ins * lanes);
      kernels.conv({
        x: dy,
        w: transposed,
        out: dx.address,
        ...table,
        ins: outs,
        outs: ins,
        lanes,
        taps: 1,
      });
      return [dx];
    },
  };
}
