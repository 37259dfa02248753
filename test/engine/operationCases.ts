/** @file Small networks, one for each operation and weight view, in the shapes that break engines. */
import {
  batchNorm,
  convParameter,
  depthwiseParameter,
  NetworkBuilder,
  vectorParameter,
} from "../../src/core/network/builder.ts";
import type {
  ChannelChoice,
  Network,
  Operation,
  Parameter,
  Shape,
  ValueId,
  WeightView,
} from "../../src/core/network/network.ts";
import { CLASSES } from "./caseData.ts";

export interface OperationCase {
  readonly name: string;
  readonly network: Network;
  readonly batch: number;
}

const plain = (
  name: string,
  k: number,
  inputs: number,
  outputs: number,
  dilation = 1,
): Omit<Extract<Operation, { op: "conv" }>, "input"> => ({
  op: "conv",
  weight: { parameter: convParameter(name, k, inputs, outputs) },
  stride: 1,
  dilation,
  depthwise: false,
});

/**
 * A stem (so that gradients with respect to the input of the tested part show in the stem's), the tested part, and a head that sends a
 * different gradient to every pixel, by a depthwise convolution, which compiles fast.
 */
function around(
  input: Shape,
  channels: number,
  middle: (builder: NetworkBuilder, x: ValueId) => ValueId,
): Network {
  const builder = new NetworkBuilder(input);
  const stem = builder.push({ ...plain("stem", 3, input.channels, channels), input: 0 });
  const tested = middle(builder, stem);
  const width = builder.shape(tested).channels;
  const mixed = builder.push({
    op: "conv",
    input: tested,
    weight: { parameter: depthwiseParameter("mix", 3, width) },
    stride: 1,
    dilation: 1,
    depthwise: true,
  });
  const bent = builder.push({ op: "relu", input: mixed });
  head(builder, bent);
  return builder.finish();
}

function head(builder: NetworkBuilder, input: ValueId): void {
  const pooled = builder.push({ op: "globalAvgPool", input });
  const width = builder.shape(input).channels;
  builder.push({
    op: "dense",
    input: pooled,
    weight: { parameter: { name: "head", shape: [width, CLASSES], init: { kind: "uniform", bound: 1 } } },
    bias: { parameter: vectorParameter("bias", CLASSES, "zeros") },
  });
}

const GREY: Shape = { height: 9, width: 7, channels: 1 };
const COLOUR: Shape = { height: 6, width: 8, channels: 3 };
const one = (
  name: string,
  operation: (x: ValueId) => Operation,
  input = GREY,
  channels = 4,
  batch = 5,
): OperationCase => ({
  name,
  batch,
  network: around(input, channels, (builder, x) => builder.push(operation(x))),
});

const convCases = [1, 3, 5].flatMap((k) =>
  [1, 2].flatMap((stride) =>
    [1, 2]
      .filter((dilation) => (stride === 1 || dilation === 1 || k === 3) && (k > 1 || dilation === 1))
      .flatMap((dilation) => [
        one(`conv ${k}x${k} stride ${stride} dilation ${dilation}`, (input) => ({
          ...plain("w", k, 4, 6),
          input,
          stride,
          dilation,
        })),
        one(`depthwise ${k}x${k} stride ${stride} dilation ${dilation}`, (input) => ({
          op: "conv",
          input,
          weight: { parameter: depthwiseParameter("w", k, 4) },
          stride,
          dilation,
          depthwise: true,
        })),
      ]),
  ),
);

const viewed = (name: string, view: WeightView, depthwise = false, stride = 1): OperationCase =>
  one(`view ${name}`, (input) => ({ op: "conv", input, weight: view, stride, dilation: 1, depthwise }));

const matrix = (side: number): Parameter => ({
  name: "m",
  shape: [side * side, side * side],
  init: { kind: "identity" },
});
const choices: [string, ChannelChoice][] = [
  ["first", { kind: "first", count: 4 }],
  ["pick", { kind: "pick", indices: [5, 0, 3, 2] }],
  ["pool", { kind: "pool", count: 4 }],
];

const viewCases: OperationCase[] = [
  ...choices.flatMap(([name, choice]) => [
    viewed(`inputs ${name}`, { parameter: convParameter("w", 3, 7, 5), inputs: choice }),
    viewed(`outputs ${name}`, { parameter: convParameter("w", 3, 4, 7), outputs: choice }),
    viewed(`both ${name}, center 1 of 3`, {
      parameter: convParameter("w", 3, 6, 6),
      center: { side: 1 },
      inputs: choice,
      outputs: choice,
    }),
    viewed(`depthwise ${name}`, { parameter: depthwiseParameter("w", 3, 6), inputs: choice }, true),
    one(`view batch norm ${name}`, (input) => batchNorm(input, "n", 6, true, choice)),
  ]),
  viewed("center 3 of 5", { parameter: convParameter("w", 5, 4, 6), center: { side: 3 } }),
  viewed("center 1 of 3 times a matrix", {
    parameter: convParameter("w", 3, 4, 6),
    center: { side: 1, transform: matrix(1) },
  }),
  viewed("center 3 of 5 times a matrix, picked", {
    parameter: convParameter("w", 5, 6, 7),
    center: { side: 3, transform: matrix(3) },
    inputs: { kind: "pick", indices: [4, 1, 0, 2] },
    outputs: { kind: "pool", count: 3 },
  }),
  viewed(
    "depthwise center 3 of 5 times a matrix",
    {
      parameter: depthwiseParameter("w", 5, 4),
      center: { side: 3, transform: matrix(3) },
    },
    true,
    2,
  ),
];

export const operationCases: readonly OperationCase[] = [
  ...convCases,
  ...viewCases,
  one("conv 1x1 stride 2 offset 1", (input) => ({ ...plain("w", 1, 4, 6), input, stride: 2, offset: 1 })),
  one(
    "conv 1x1 stride 2 offset 1, even extents",
    (input) => ({ ...plain("w", 1, 4, 6), input, stride: 2, offset: 1 }),
    COLOUR,
  ),
  one(
    "conv 3x3 stride 2, even extents, wide",
    (input) => ({ ...plain("w", 3, 8, 16), input, stride: 2 }),
    COLOUR,
    8,
    3,
  ),
  one("conv 3x3 one channel", (input) => ({ ...plain("w", 3, 1, 1), input }), GREY, 1),
  one(
    "depthwise 3x3 one channel",
    (input) => ({
      op: "conv",
      input,
      weight: { parameter: depthwiseParameter("w", 3, 1) },
      stride: 1,
      dilation: 1,
      depthwise: true,
    }),
    GREY,
    1,
  ),
  one("conv 3x3 on one pixel", (input) => ({ ...plain("w", 3, 4, 4), input }), {
    height: 1,
    width: 1,
    channels: 2,
  }),
  one("relu", (input) => ({ op: "relu", input })),
  one("batch norm affine", (input) => batchNorm(input, "n", 4, true)),
  one("batch norm plain", (input) => batchNorm(input, "n", 4, false)),
  one("batch norm wide", (input) => batchNorm(input, "n", 16, true), COLOUR, 16, 2),
  one("batch norm one channel", (input) => batchNorm(input, "n", 1, true), GREY, 1),
  ...[1, 2].flatMap((stride) => [
    one(`avgPool 3x3 stride ${stride}`, (input) => ({ op: "avgPool", input, size: 3, stride })),
    one(`maxPool 3x3 stride ${stride}`, (input) => ({ op: "maxPool", input, size: 3, stride })),
    one(
      `avgPool 3x3 stride ${stride}, even extents`,
      (input) => ({ op: "avgPool", input, size: 3, stride }),
      COLOUR,
    ),
  ]),
  one("avgPool 2x2 stride 2", (input) => ({ op: "avgPool", input, size: 2, stride: 2 })),
  one("maxPool 2x2 stride 2", (input) => ({ op: "maxPool", input, size: 2, stride: 2 })),
  one("channels", (input) => ({ op: "channels", input, count: 3 })),
  one("dropPath", (input) => ({ op: "dropPath", input, keep: 0.6 })),
  one("dropout", (input) => ({ op: "dropout", input, keep: 0.7 })),
  {
    name: "add, concat, zero and a value read twice",
    batch: 4,
    network: around(COLOUR, 4, (builder, x) => {
      const y = builder.push({ ...plain("a", 3, 4, 4), input: x });
      const zero = builder.push({ op: "zero", shape: builder.shape(x) });
      const sum = builder.push({ op: "add", inputs: [x, y, zero] });
      const bent = builder.push({ op: "relu", input: sum });
      const again = builder.push({ op: "relu", input: sum });
      const twice = builder.push({ op: "add", inputs: [bent, again] });
      return builder.push({ op: "concat", inputs: [twice, y, zero, sum] });
    }),
  },
  {
    name: "residual cell of conv, norm and pool",
    batch: 6,
    network: around(COLOUR, 4, (builder, x) => {
      const bent = builder.push({ op: "relu", input: x });
      const conv = builder.push({ ...plain("w", 3, 4, 4), input: bent });
      const normed = builder.push(batchNorm(conv, "n", 4, true));
      const pooled = builder.push({ op: "avgPool", input: x, size: 3, stride: 1 });
      return builder.push({ op: "add", inputs: [normed, pooled, x] });
    }),
  },
];
