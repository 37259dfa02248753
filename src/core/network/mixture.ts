/**
 * @file A weighted sum of operations out of primitive ones: each value is multiplied by one number, which is a depthwise 1×1 kernel whose
 * entries are all equal. So every engine computes the gradient of the weights as that of any other kernel, and no operation is added.
 */
import type { NetworkBuilder } from "./builder.ts";
import { type Network, type Parameter, parametersOf, type ValueId } from "./network.ts";

const prefix = "mixing/";

/** The value times the weight of a choice in a mixture; the sum over the choices is the caller's addition. */
export function mixedValue(
  builder: NetworkBuilder,
  value: ValueId,
  mixture: number,
  choice: number,
): ValueId {
  const { channels } = builder.shape(value);
  const parameter: Parameter = {
    name: `${prefix}${mixture}/${choice}/${channels}`,
    shape: [1, 1, channels, 1],
    init: { kind: "ones" },
  };
  return builder.push({
    op: "conv",
    input: value,
    weight: { parameter },
    stride: 1,
    dilation: 1,
    depthwise: true,
  });
}

/** The parameters of a relaxed network that hold weights of mixtures, one per width that a choice occurs in. */
export function mixingParameters(
  network: Network,
): { readonly parameter: Parameter; readonly mixture: number; readonly choice: number }[] {
  return parametersOf(network).flatMap((parameter) => {
    if (!parameter.name.startsWith(prefix)) return [];
    const [mixture, choice] = parameter.name.slice(prefix.length).split("/").map(Number);
    return [{ parameter, mixture: mixture!, choice: choice! }];
  });
}

export const isMixing = (name: string): boolean => name.startsWith(prefix);
