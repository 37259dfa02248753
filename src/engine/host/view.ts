/** @file Weight views in ordinary memory: the part of a parameter that an operation reads, and the way back for its gradient. */
import type { Parameter, WeightView } from "../../core/network/network.ts";
import { readsOf } from "../../core/network/view.ts";

/** A sparse linear map out[to[i]] += factor[i] · in[from[i]]; factors are all 1 where absent. */
interface LinearMap {
  readonly size: number;
  readonly to: Int32Array;
  readonly from: Int32Array;
  readonly factor?: Float32Array;
}

const compiled = new WeakMap<WeightView, { readonly window?: LinearMap; readonly choice?: LinearMap }>();

const product = (extents: readonly number[]): number => extents.reduce((a, b) => a * b, 1);

/** The central side×side window of [k, k, …]. */
function windowMap(shape: readonly number[], side: number): LinearMap {
  const k = shape[0] as number;
  const inner = product(shape.slice(2));
  const start = (k - side) >> 1;
  const size = side * side * inner;
  const from = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    const tap = Math.floor(i / inner);
    from[i] = ((Math.floor(tap / side) + start) * k + (tap % side) + start) * inner + (i % inner);
  }
  return { size, to: from.map((_, i) => i), from };
}

/** Both channel choices of a weight [outer, ins, outs] at once. */
function choiceMap(outer: number, ins: number, outs: number, view: WeightView): LinearMap {
  const rows = readsOf(view.inputs, ins);
  const columns = readsOf(view.outputs, outs);
  const to: number[] = [];
  const from: number[] = [];
  const factor: number[] = [];
  for (let o = 0; o < outer; o++)
    rows.forEach((row, r) => {
      columns.forEach((column, c) => {
        for (const [i, rowFactor] of row)
          for (const [j, columnFactor] of column) {
            to.push((o * rows.length + r) * columns.length + c);
            from.push((o * ins + i) * outs + j);
            factor.push(rowFactor * columnFactor);
          }
      });
    });
  return {
    size: outer * rows.length * columns.length,
    to: Int32Array.from(to),
    from: Int32Array.from(from),
    ...(factor.some((f) => f !== 1) && { factor: Float32Array.from(factor) }),
  };
}

function compile(view: WeightView) {
  const known = compiled.get(view);
  if (known) return known;
  const whole = [...view.parameter.shape];
  const window = view.center && windowMap(whole, view.center.side);
  if (view.center) whole.fill(view.center.side, 0, 2);
  const outs = whole.at(-1) as number;
  const ins = whole.length > 1 ? (whole.at(-2) as number) : 1;
  const choice =
    view.inputs || view.outputs ? choiceMap(product(whole) / (ins * outs), ins, outs, view) : undefined;
  const result = { ...(window && { window }), ...(choice && { choice }) };
  compiled.set(view, result);
  return result;
}

function apply(map: LinearMap, input: Float32Array): Float32Array {
  const { to, from, factor } = map;
  const out = new Float32Array(map.size);
  for (let i = 0; i < to.length; i++)
    out[to[i] as number] =
      (out[to[i] as number] as number) +
      (factor ? (factor[i] as number) : 1) * (input[from[i] as number] as number);
  return out;
}

function applyTransposed(map: LinearMap, size: number, gradient: Float32Array): Float32Array {
  const { to, from, factor } = map;
  const out = new Float32Array(size);
  for (let i = 0; i < to.length; i++)
    out[from[i] as number] =
      (out[from[i] as number] as number) +
      (factor ? (factor[i] as number) : 1) * (gradient[to[i] as number] as number);
  return out;
}

/** Values of the weight that a view yields, in the shape of `viewShape`. A whole view returns the live array: do not write to it. */
export function readView(view: WeightView, values: (parameter: Parameter) => Float32Array): Float32Array {
  const { window, choice } = compile(view);
  let result = values(view.parameter);
  if (window) result = apply(window, result);
  const transform = view.center?.transform;
  if (transform) {
    const matrix = values(transform);
    const area = transform.shape[0] as number;
    const inner = result.length / area;
    const out = new Float32Array(result.length);
    for (let i = 0; i < area; i++)
      for (let j = 0; j < area; j++)
        for (let c = 0; c < inner; c++)
          out[j * inner + c] =
            (out[j * inner + c] as number) +
            (matrix[i * area + j] as number) * (result[i * inner + c] as number);
    result = out;
  }
  return choice ? apply(choice, result) : result;
}

/** Carries the gradient of a view's weight back to its parameters, handing each contribution to `accumulate`. */
export function backView(
  view: WeightView,
  gradient: Float32Array,
  values: (parameter: Parameter) => Float32Array,
  accumulate: (parameter: Parameter, gradient: Float32Array) => void,
): void {
  const { window, choice } = compile(view);
  const { parameter, center } = view;
  const windowSize = window?.size ?? product(parameter.shape);
  let result = choice ? applyTransposed(choice, windowSize, gradient) : gradient;
  if (window && center?.transform) {
    const input = apply(window, values(parameter));
    const matrix = values(center.transform);
    const area = center.transform.shape[0] as number;
    const inner = input.length / area;
    const back = new Float32Array(input.length);
    const dMatrix = new Float32Array(area * area);
    for (let i = 0; i < area; i++)
      for (let j = 0; j < area; j++) {
        let sum = 0;
        for (let c = 0; c < inner; c++) {
          const g = result[j * inner + c] as number;
          sum += (input[i * inner + c] as number) * g;
          back[i * inner + c] = (back[i * inner + c] as number) + (matrix[i * area + j] as number) * g;
        }
        dMatrix[i * area + j] = sum;
      }
    accumulate(center.transform, dMatrix);
    result = back;
  }
  if (window) result = applyTransposed(window, product(parameter.shape), result);
  accumulate(parameter, result);
}

/**
 * Moves running statistics by `rate` of the way towards what a batch showed. Where the view averages several entries, each
 * moves by the mean difference of the outputs that read it.
 */
export function trackView(
  view: WeightView,
  target: Float32Array,
  rate: number,
  values: (parameter: Parameter) => Float32Array,
): void {
  const current = readView(view, values);
  const difference = target.map((value, i) => value - (current[i] as number));
  const live = values(view.parameter);
  const { choice } = compile(view);
  if (!choice) {
    for (let i = 0; i < live.length; i++) live[i] = (live[i] as number) + rate * (difference[i] as number);
    return;
  }
  const plain = { size: choice.size, to: choice.to, from: choice.from };
  const sums = applyTransposed(plain, live.length, difference);
  const readers = applyTransposed(plain, live.length, new Float32Array(choice.size).fill(1));
  for (let i = 0; i < live.length; i++)
    if (readers[i]) live[i] = (live[i] as number) + (rate * (sums[i] as number)) / (readers[i] as number);
}
