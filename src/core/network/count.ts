/** @file Sizes of a network: parameters, and multiply-accumulate operations of one forward pass. */
import { type Network, trainedViewsOf, viewShape } from "./network.ts";

/** Trained entries that the network's weight views yield (what a stand-alone copy would hold). */
export function countParameters(network: Network): number {
  let total = 0;
  for (const operation of network.operations)
    for (const view of trainedViewsOf(operation)) total += product(viewShape(view));
  return total;
}

/**
 * FLOPs of one image's forward pass as the NAS literature counts them: one multiply-accumulate of a convolution or dense
 * layer is one FLOP; normalization, pooling and additions are not counted. (NAS-Bench-201, section 3, reports the same.)
 */
export function countFlops(network: Network): number {
  let total = 0;
  network.operations.forEach((operation, index) => {
    const out = network.shapes[index + 1];
    if (!out) return;
    if (operation.op === "conv") {
      const [k, , inputs] = viewShape(operation.weight) as [number, number, number];
      total += out.height * out.width * out.channels * k * k * (operation.depthwise ? 1 : inputs);
    } else if (operation.op === "dense") total += product(viewShape(operation.weight));
  });
  return total;
}

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
