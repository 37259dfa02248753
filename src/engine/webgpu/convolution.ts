/** @file Convolutions as dispatches: forward, gradient of the input, gradient of the kernel. */
import { type Convolution, geometryOf, kindOf } from "./convolutionKinds.ts";
import type { GradientFlow } from "./gradientFlow.ts";
import type { Pass, Ref } from "./pass.ts";
import { NO_FLOOR, NONE } from "./program.ts";

export function convolve(pass: Pass, operation: Convolution, index: number): void {
  const { program, views, batch } = pass.setting;
  const geometry = geometryOf(pass, index, operation);
  const { kernel, forward, threads } = kindOf(operation);
  const { ref, floor } = pass.readable(operation.input);
  const output = pass.allocate(index + 1);
  const weight = views.weight(operation.weight);
  const params = { batch, input: ref.at, output: output.offset, weight, base: NONE, gate: NONE, floor };
  program.dispatch(kernel, forward(geometry), params, threads(batch, geometry.to));
  pass.store(index + 1, output);
}

export function convBackward(
  pass: Pass,
  flow: GradientFlow,
  operation: Convolution,
  index: number,
  gradient: Ref,
): void {
  weightGradient(pass, flow, operation, index, gradient);
  const { program, views, batch } = pass.setting;
  const geometry = geometryOf(pass, index, operation);
  const { kernel, back, backStart, threads } = kindOf(operation);
  const { ref, rectified } = pass.readable(operation.input);
  // A ReLU that was taken on the way in is undone on the way back, at once.
  const target = rectified ? reluInput(pass, operation.input) : operation.input;
  const weight = views.weight(operation.weight) + backStart(geometry);
  flow.emit(target, [gradient.block], (base, output) => {
    const gate = rectified ? ref.at : NONE;
    const params = { batch, input: gradient.at, output, weight, base, gate, floor: NO_FLOOR };
    program.dispatch(kernel, back(geometry), params, threads(batch, geometry.from));
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
  const geometry = geometryOf(pass, index, operation);
  const { weightKernel, weightConstants, weightThreads, size } = kindOf(operation);
  const { ref, floor } = pass.readable(operation.input);
  const { lanes, groups } = slicing(weightThreads(geometry), batch, geometry.to.height);
  const slices = lanes * groups;
  const output = arena.allocate(size(geometry) * slices);
  program.dispatch(
    weightKernel,
    { ...weightConstants(geometry), LANES: lanes, GROUPS: groups },
    { batch, input: ref.at, gradient: gradient.at, output: output.offset, floor },
    weightThreads(geometry) * slices,
  );
  flow.contributions.push(...views.contribute(arena, operation.weight, output, output.offset, slices));
}

/** Enough threads to fill a GPU, from as few slices as that takes: each slice is written and read once more. */
const ENOUGH_THREADS = 4096;

/** @param jobs threads that make one slice */
function slicing(jobs: number, batch: number, rows: number): { lanes: number; groups: number } {
  let lanes = 1;
  // Neighboring lanes read neighboring images: sixteen of them keep loads wide.
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
