/** @file Convolutions as dispatches: forward, gradient of the input, gradient of the kernel. */
import { type Operation, viewShape } from "../../core/network/network.ts";
import { paddingAround } from "../../core/network/padding.ts";
import type { GradientFlow } from "./gradientFlow.ts";
import { kernels } from "./kernel.ts";
import type { Pass, Ref } from "./pass.ts";
import { NO_FLOOR, NONE } from "./program.ts";

export type Convolution = Extract<Operation, { op: "conv" }>;

function geometry(
  pass: Pass,
  index: number,
  { weight, stride, dilation, depthwise, input, offset }: Convolution,
) {
  const from = pass.shape(input);
  const to = pass.shape(index + 1);
  const k = viewShape(weight)[0] as number;
  const window = { k, stride, dilation };
  return {
    k,
    from,
    to,
    // Dropping the first row and column reads one further on.
    padY: paddingAround(from.height, window)[0] - (offset ?? 0),
    padX: paddingAround(from.width, window)[0] - (offset ?? 0),
    rows: !depthwise && k === 3 && stride === 1 && dilation === 1 && !offset,
  };
}

/** Threads that each make 4 pixels of a row times 4 channels. */
const blocks = (
  batch: number,
  { height, width, channels }: { height: number; width: number; channels: number },
): number => batch * height * Math.ceil(width / 4) * Math.ceil(channels / 4);

export function convolve(pass: Pass, operation: Convolution, index: number): void {
  const { program, views, batch } = pass.setting;
  const { k, from, to, padY, padX, rows } = geometry(pass, index, operation);
  const { ref, floor } = pass.readable(operation.input);
  const output = pass.allocate(index + 1);
  const weight = views.weight(operation.weight);
  const params = { batch, input: ref.at, output: output.offset, weight, base: NONE, gate: NONE, floor };
  const steps = {
    OUT_STEP: operation.stride,
    IN_STEP: 1,
    DILATION: operation.dilation,
    PAD_Y: padY,
    PAD_X: padX,
  };
  if (operation.depthwise)
    program.dispatch(
      kernels.depthwise,
      { CHANNELS: from.channels, ...sides(from, to), K: k, ...steps },
      params,
      batch * to.height * to.width * to.channels,
    );
  else if (rows)
    program.dispatch(
      kernels.conv3,
      {
        IN: from.channels,
        OUT: to.channels,
        H: from.height,
        W: from.width,
        TAP: from.channels * to.channels,
        I_STRIDE: to.channels,
        O_STRIDE: 1,
      },
      params,
      blocks(batch, to),
    );
  else
    program.dispatch(
      kernels.conv,
      {
        IN: from.channels,
        OUT: to.channels,
        ...sides(from, to),
        K: k,
        ...steps,
        I_STRIDE: to.channels,
        O_STRIDE: 1,
      },
      params,
      blocks(batch, to),
    );
  pass.store(index + 1, output);
}

export function convolveBack(
  pass: Pass,
  flow: GradientFlow,
  operation: Convolution,
  index: number,
  gradient: Ref,
): void {
  weightGradient(pass, flow, operation, index, gradient);
  const { program, views, batch } = pass.setting;
  const { k, from, to, padY, padX, rows } = geometry(pass, index, operation);
  const { ref, rectified } = pass.readable(operation.input);
  // A ReLU that was taken on the way in is undone on the way back, at once.
  const target = rectified ? reluInput(pass, operation.input) : operation.input;
  const weight = views.weight(operation.weight);
  const taps = from.channels * to.channels;
  flow.emit(target, [gradient.block], (base, output) => {
    const params = {
      batch,
      input: gradient.at,
      output,
      weight: rows ? weight + 8 * taps : weight,
      base,
      gate: rectified ? ref.at : NONE,
      floor: NO_FLOOR,
    };
    const steps = {
      OUT_STEP: 1,
      IN_STEP: operation.stride,
      DILATION: -operation.dilation,
      PAD_Y: -padY,
      PAD_X: -padX,
    };
    if (operation.depthwise)
      program.dispatch(
        kernels.depthwise,
        { CHANNELS: from.channels, ...sides(to, from), K: k, ...steps },
        params,
        batch * from.height * from.width * from.channels,
      );
    else if (rows)
      program.dispatch(
        kernels.conv3,
        {
          IN: to.channels,
          OUT: from.channels,
          H: from.height,
          W: from.width,
          TAP: -taps,
          I_STRIDE: 1,
          O_STRIDE: to.channels,
        },
        params,
        blocks(batch, from),
      );
    else
      program.dispatch(
        kernels.conv,
        {
          IN: to.channels,
          OUT: from.channels,
          ...sides(to, from),
          K: k,
          ...steps,
          I_STRIDE: 1,
          O_STRIDE: to.channels,
        },
        params,
        blocks(batch, from),
      );
  });
}

function weightGradient(
  pass: Pass,
  flow: GradientFlow,
  operation: Convolution,
  index: number,
  gradient: Ref,
): void {
  const { program, arena, views, batch } = pass.setting;
  const { k, from, to, padY, padX, rows } = geometry(pass, index, operation);
  const { ref, floor } = pass.readable(operation.input);
  const quads = Math.ceil(from.channels / 4) * Math.ceil(to.channels / 4);
  const jobs = operation.depthwise ? k * k * from.channels : (rows ? 3 : k * k) * quads;
  const { lanes, groups } = slicing(jobs, batch, to.height);
  const size = k * k * from.channels * (operation.depthwise ? 1 : to.channels);
  const output = arena.allocate(size * lanes * groups);
  const params = { batch, input: ref.at, gradient: gradient.at, output: output.offset, floor };
  const slices = { LANES: lanes, GROUPS: groups };
  const steps = { K: k, STRIDE: operation.stride, DILATION: operation.dilation, PAD_Y: padY, PAD_X: padX };
  const threads = jobs * lanes * groups;
  if (operation.depthwise)
    program.dispatch(
      kernels.depthwiseWeight,
      { CHANNELS: from.channels, ...sides(from, to), ...steps, ...slices },
      params,
      threads,
    );
  else if (rows)
    program.dispatch(
      kernels.conv3Weight,
      { IN: from.channels, OUT: to.channels, H: from.height, W: from.width, ...slices },
      params,
      threads,
    );
  else
    program.dispatch(
      kernels.convWeight,
      { IN: from.channels, OUT: to.channels, ...sides(from, to), ...steps, ...slices },
      params,
      threads,
    );
  flow.contributions.push(
    ...views.contribute(arena, operation.weight, output, output.offset, lanes * groups),
  );
}

const sides = (from: { height: number; width: number }, to: { height: number; width: number }) => ({
  IN_H: from.height,
  IN_W: from.width,
  OUT_H: to.height,
  OUT_W: to.width,
});

/** Enough threads to fill a GPU, from as few slices as that takes: each slice is written and read once more. */
const ENOUGH_THREADS = 4096;

function slicing(jobs: number, batch: number, rows: number): { lanes: number; groups: number } {
  let lanes = 1;
  // Neighbouring lanes read neighbouring images: sixteen of them keep loads wide.
  while (lanes * 2 <= Math.min(batch, 64) && (lanes < 16 || jobs * lanes < ENOUGH_THREADS)) lanes *= 2;
  const groups = Math.min(rows, Math.max(1, Math.round(ENOUGH_THREADS / (jobs * lanes))));
  return { lanes, groups };
}

/** The value that a rectified value is the ReLU of. */
export function reluInput(pass: Pass, id: number): number {
  const operation = pass.operation(id - 1);
  if (operation.op !== "relu") throw new Error(`value ${id} is no ReLU`);
  return operation.input;
}
