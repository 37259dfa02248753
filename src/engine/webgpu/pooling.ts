/** @file Pooling and the classifier at the end of a network as dispatches. */
import { type Operation, viewShape } from "../../core/network/network.ts";
import { paddingAround } from "../../core/network/padding.ts";
import type { Block } from "./arena.ts";
import { reluInput } from "./convolution.ts";
import type { GradientFlow } from "./gradientFlow.ts";
import { kernels } from "./kernel.ts";
import type { Pass, Ref } from "./pass.ts";
import { NONE } from "./program.ts";

type Pool = Extract<Operation, { op: "avgPool" | "maxPool" }>;
type GlobalPool = Extract<Operation, { op: "globalAvgPool" }>;
type Dense = Extract<Operation, { op: "dense" }>;

function poolConstants(pass: Pass, { op, size, stride, input }: Pool, index: number) {
  const from = pass.shape(input);
  const to = pass.shape(index + 1);
  const window = { k: size, stride, dilation: 1 };
  return {
    CHANNELS: from.channels,
    IN_H: from.height,
    IN_W: from.width,
    OUT_H: to.height,
    OUT_W: to.width,
    SIZE: size,
    STRIDE: stride,
    PAD_Y: paddingAround(from.height, window)[0],
    PAD_X: paddingAround(from.width, window)[0],
    MAXIMUM: op === "maxPool" ? 1 : 0,
  };
}

export function pool(pass: Pass, operation: Pool, index: number): void {
  const { program, batch, training } = pass.setting;
  const ref = pass.stored(operation.input);
  const output = pass.allocate(index + 1);
  const places = operation.op === "maxPool" && training ? pass.allocate(index + 1) : undefined;
  program.dispatch(
    kernels.pool,
    poolConstants(pass, operation, index),
    { batch, input: ref.at, output: output.offset, places: places?.offset ?? NONE },
    pass.plane(index + 1) * pass.shape(index + 1).channels,
  );
  pass.store(index + 1, output);
  if (places) pass.keep(index, places);
}

export function poolBackward(
  pass: Pass,
  flow: GradientFlow,
  operation: Pool,
  index: number,
  gradient: Ref,
): void {
  const { program, batch } = pass.setting;
  const [places] = pass.kept.get(index) ?? [];
  const reads: Block[] = places ? [gradient.block, places] : [gradient.block];
  flow.emit(operation.input, reads, (base, output) =>
    program.dispatch(
      kernels.poolGradient,
      poolConstants(pass, operation, index),
      { batch, gradient: gradient.at, output, base, places: places?.offset ?? NONE },
      pass.plane(operation.input) * pass.shape(operation.input).channels,
    ),
  );
}

export function poolGlobally(pass: Pass, operation: GlobalPool, index: number): void {
  const { program, batch } = pass.setting;
  const { height, width, channels } = pass.shape(operation.input);
  const { ref, floor } = pass.readable(operation.input);
  const output = pass.allocate(index + 1);
  program.dispatch(
    kernels.globalPool,
    {},
    { batch, area: height * width, channels, input: ref.at, output: output.offset, floor },
    batch * channels,
  );
  pass.store(index + 1, output);
}

export function globalPoolBackward(
  pass: Pass,
  flow: GradientFlow,
  operation: GlobalPool,
  gradient: Ref,
): void {
  const { program, batch } = pass.setting;
  const { height, width, channels } = pass.shape(operation.input);
  const { ref, rectified } = pass.readable(operation.input);
  const target = rectified ? reluInput(pass, operation.input) : operation.input;
  flow.emit(target, [gradient.block], (base, output) =>
    program.dispatch(
      kernels.globalPoolGradient,
      {},
      {
        batch,
        area: height * width,
        channels,
        gradient: gradient.at,
        output,
        base,
        gate: rectified ? ref.at : NONE,
      },
      batch * height * width * channels,
    ),
  );
}

export function dense(pass: Pass, operation: Dense, index: number): void {
  const { program, batch, views } = pass.setting;
  const [inputs, outputs] = viewShape(operation.weight) as [number, number];
  const ref = pass.stored(operation.input);
  const output = pass.allocate(index + 1);
  program.dispatch(
    kernels.dense,
    {},
    {
      batch,
      inputs,
      outputs,
      input: ref.at,
      output: output.offset,
      weight: views.weight(operation.weight),
      bias: views.weight(operation.bias),
    },
    batch * outputs,
  );
  pass.store(index + 1, output);
}

export function denseBackward(pass: Pass, flow: GradientFlow, operation: Dense, gradient: Ref): void {
  const { program, arena, batch, views } = pass.setting;
  const [inputs, outputs] = viewShape(operation.weight) as [number, number];
  const ref = pass.stored(operation.input);
  const weightGradient = arena.allocate((inputs + 1) * outputs);
  const dispatch = (base: number, output: number): void =>
    program.dispatch(
      kernels.denseGradient,
      {},
      {
        batch,
        inputs,
        outputs,
        input: ref.at,
        gradient: gradient.at,
        weight: views.weight(operation.weight),
        base,
        output,
        weightGradient: weightGradient.offset,
      },
      inputs * batch + (inputs + 1) * outputs,
    );
  // Not deferred: the weight's gradient must be there even where nothing needs the input's.
  const output = pass.allocate(operation.input);
  dispatch(NONE, output.offset);
  flow.add(operation.input, { block: output, at: output.offset });
  arena.release(output);
  flow.contributions.push(
    ...views.contribute(arena, operation.weight, arena.retain(weightGradient), weightGradient.offset, 1),
    ...views.contribute(
      arena,
      operation.bias,
      arena.retain(weightGradient),
      weightGradient.offset + inputs * outputs,
      1,
    ),
  );
  arena.release(weightGradient);
}
