/** @file Pooling on the kernels; averages are weighted gathers of pixels in both directions. */
import type { Operation } from "../../core/network/network.ts";
import type { Block } from "./heap.ts";
import type { Evaluated, Pass, Value } from "./pass.ts";
import { areaOf, forwardTaps, type Taps, transposedTaps } from "./tapList.ts";
import type { TapTable } from "./tapTable.ts";

type Pool = Extract<Operation, { op: "avgPool" | "maxPool" }>;

const windowOf = ({ size, stride }: Pool) => ({ k: size, stride, dilation: 1, offset: 0 as const });

/** Gathers with `taps` forward and their transpose back, each average over what its output pixel reads. */
function evaluateGather(key: string, taps: () => Taps, x: Value, { context, lanes }: Pass): Evaluated {
  const { heap, kernels, tables } = context;
  const pixelBytes = x.shape.channels * lanes.bytes;
  const gather = (from: Block, table: TapTable): Block => {
    const to = heap.allocate(table.pixels * pixelBytes);
    kernels.gather({ x: from.address, out: to.address, ...table, bytes: pixelBytes });
    return to;
  };
  const share = (read: Taps, pixel: number): number => 1 / (read[pixel]?.length ?? 1);
  const table = (direction: "forward" | "back"): TapTable => {
    let read: Taps = [];
    return tables.get(
      `${key} ${direction}`,
      pixelBytes,
      () => {
        read = taps();
        return direction === "forward" ? read : transposedTaps(read, areaOf(x.shape));
      },
      (_, target, source) => share(read, direction === "forward" ? target : source),
      "float",
    );
  };
  return {
    block: gather(x.block, table("forward")),
    backward: (dy, _, wanted) => [wanted ? gather(dy, table("back")) : undefined],
  };
}

export function evaluateAverage(operation: Pool, x: Value, pass: Pass): Evaluated {
  const { size, stride } = operation;
  const key = `average ${x.shape.height}x${x.shape.width} ${size} ${stride}`;
  return evaluateGather(key, () => forwardTaps(x.shape, windowOf(operation)), x, pass);
}

export function evaluateGlobalAverage(x: Value, pass: Pass): Evaluated {
  const area = areaOf(x.shape);
  const all = (): Taps => [Array.from({ length: area }, (_, pixel) => [pixel, 0] as const)];
  return evaluateGather(`global ${area}`, all, x, pass);
}

/** A maximum's gradient goes to the first pixel of its window that holds it. */
export function evaluateMaximum(operation: Pool, x: Value, { context, lanes }: Pass): Evaluated {
  const { heap, kernels, tables } = context;
  const pixelBytes = x.shape.channels * lanes.bytes;
  const { rows, pixels } = tables.get(
    `maximum ${x.shape.height}x${x.shape.width} ${operation.size} ${operation.stride}`,
    pixelBytes,
    () => forwardTaps(x.shape, windowOf(operation)),
    () => 0,
    "integer",
  );
  const block = heap.allocate(pixels * pixelBytes);
  kernels.maxPool({ x: x.block.address, out: block.address, rows, pixels, bytes: pixelBytes });
  return {
    block,
    backward(dy, _, wanted) {
      if (!wanted) return [undefined];
      const bytes = areaOf(x.shape) * pixelBytes;
      const dx = heap.allocate(bytes);
      kernels.fillZero({ at: dx.address, bytes });
      kernels.maxPoolBack({
        x: x.block.address,
        y: block.address,
        dy: dy.address,
        dx: dx.address,
        rows,
        pixels,
        bytes: pixelBytes,
      });
      return [dx];
    },
  };
}
