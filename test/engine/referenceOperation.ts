/**
 * @file Every primitive operation in float64, forward and reverse, as naive loops written from the definitions in
 * core/network/network.ts and from nothing else: the judge of the engines.
 */
import { type Operation, type Shape, viewShape } from "../../src/core/network/network.ts";
import { dropMask } from "../../src/engine/masks.ts";
import { type Dense, readView, zeros } from "./referenceView.ts";

/** What an operation may need besides its inputs. */
export interface ReferenceContext {
  readonly read: (name: string, shape: readonly number[]) => Dense;
  readonly accumulate: (name: string, gradient: Dense) => void;
  /** "training": batch statistics and dropout. */
  readonly mode: "training" | "batch" | "running";
  readonly mask: { readonly seed: number; readonly path: number };
  /** Told the batch statistics (variance unbiased) of every batch norm in training. */
  readonly statistics: (operation: Operation, mean: Float64Array, variance: Float64Array) => void;
}

/** Value and reverse step; `backward` returns one gradient per input. */
interface Evaluated {
  readonly value: Dense;
  readonly backward: (gradient: Dense) => Dense[];
}

const EPSILON = 1e-5;

/** Leading padding of "same", and the extent of the output. */
function samePadding(extent: number, k: number, stride: number, dilation: number) {
  const out = Math.ceil(extent / stride);
  const total = Math.max((out - 1) * stride + (k - 1) * dilation + 1 - extent, 0);
  return { out, before: Math.floor(total / 2) };
}

/** Calls `visit` for every (output pixel, input pixel inside the image, kernel tap) of a sliding window. */
function slide(
  [batch, height, width]: readonly number[],
  k: number,
  stride: number,
  dilation: number,
  visit: (outPixel: number, inPixel: number, tap: number) => void,
  offset = 0,
): readonly number[] {
  const vertical = samePadding(height!, k, stride, dilation);
  const horizontal = samePadding(width!, k, stride, dilation);
  for (let n = 0; n < batch!; n++)
    for (let oy = 0; oy < vertical.out; oy++)
      for (let ox = 0; ox < horizontal.out; ox++)
        for (let ky = 0; ky < k; ky++)
          for (let kx = 0; kx < k; kx++) {
            const shiftedY = oy * stride + ky * dilation - vertical.before;
            const shiftedX = ox * stride + kx * dilation - horizontal.before;
            if (shiftedY < 0 || shiftedX < 0) continue;
            const y = shiftedY + offset;
            const x = shiftedX + offset;
            if (y >= height! || x >= width!) continue;
            visit((n * vertical.out + oy) * horizontal.out + ox, (n * height! + y) * width! + x, ky * k + kx);
          }
  return [batch!, vertical.out, horizontal.out];
}

/** Evaluates one operation on its inputs, each [batch, height, width, channels]. */
export function evaluate(
  operation: Operation,
  index: number,
  batch: number,
  inputs: readonly Dense[],
  context: ReferenceContext,
): Evaluated {
  const x = inputs[0] ?? zeros([0, 0, 0, 0]);
  const channels = x.shape[3]!;
  const pixels = x.data.length / Math.max(channels, 1);
  /** Element-wise product with a fixed factor per entry. */
  const scaled = (factor: (i: number) => number): Evaluated => ({
    value: { shape: x.shape, data: x.data.map((v, i) => v * factor(i)) },
    backward: (g) => [{ shape: x.shape, data: g.data.map((v, i) => v * factor(i)) }],
  });
  switch (operation.op) {
    case "zero":
      return { value: zeros(fullShape(batch, operation.shape)), backward: () => [] };
    case "conv": {
      const { stride, dilation, depthwise, offset } = operation;
      const weight = readView(operation.weight, context.read);
      const [k, , ins, outs] = viewShape(operation.weight) as [number, number, number, number];
      const taps: [number, number, number][] = [];
      const out = slide(x.shape, k, stride, dilation, (o, i, t) => taps.push([o, i, t]), offset ?? 0);
      const width = depthwise ? channels : outs;
      const value = zeros([...out, width]);
      const each = (visit: (to: number, from: number, w: number) => void): void => {
        for (const [o, i, t] of taps)
          for (let ci = 0; ci < ins; ci++)
            if (depthwise) visit(o * width + ci, i * channels + ci, t * channels + ci);
            else
              for (let co = 0; co < outs; co++)
                visit(o * width + co, i * channels + ci, (t * ins + ci) * outs + co);
      };
      each((to, from, w) => {
        value.data[to] = value.data[to]! + x.data[from]! * weight.value.data[w]!;
      });
      return {
        value,
        backward(g) {
          const dx = zeros(x.shape);
          const dw = zeros(weight.value.shape);
          each((to, from, w) => {
            dx.data[from] = dx.data[from]! + g.data[to]! * weight.value.data[w]!;
            dw.data[w] = dw.data[w]! + g.data[to]! * x.data[from]!;
          });
          weight.backward(dw, context.accumulate);
          return [dx];
        },
      };
    }
    case "batchNorm":
      return batchNorm(operation, x, context);
    case "relu":
      return scaled((i) => (x.data[i]! > 0 ? 1 : 0));
    case "avgPool": {
      const taps: [number, number][] = [];
      const out = slide(x.shape, operation.size, operation.stride, 1, (o, i) => taps.push([o, i]));
      const value = zeros([...out, channels]);
      const counts = new Float64Array(value.data.length / channels);
      for (const [o] of taps) counts[o] = counts[o]! + 1;
      for (const [o, i] of taps)
        for (let c = 0; c < channels; c++)
          value.data[o * channels + c] =
            value.data[o * channels + c]! + x.data[i * channels + c]! / counts[o]!;
      return {
        value,
        backward(g) {
          const dx = zeros(x.shape);
          for (const [o, i] of taps)
            for (let c = 0; c < channels; c++)
              dx.data[i * channels + c] = dx.data[i * channels + c]! + g.data[o * channels + c]! / counts[o]!;
          return [dx];
        },
      };
    }
    case "maxPool": {
      const taps: [number, number][] = [];
      const out = slide(x.shape, operation.size, operation.stride, 1, (o, i) => taps.push([o, i]));
      const value = zeros([...out, channels]);
      value.data.fill(-Infinity);
      const source = new Int32Array(value.data.length);
      // The first of several equal maxima wins; the engines' cases hold no ties.
      for (const [o, i] of taps)
        for (let c = 0; c < channels; c++)
          if (x.data[i * channels + c]! > value.data[o * channels + c]!) {
            value.data[o * channels + c] = x.data[i * channels + c]!;
            source[o * channels + c] = i * channels + c;
          }
      return {
        value,
        backward(g) {
          const dx = zeros(x.shape);
          source.forEach((from, to) => {
            dx.data[from] = dx.data[from]! + g.data[to]!;
          });
          return [dx];
        },
      };
    }
    case "add": {
      const value = zeros(x.shape);
      for (const input of inputs)
        input.data.forEach((v, i) => {
          value.data[i] = value.data[i]! + v;
        });
      return { value, backward: (g) => inputs.map(() => g) };
    }
    case "concat": {
      const widths = inputs.map((input) => input.shape[3]!);
      const total = widths.reduce((a, b) => a + b, 0);
      const value = zeros([...x.shape.slice(0, 3), total]);
      const each = (visit: (input: number, from: number, to: number) => void): void => {
        for (let p = 0; p < pixels; p++) {
          let start = 0;
          widths.forEach((width, input) => {
            for (let c = 0; c < width; c++) visit(input, p * width + c, p * total + start + c);
            start += width;
          });
        }
      };
      each((input, from, to) => {
        value.data[to] = inputs[input]!.data[from]!;
      });
      return {
        value,
        backward(g) {
          const gradients = inputs.map((input) => zeros(input.shape));
          each((input, from, to) => {
            gradients[input]!.data[from] = g.data[to]!;
          });
          return gradients;
        },
      };
    }
    case "channels": {
      const { count } = operation;
      const value = zeros([...x.shape.slice(0, 3), count]);
      value.data.forEach((_, i) => {
        value.data[i] = x.data[Math.floor(i / count) * channels + (i % count)]!;
      });
      return {
        value,
        backward(g) {
          const dx = zeros(x.shape);
          g.data.forEach((v, i) => {
            dx.data[Math.floor(i / count) * channels + (i % count)] = v;
          });
          return [dx];
        },
      };
    }
    case "dropPath":
    case "dropout": {
      if (context.mode !== "training") return scaled(() => 1);
      const perSample = x.data.length / batch;
      const whole = operation.op === "dropPath";
      const { seed, path } = context.mask;
      const mask = dropMask(seed, path, index, whole ? batch : x.data.length, operation.keep);
      return scaled((i) => mask[whole ? Math.floor(i / perSample) : i]!);
    }
    case "globalAvgPool": {
      const area = pixels / batch;
      const value = zeros([batch, 1, 1, channels]);
      const target = (i: number): number => Math.floor(i / (area * channels)) * channels + (i % channels);
      x.data.forEach((v, i) => {
        value.data[target(i)] = value.data[target(i)]! + v / area;
      });
      return {
        value,
        backward: (g) => [{ shape: x.shape, data: x.data.map((_, i) => g.data[target(i)]! / area) }],
      };
    }
    case "dense": {
      const weight = readView(operation.weight, context.read);
      const bias = readView(operation.bias, context.read);
      const [ins, outs] = weight.value.shape as [number, number];
      const value = zeros([batch, 1, 1, outs]);
      for (let n = 0; n < batch; n++)
        for (let o = 0; o < outs; o++) {
          let sum = bias.value.data[o]!;
          for (let i = 0; i < ins; i++) sum += x.data[n * ins + i]! * weight.value.data[i * outs + o]!;
          value.data[n * outs + o] = sum;
        }
      return {
        value,
        backward(g) {
          const dx = zeros(x.shape);
          const dw = zeros(weight.value.shape);
          const db = zeros(bias.value.shape);
          for (let n = 0; n < batch; n++)
            for (let o = 0; o < outs; o++) {
              const dy = g.data[n * outs + o]!;
              db.data[o] = db.data[o]! + dy;
              for (let i = 0; i < ins; i++) {
                dx.data[n * ins + i] = dx.data[n * ins + i]! + dy * weight.value.data[i * outs + o]!;
                dw.data[i * outs + o] = dw.data[i * outs + o]! + dy * x.data[n * ins + i]!;
              }
            }
          weight.backward(dw, context.accumulate);
          bias.backward(db, context.accumulate);
          return [dx];
        },
      };
    }
    default:
      throw operation satisfies never;
  }
}

const fullShape = (batch: number, { height, width, channels }: Shape): number[] => [
  batch,
  height,
  width,
  channels,
];

function batchNorm(
  operation: Extract<Operation, { op: "batchNorm" }>,
  x: Dense,
  context: ReferenceContext,
): Evaluated {
  const channels = x.shape[3]!;
  const count = x.data.length / channels;
  const perChannel = (term: (i: number) => number): Float64Array => {
    const sums = new Float64Array(channels);
    x.data.forEach((_, i) => {
      sums[i % channels] = sums[i % channels]! + term(i);
    });
    return sums;
  };
  const scale = operation.scale && readView(operation.scale, context.read);
  const shift = operation.shift && readView(operation.shift, context.read);
  let mean: Float64Array;
  let variance: Float64Array;
  if (context.mode === "running") {
    mean = readView(operation.mean, context.read).value.data;
    variance = readView(operation.variance, context.read).value.data;
  } else {
    mean = perChannel((i) => x.data[i]!).map((sum) => sum / count);
    const center = mean;
    const squares = perChannel((i) => (x.data[i]! - center[i % channels]!) ** 2);
    variance = squares.map((sum) => sum / count);
    if (context.mode === "training")
      context.statistics(
        operation,
        mean,
        squares.map((sum) => sum / Math.max(count - 1, 1)),
      );
  }
  const inverse = variance.map((v) => 1 / Math.sqrt(v + EPSILON));
  const normalized = x.data.map((v, i) => (v - mean[i % channels]!) * inverse[i % channels]!);
  const factor = (c: number): number => scale?.value.data[c] ?? 1;
  const value = {
    shape: x.shape,
    data: normalized.map((v, i) => v * factor(i % channels) + (shift?.value.data[i % channels] ?? 0)),
  };
  return {
    value,
    backward(g) {
      const sumG = perChannel((i) => g.data[i]!);
      const sumGx = perChannel((i) => g.data[i]! * normalized[i]!);
      scale?.backward({ shape: [channels], data: sumGx }, context.accumulate);
      shift?.backward({ shape: [channels], data: sumG }, context.accumulate);
      // Ioffe and Szegedy 2015, section 3, collected: dx = γ/σ · (g − mean(g) − x̂ · mean(g·x̂)).
      const data = g.data.map((v, i) => {
        const c = i % channels;
        return factor(c) * inverse[c]! * (v - sumG[c]! / count - (normalized[i]! * sumGx[c]!) / count);
      });
      return [{ shape: x.shape, data }];
    },
  };
}
