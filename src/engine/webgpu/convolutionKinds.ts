/** @file The kernels that convolve: which one takes which layer, and what it asks for. */
import { type Operation, viewShape } from "../../core/network/network.ts";
import { paddingAround } from "../../core/network/padding.ts";
import { type Kernel, kernels } from "./kernel.ts";
import type { Pass } from "./pass.ts";
import type { Constants } from "./pipelines.ts";

export type Convolution = Extract<Operation, { op: "conv" }>;

type Extent = Readonly<Record<"height" | "width" | "channels", number>>;

interface Geometry {
  readonly k: number;
  readonly from: Extent;
  readonly to: Extent;
  readonly stride: number;
  readonly dilation: number;
  readonly padY: number;
  readonly padX: number;
}

export function geometryOf(pass: Pass, index: number, operation: Convolution): Geometry {
  const { weight, stride, dilation, input, offset = 0 } = operation;
  const from = pass.shape(input);
  const to = pass.shape(index + 1);
  const k = viewShape(weight)[0] as number;
  const window = { k, stride, dilation };
  return {
    k,
    from,
    to,
    stride,
    dilation,
    // Dropping the first row and column reads one further on.
    padY: paddingAround(from.height, window)[0] - offset,
    padX: paddingAround(from.width, window)[0] - offset,
  };
}

/** How a kind of layer is computed. Both directions take one kernel: back is forward with the roles of input and output swapped. */
interface ConvolutionKind {
  readonly kernel: Kernel;
  readonly forward: (geometry: Geometry) => Constants;
  readonly back: (geometry: Geometry) => Constants;
  /** Floats of the weight before the tap that the way back reads first. */
  readonly backStart: (geometry: Geometry) => number;
  /** Threads that make a value of this extent. */
  readonly threads: (batch: number, made: Extent) => number;
  readonly weightKernel: Kernel;
  readonly weightConstants: (geometry: Geometry) => Constants;
  /** Threads that make one slice of the weight's gradient. */
  readonly weightThreads: (geometry: Geometry) => number;
  /** Floats of the weight. */
  readonly size: (geometry: Geometry) => number;
}

const sides = (from: Extent, to: Extent) => ({
  IN_H: from.height,
  IN_W: from.width,
  OUT_H: to.height,
  OUT_W: to.width,
});

const stepsForward = ({ stride, dilation, padY, padX }: Geometry) => ({
  OUT_STEP: stride,
  IN_STEP: 1,
  DILATION: dilation,
  PAD_Y: padY,
  PAD_X: padX,
});

const stepsBack = ({ stride, dilation, padY, padX }: Geometry) => ({
  OUT_STEP: 1,
  IN_STEP: stride,
  DILATION: -dilation,
  PAD_Y: -padY,
  PAD_X: -padX,
});

const window = ({ k, stride, dilation, padY, padX }: Geometry) => ({
  K: k,
  STRIDE: stride,
  DILATION: dilation,
  PAD_Y: padY,
  PAD_X: padX,
});

/** Threads that each make 4 pixels of a row times 4 channels. */
const tiles = (batch: number, { height, width, channels }: Extent): number =>
  batch * height * Math.ceil(width / 4) * Math.ceil(channels / 4);

/** Blocks of 4 input times 4 output channels. */
const quads = ({ from, to }: Geometry): number => Math.ceil(from.channels / 4) * Math.ceil(to.channels / 4);

const fullSize = ({ k, from, to }: Geometry): number => k * k * from.channels * to.channels;

const kinds = {
  /** Any kernel, stride and dilation. */
  general: {
    kernel: kernels.conv,
    forward: (geometry) => {
      const { k, from, to } = geometry;
      const strides = { I_STRIDE: to.channels, O_STRIDE: 1 };
      const extents = { IN: from.channels, OUT: to.channels, ...sides(from, to), K: k };
      return { ...extents, ...stepsForward(geometry), ...strides };
    },
    back: (geometry) => {
      const { k, from, to } = geometry;
      const strides = { I_STRIDE: 1, O_STRIDE: to.channels };
      const extents = { IN: to.channels, OUT: from.channels, ...sides(to, from), K: k };
      return { ...extents, ...stepsBack(geometry), ...strides };
    },
    backStart: () => 0,
    threads: tiles,
    weightKernel: kernels.convWeight,
    weightConstants: (geometry) => {
      const { from, to } = geometry;
      return { IN: from.channels, OUT: to.channels, ...sides(from, to), ...window(geometry) };
    },
    weightThreads: (geometry) => geometry.k * geometry.k * quads(geometry),
    size: fullSize,
  },
  /** 3×3 without stride and dilation, the common case: whole rows at a time. */
  rows: {
    kernel: kernels.conv3,
    forward: ({ from: { height, width, channels }, to }) => ({
      IN: channels,
      OUT: to.channels,
      H: height,
      W: width,
      TAP: channels * to.channels,
      I_STRIDE: to.channels,
      O_STRIDE: 1,
    }),
    back: ({ from: { height, width, channels }, to }) => ({
      IN: to.channels,
      OUT: channels,
      H: height,
      W: width,
      TAP: -channels * to.channels,
      I_STRIDE: 1,
      O_STRIDE: to.channels,
    }),
    backStart: ({ from, to }) => 8 * from.channels * to.channels,
    threads: tiles,
    weightKernel: kernels.conv3Weight,
    weightConstants: ({ from: { height, width, channels }, to }) => ({
      IN: channels,
      OUT: to.channels,
      H: height,
      W: width,
    }),
    weightThreads: (geometry) => 3 * quads(geometry),
    size: fullSize,
  },
  depthwise: {
    kernel: kernels.depthwise,
    forward: (geometry) => {
      const { k, from, to } = geometry;
      return { CHANNELS: from.channels, ...sides(from, to), K: k, ...stepsForward(geometry) };
    },
    back: (geometry) => {
      const { k, from, to } = geometry;
      return { CHANNELS: from.channels, ...sides(to, from), K: k, ...stepsBack(geometry) };
    },
    backStart: () => 0,
    threads: (batch, { height, width, channels }) => batch * height * width * channels,
    weightKernel: kernels.depthwiseWeight,
    weightConstants: (geometry) => {
      const { from, to } = geometry;
      return { CHANNELS: from.channels, ...sides(from, to), ...window(geometry) };
    },
    weightThreads: ({ k, from }) => k * k * from.channels,
    size: ({ k, from }) => k * k * from.channels,
  },
} as const satisfies Record<string, ConvolutionKind>;

export function kindOf({ depthwise, weight, stride, dilation, offset }: Convolution): ConvolutionKind {
  if (depthwise) return kinds.depthwise;
  const isPlain = viewShape(weight)[0] === 3 && stride === 1 && dilation === 1 && !offset;
  return isPlain ? kinds.rows : kinds.general;
}
