/** @file The numbers of a mixing as an engine holds them: weights of depthwise 1×1 kernels, and their gradients back. Pure. */
import { mixingParameters, shuffleKernels } from "../core/network/mixture.ts";
import type { Network } from "../core/network/network.ts";
import type { Mixing, MixingGradients } from "../core/search/differentiable.ts";
import type { Inspection } from "./engine.ts";

/**
 * Per parameter of the network's mixtures its array, [channels of the parameter]: the weight of its choice, or what passes by.
 * @param network built of what the mixing keeps
 */
export function mixingArrays(
  network: Network,
  { kept, weights, passing }: Mixing,
): Readonly<Record<string, Float32Array>> {
  const set = mixingParameters(network).map(({ parameter, mixture, choice, from }) => {
    const weight =
      choice === undefined ? (passing?.[mixture] ?? 1) : weights[mixture]![kept[mixture]!.indexOf(choice)]!;
    return [parameter.name, new Float32Array(parameter.shape[2] as number).fill(weight, from)] as const;
  });
  return Object.fromEntries([...set, ...shuffleKernels(network)]);
}

/** The gradients of one path's loss with respect to the numbers of a mixing; all channels of a parameter hold the same number. */
export function mixingGradients(
  network: Network,
  { kept }: Mixing,
  { gradients, losses }: Inspection,
): MixingGradients {
  const weights = kept.map((choices) => choices.map(() => 0));
  const passing = kept.map(() => 0);
  for (const { parameter, mixture, choice, from } of mixingParameters(network)) {
    const sum = (gradients[parameter.name] ?? new Float32Array()).slice(from).reduce((a, b) => a + b, 0);
    if (choice === undefined) passing[mixture]! += sum;
    else weights[mixture]![kept[mixture]!.indexOf(choice)]! += sum;
  }
  return { weights, passing, loss: losses[0] as number };
}
