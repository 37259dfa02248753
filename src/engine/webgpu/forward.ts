/** @file The forward pass of a network as dispatches: in levels of operations that depend on none of the same level, so that those of one kind share a dispatch. */
import { inputsOf, type Network, type Operation } from "../../core/network/network.ts";
import { dropMask } from "../masks.ts";
import type { Block } from "./arena.ts";
import { convolve } from "./convolution.ts";
import { normalize } from "./normalization.ts";
import { Pass, type Ref, type Setting } from "./pass.ts";
import { dense, pool, poolGlobally } from "./pooling.ts";

/** Appends the forward pass over the images at `input`; the logits are [class, image]. */
export function forward(network: Network, setting: Setting, input: Block): { pass: Pass; logits: Ref } {
  const pass = new Pass(network, setting, input);
  for (const operation of network.operations) for (const id of inputsOf(operation)) pass.expect(id);
  const { program, arena } = setting;
  for (const level of levelsOf(network)) {
    program.startLevel();
    arena.hold();
    for (const index of level) {
      const operation = pass.operation(index);
      program.startOperation();
      lower(pass, operation, index);
      for (const id of inputsOf(operation)) pass.read(id);
    }
    arena.flush();
  }
  program.startLevel();
  return { pass, logits: pass.stored(network.operations.length) };
}

/** Indices of operations that depend on no other of the same level, in the order in which the levels can run. */
export function levelsOf(network: Network): number[][] {
  /** Level of the operation that makes each value. */
  const made = [-1];
  const levels: number[][] = [];
  network.operations.forEach((operation, index) => {
    let number = 0;
    for (const id of inputsOf(operation)) number = Math.max(number, (made[id] as number) + 1);
    made.push(number);
    const level = levels[number];
    if (level) level.push(index);
    else levels[number] = [index];
  });
  return levels;
}

function lower(pass: Pass, operation: Operation, index: number): void {
  const id = index + 1;
  switch (operation.op) {
    case "conv":
      convolve(pass, operation, index);
      return;
    case "batchNorm":
      normalize(pass, operation, index);
      return;
    case "relu":
      pass.derive(id, { kind: "rectified", ref: pass.stored(operation.input) });
      return;
    case "avgPool":
    case "maxPool":
      pool(pass, operation, index);
      return;
    case "globalAvgPool":
      poolGlobally(pass, operation, index);
      return;
    case "dense":
      dense(pass, operation, index);
      return;
    case "zero":
    case "add": {
      const block = pass.allocate(id);
      const terms = operation.op === "add" ? operation.inputs.map((input) => pass.term(input)) : [];
      pass.combine(terms, block.offset, id);
      pass.store(id, block);
      return;
    }
    case "concat": {
      const block = pass.allocate(id);
      let at = block.offset;
      for (const input of operation.inputs) {
        pass.combine([pass.term(input)], at, input);
        at += pass.plane(input) * pass.shape(input).channels;
      }
      pass.store(id, block);
      return;
    }
    case "channels":
      // The first channels are a prefix of the same memory.
      pass.derive(id, { kind: "stored", ref: pass.stored(operation.input) });
      return;
    case "dropPath":
    case "dropout":
      drop(pass, operation, index);
      return;
    default:
      throw operation satisfies never;
  }
}

function drop(
  pass: Pass,
  operation: Extract<Operation, { op: "dropPath" | "dropout" }>,
  index: number,
): void {
  const { program, training, batch } = pass.setting;
  const { input, op, keep } = operation;
  if (!training) {
    pass.derive(index + 1, pass.form(input));
    return;
  }
  const { height, width, channels } = pass.shape(input);
  const count = op === "dropPath" ? batch : batch * height * width * channels;
  const mask = program.floatTable(dropMask(training.seed, training.path, index, count, keep));
  pass.masks.set(index, mask);
  const form = pass.form(input);
  // Two masks do not fit into one term.
  if (form.kind === "term" && form.term.mask !== undefined) pass.stored(input);
  pass.derive(index + 1, {
    kind: "term",
    term: { ...pass.term(input), mask, elementwise: op === "dropout" },
  });
}
