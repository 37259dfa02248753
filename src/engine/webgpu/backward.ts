/** @file The backward pass of a network as dispatches, from the gradient of the logits to the slices of every weight's gradient. */
import type { Operation } from "../../core/network/network.ts";
import { convBackward } from "./convolution.ts";
import { levelsOf } from "./forward.ts";
import { GradientFlow } from "./gradientFlow.ts";
import { batchNormBackward } from "./normalization.ts";
import type { Pass, Ref } from "./pass.ts";
import { denseBackward, globalPoolBackward, poolBackward } from "./pooling.ts";
import { NONE } from "./program.ts";
import type { Contribution } from "./views.ts";

/** Takes the gradient's block and everything the forward pass kept; the caller releases the contributions' blocks. */
export function backward(pass: Pass, gradient: Ref): readonly Contribution[] {
  const flow = new GradientFlow(pass);
  const { operations } = pass.network;
  flow.add(operations.length, gradient);
  pass.setting.arena.release(gradient.block);
  const { program, arena } = pass.setting;
  for (const level of levelsOf(pass.network).reverse()) {
    arena.hold();
    program.startLevel();
    const gradients = level.map((index) => {
      program.startOperation();
      return flow.collect(index + 1);
    });
    program.startLevel();
    level.forEach((index, n) => {
      const collected = gradients[n];
      program.startOperation();
      if (collected) {
        lowerBackward(pass, flow, pass.operation(index), index, collected);
        arena.release(collected.block);
      }
      pass.forget(index);
      pass.drop(index + 1);
    });
    arena.flush();
  }
  program.startLevel();
  pass.drop(0);
  return flow.contributions;
}

function lowerBackward(
  pass: Pass,
  flow: GradientFlow,
  operation: Operation,
  index: number,
  gradient: Ref,
): void {
  switch (operation.op) {
    case "conv":
      convBackward(pass, flow, operation, index, gradient);
      return;
    case "batchNorm":
      batchNormBackward(pass, flow, operation, index, gradient);
      return;
    case "relu": {
      // Only what did not take the ReLU on its way in comes here.
      const gate = pass.stored(operation.input).at;
      const extent = pass.shape(index + 1).channels;
      flow.emit(operation.input, [gradient.block], (base, output) =>
        pass.combine(
          [
            { ref: gradient, extent, gate },
            ...(base === NONE ? [] : [{ ref: { ...gradient, at: base }, extent }]),
          ],
          output,
          operation.input,
        ),
      );
      return;
    }
    case "avgPool":
    case "maxPool":
      poolBackward(pass, flow, operation, index, gradient);
      return;
    case "globalAvgPool":
      globalPoolBackward(pass, flow, operation, gradient);
      return;
    case "dense":
      denseBackward(pass, flow, operation, gradient);
      return;
    case "add":
      for (const input of operation.inputs) flow.add(input, gradient);
      return;
    case "concat": {
      let at = gradient.at;
      for (const input of operation.inputs) {
        flow.add(input, { block: gradient.block, at });
        at += pass.plane(input) * pass.shape(input).channels;
      }
      return;
    }
    case "channels":
      flow.add(operation.input, gradient, operation.count);
      return;
    case "dropPath":
    case "dropout": {
      const mask = pass.masks.get(index) as number;
      const extent = pass.shape(index + 1).channels;
      const elementwise = operation.op === "dropout";
      flow.emit(operation.input, [gradient.block], (base, output) =>
        pass.combine(
          [
            { ref: gradient, extent, mask, elementwise },
            ...(base === NONE ? [] : [{ ref: { ...gradient, at: base }, extent }]),
          ],
          output,
          operation.input,
        ),
      );
      return;
    }
    case "zero":
      return;
    default:
      throw operation satisfies never;
  }
}
