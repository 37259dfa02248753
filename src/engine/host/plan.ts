/** @file What the walk needs to know of a network besides its operations, worked out once per network. */
import {
  inputsOf,
  type Network,
  type Operation,
  trainedViewsOf,
  type ValueId,
} from "../../core/network/network.ts";

export interface Plan {
  readonly operations: readonly Operation[];
  /** Inputs of every operation, repeated work removed. */
  readonly inputs: readonly (readonly ValueId[])[];
  /** Value that already holds what operation i would compute (the same ReLU or pooling of the same value), or i + 1. */
  readonly same: readonly ValueId[];
  /** Whether a gradient must flow into the value: some weight lies above it. */
  readonly needsGradient: readonly boolean[];
  /** Index of the last operation that reads the value; the output is read by nobody. */
  readonly lastUse: readonly number[];
  /** Values that are constantly zero. */
  readonly zero: readonly boolean[];
}

const plans = new WeakMap<Network, Plan>();

/** Operations without weights and randomness that builders emit once per reader. */
function repeatable(operation: Operation): string | undefined {
  switch (operation.op) {
    case "relu":
      return `relu ${operation.input}`;
    case "avgPool":
    case "maxPool":
      return `${operation.op} ${operation.input} ${operation.size} ${operation.stride}`;
    case "channels":
      return `channels ${operation.input} ${operation.count}`;
    default:
      return undefined;
  }
}

export function planOf(network: Network): Plan {
  const known = plans.get(network);
  if (known) return known;
  const { operations } = network;
  const same: ValueId[] = [];
  const inputs: (readonly ValueId[])[] = [];
  const needsGradient = [false];
  const zero = [false];
  const lastUse = new Array<number>(operations.length + 1).fill(-1);
  const seen = new Map<string, ValueId>();
  operations.forEach((operation, index) => {
    const ids = inputsOf(operation).map((id) => (id === 0 ? 0 : (same[id - 1] as ValueId)));
    inputs.push(ids);
    const key = repeatable(
      operation.op === "add" || operation.op === "concat" || operation.op === "zero"
        ? operation
        : { ...operation, input: ids[0] as ValueId },
    );
    const earlier = key === undefined ? undefined : seen.get(key);
    same.push(earlier ?? index + 1);
    if (earlier === undefined) {
      if (key !== undefined) seen.set(key, index + 1);
      for (const id of ids) lastUse[id] = index;
    }
    needsGradient.push(trainedViewsOf(operation).length > 0 || ids.some((id) => needsGradient[id]));
    zero.push(operation.op === "zero");
  });
  const plan: Plan = { operations, inputs, same, needsGradient, lastUse, zero };
  plans.set(network, plan);
  return plan;
}
