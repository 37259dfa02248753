/** @file Convolutions on the kernels: forward, gradient of the input, gradient of the weight. */
import type { Operation, Shape, WeightView } from "../../core/network/network.ts";
import { type Context, kernelExtents } from "./context.ts";
import { packForward, packTransposed } from "./packing.ts";
import type { Evaluated, Pass, Value } from "./pass.ts";
import { areaOf, forwardTaps, transposedTaps, type Window } from "./tapList.ts";
import type { TapTable } from "./tapTable.ts";

type Extents = ReturnType<typeof kernelExtents>;

/** What a kernel reads and writes: addresses, and the pixels that every pixel of `out` gathers from. */
interface Layer {
  readonly weight: WeightView;
  readonly extents: Extents;
  readonly x: number;
  readonly out: number;
  readonly table: TapTable;
  /** Bytes of the images' lanes. */
  readonly lanes: number;
}

/** How the channels of a layer go together. */
interface Kind {
  /** Entries of the weight. */
  readonly size: (extents: Extents) => number;
  readonly forward: (context: Context, layer: Layer) => void;
  /** `x` is the gradient of the value, `out` that of the input. */
  readonly inputGradient: (context: Context, layer: Layer) => void;
  /** `x` is the input, `out` takes four partial sums for each entry of the weight. */
  readonly weightGradient: (context: Context, layer: Layer, dy: number) => void;
}

const plain = (array: Float32Array, into: Float32Array): void => into.set(array);

/** One channel reads its own counterpart alone; the same kernel serves both directions. */
function eachForItself(context: Context, { weight, extents, x, out, table, lanes }: Layer): void {
  const w = context.weight(weight, "plain", plain);
  context.kernels.depthwise({ x, w, out, ...table, channels: extents.ins, lanes });
}

const kinds = {
  depthwise: {
    size: ({ taps, ins }) => taps * ins,
    forward: eachForItself,
    inputGradient: eachForItself,
    weightGradient: ({ kernels }, { extents, x, out, table, lanes }, dy) =>
      kernels.depthwiseWeight({ x, dy, acc: out, ...table, channels: extents.ins, lanes }),
  },
  full: {
    size: ({ taps, ins, outs }) => taps * ins * outs,
    forward(context, { weight, extents: { taps, ins, outs }, x, out, table, lanes }) {
      const w = context.weight(weight, "forward", (array, into) => packForward(array, taps, ins, outs, into));
      context.kernels.conv({ x, w, out, ...table, ins, outs, lanes, taps });
    },
    inputGradient(context, { weight, extents: { taps, ins, outs }, x, out, table, lanes }) {
      const w = context.weight(weight, "transposed", (array, into) =>
        packTransposed(array, taps, ins, outs, into),
      );
      context.kernels.conv({ x, w, out, ...table, ins: outs, outs: ins, lanes, taps });
    },
    weightGradient: ({ kernels }, { extents: { ins, outs }, x, out, table, lanes }, dy) =>
      kernels.convWeight({ x, dy, acc: out, ...table, ins, outs, lanes }),
  },
} as const satisfies Record<string, Kind>;

export function evaluateConv(
  operation: Extract<Operation, { op: "conv" }>,
  x: Value,
  shape: Shape,
  { context, lanes: { bytes: lanes } }: Pass,
): Evaluated {
  const { heap, kernels, tables } = context;
  const { weight, stride, dilation, depthwise } = operation;
  const kind: Kind = depthwise ? kinds.depthwise : kinds.full;
  const extents = kernelExtents(weight);
  const { k, ins, outs } = extents;
  const window: Window = { k, stride, dilation, offset: operation.offset ?? 0 };
  const key = `${x.shape.height}x${x.shape.width} ${k} ${stride} ${dilation} ${window.offset}`;
  const read = () => forwardTaps(x.shape, window);
  const table = tables.get(`conv ${key} ${ins}`, ins * lanes, read, (tap) => tap * ins, "integer");
  const block = heap.allocate(areaOf(shape) * shape.channels * lanes);
  const layer = { weight, extents, lanes };
  kind.forward(context, { ...layer, x: x.block.address, out: block.address, table });
  return {
    block,
    backward(dy, sink, wanted) {
      const count = kind.size(extents);
      const acc = heap.allocate(count * 16);
      kernels.fillZero({ at: acc.address, bytes: count * 16 });
      kind.weightGradient(context, { ...layer, x: x.block.address, out: acc.address, table }, dy.address);
      const gradient = heap.allocate(count * 4);
      kernels.sumLanes({ acc: acc.address, out: gradient.address, count });
      heap.release(acc);
      sink(weight, heap.floats(gradient.address, count));
      heap.release(gradient);
      if (!wanted) return [undefined];

      const from = depthwise ? ins : outs;
      const back = tables.get(
        `back ${key} ${from}`,
        from * lanes,
        () => transposedTaps(read(), areaOf(x.shape)),
        (tap) => tap * from,
        "integer",
      );
      const dx = heap.allocate(areaOf(x.shape) * ins * lanes);
      kind.inputGradient(context, { ...layer, x: dy.address, out: dx.address, table: back });
      return [dx];
    },
  };
}
