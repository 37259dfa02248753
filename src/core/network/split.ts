/**
 * @file Few-shot split: sub-super-nets with weights of their own, told apart by a prefix of the names alone (Zhao et al., ICML 2021,
 * https://arxiv.org/abs/2006.06863).
 */
import type { Network, Operation, Parameter, WeightView } from "./network.ts";

/** The name that weight `name` of the one net has in the super-net of choice number `choice`. */
export const splitName = (name: string, choice: number): string => `split${choice}/${name}`;

/** The same network on the weights of one sub-super-net. A weight without history starts as that of the one net would. */
export function splitNetwork(network: Network, choice: number): Network {
  const own = (parameter: Parameter): Parameter => ({
    ...parameter,
    name: splitName(parameter.name, choice),
    startsAs: parameter.startsAs ?? parameter.name,
  });
  const view = (of: WeightView): WeightView => ({
    ...of,
    parameter: own(of.parameter),
    ...(of.center && {
      center: { ...of.center, ...(of.center.transform && { transform: own(of.center.transform) }) },
    }),
  });
  const operations = network.operations.map((operation): Operation => {
    switch (operation.op) {
      case "conv":
        return { ...operation, weight: view(operation.weight) };
      case "dense":
        return { ...operation, weight: view(operation.weight), bias: view(operation.bias) };
      case "batchNorm": {
        const { mean, variance, scale, shift } = operation;
        return {
          ...operation,
          mean: view(mean),
          variance: view(variance),
          ...(scale && { scale: view(scale) }),
          ...(shift && { shift: view(shift) }),
        };
      }
      default:
        return operation;
    }
  });
  return { ...network, operations };
}
