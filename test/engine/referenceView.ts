/** @file Weight views in float64, as plain loops: the part of the reference interpreter that reads parameters. */
import { type ChannelChoice, chosenWidth, type WeightView } from "../../src/core/network/network.ts";

/** A dense row-major array. */
export interface Dense {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

const sizeOfShape = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
export const zeros = (shape: readonly number[]): Dense => ({
  shape,
  data: new Float64Array(sizeOfShape(shape)),
});

/** For every output channel the entries it reads and their factors. */
function termsOf(choice: ChannelChoice, width: number): (readonly [index: number, factor: number])[][] {
  if (choice.kind === "pick") return choice.indices.map((index) => [[index, 1]]);
  return Array.from({ length: choice.count }, (_, c) => {
    if (choice.kind === "first") return [[c, 1] as const];
    const start = Math.floor((c * width) / choice.count);
    const end = Math.ceil(((c + 1) * width) / choice.count);
    return Array.from({ length: end - start }, (_, i) => [start + i, 1 / (end - start)] as const);
  });
}

/** A linear map between arrays, as a list of (output index, input index, factor). */
interface Linear {
  readonly shape: readonly number[];
  readonly entries: readonly (readonly [to: number, from: number, factor: number])[];
}

const apply = (map: Linear, input: Dense): Dense => {
  const result = zeros(map.shape);
  for (const [to, from, factor] of map.entries)
    result.data[to] = result.data[to]! + input.data[from]! * factor;
  return result;
};

const applyTransposed = (map: Linear, shape: readonly number[], gradient: Dense): Dense => {
  const result = zeros(shape);
  for (const [to, from, factor] of map.entries)
    result.data[from] = result.data[from]! + gradient.data[to]! * factor;
  return result;
};

function chooseAxis(shape: readonly number[], axis: number, choice: ChannelChoice): Linear {
  const width = shape[axis]!;
  const inner = sizeOfShape(shape.slice(axis + 1));
  const outer = sizeOfShape(shape.slice(0, axis));
  const count = chosenWidth(choice, width);
  const entries: [number, number, number][] = [];
  termsOf(choice, width).forEach((terms, c) => {
    for (const [index, factor] of terms)
      for (let o = 0; o < outer; o++)
        for (let i = 0; i < inner; i++)
          entries.push([(o * count + c) * inner + i, (o * width + index) * inner + i, factor]);
  });
  return { shape: shape.map((extent, a) => (a === axis ? count : extent)), entries };
}

function takeCenter(shape: readonly number[], side: number): Linear {
  const k = shape[0]!;
  const inner = sizeOfShape(shape.slice(2));
  const start = (k - side) / 2;
  const entries: [number, number, number][] = [];
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      for (let i = 0; i < inner; i++)
        entries.push([(y * side + x) * inner + i, ((y + start) * k + x + start) * inner + i, 1]);
  return { shape: [side, side, ...shape.slice(2)], entries };
}

/** W'[j] = Σ_i W[i] · M[i, j] on the flattened window, for every pair of channels. */
function transformMap(shape: readonly number[], matrix: Dense): Linear {
  const area = shape[0]! * shape[1]!;
  const inner = sizeOfShape(shape.slice(2));
  const entries: [number, number, number][] = [];
  for (let j = 0; j < area; j++)
    for (let i = 0; i < area; i++)
      for (let c = 0; c < inner; c++)
        entries.push([j * inner + c, i * inner + c, matrix.data[i * area + j]!]);
  return { shape, entries };
}

/** The weight a view yields, and how its gradient reaches the parameters (added through `accumulate`). */
export function readView(
  view: WeightView,
  read: (name: string, shape: readonly number[]) => Dense,
): { value: Dense; backward(gradient: Dense, accumulate: (name: string, g: Dense) => void): void } {
  const maps: { map: Linear; input: Dense; transform?: string }[] = [];
  let value = read(view.parameter.name, view.parameter.shape);
  const push = (map: Linear, transform?: string): void => {
    maps.push({ map, input: value, ...(transform !== undefined && { transform }) });
    value = apply(map, value);
  };
  if (view.center) {
    push(takeCenter(value.shape, view.center.side));
    const { transform } = view.center;
    if (transform) push(transformMap(value.shape, read(transform.name, transform.shape)), transform.name);
  }
  if (view.inputs) push(chooseAxis(value.shape, value.shape.length === 4 ? 2 : 0, view.inputs));
  if (view.outputs) push(chooseAxis(value.shape, value.shape.length - 1, view.outputs));
  return {
    value,
    backward(gradient, accumulate) {
      let g = gradient;
      for (const { map, input, transform } of maps.toReversed()) {
        if (transform !== undefined) {
          const area = input.shape[0]! * input.shape[1]!;
          const inner = sizeOfShape(input.shape.slice(2));
          const dm = zeros([area, area]);
          for (let i = 0; i < area; i++)
            for (let j = 0; j < area; j++)
              for (let c = 0; c < inner; c++)
                dm.data[i * area + j] =
                  dm.data[i * area + j]! + input.data[i * inner + c]! * g.data[j * inner + c]!;
          accumulate(transform, dm);
        }
        g = applyTransposed(map, input.shape, g);
      }
      accumulate(view.parameter.name, g);
    },
  };
}
