/** @file What the walk needs to know of a network besides its operations, worked out once per network. */
import {
  gradientNeeds,
  inputsOf,
  type Network,
  type Operation,
  type ValueId,
} from "../../core/network/network.ts";

interface Plan {
  readonly operations: readonly Operation[];
  /** Inputs of every operation, repeated work removed. */
  readonly inputs: readonly (readonly ValueId[])[];
  /** The same without zeros to be added, unless there is nothing else to add. */
  readonly terms: readonly (readonly ValueId[])[];
  /** Value that already holds what operation i would compute (the same ReLU or pooling of the same value), or i + 1. */
  readonly same: readonly ValueId[];
  /** Whether a gradient must flow into the value: some weight lies above it. */
  readonly needsGradient: readonly boolean[];
  /** Index of the last operation that reads the value; the output is read by nobody. */
  readonly lastUse: readonly number[];
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
    zero.push(operation.op === "zero");
  });
  const terms = operations.map(({ op }, index) => {
    const ids = inputs[index] as readonly ValueId[];
    const useful = op === "add" ? ids.filter((id) => !zero[id]) : ids;
    return useful.length > 0 ? useful : ids.slice(0, 1);
  });
  const plan: Plan = { operations, inputs, terms, same, needsGradient: gradientNeeds(network), lastUse };
  plans.set(network, plan);
  return plan;
}
