/** @file A loss landscape in float64, written independently: the judge of every engine's. */
import { type Network, parametersOf } from "../../src/core/network/network.ts";
import { createRandom } from "../../src/core/random.ts";
import type { ImageSet } from "../../src/engine/engine.ts";
import { caseStep } from "./caseData.ts";
import { referenceInspect } from "./reference.ts";

/** A direction with the norm of every filter of `weights`; the last axis of the shape counts the filters. */
function direction(
  name: string,
  shape: readonly number[],
  weights: ArrayLike<number>,
  label: string,
): Float64Array {
  const drawn = new Float64Array(weights.length);
  if (shape.length < 2) return drawn;
  // The draws are the lab's; what is made of them is not.
  const random = createRandom(1).fork(`direction ${label} ${name}`);
  for (let i = 0; i < drawn.length; i++) drawn[i] = Math.fround(random.normal());
  const filters = shape[shape.length - 1] as number;
  for (let filter = 0; filter < filters; filter++) {
    let [own, other] = [0, 0];
    for (let i = filter; i < drawn.length; i += filters) {
      own += (weights[i] as number) ** 2;
      other += (drawn[i] as number) ** 2;
    }
    for (let i = filter; i < drawn.length; i += filters)
      drawn[i] = (drawn[i] as number) * Math.sqrt(own / other);
  }
  return drawn;
}

/**
 * Mean loss (nats) over all validation images in one batch, by its own statistics, at the weights moved by (x, y) along the two directions
 * of seed 1.
 */
export function referenceLoss(
  images: ImageSet,
  network: Network,
  weights: Readonly<Record<string, ArrayLike<number>>>,
  [x, y]: readonly [number, number],
): number {
  const moved: Record<string, ArrayLike<number>> = { ...weights };
  for (const { name, shape } of parametersOf(network)) {
    const own = weights[name];
    if (!own) throw new Error(`no weight ${name}`);
    const [a, b] = [direction(name, shape, own, "a"), direction(name, shape, own, "b")];
    moved[name] = Float64Array.from(own, (value, i) => value + x * (a[i] as number) + y * (b[i] as number));
  }
  const all = Int32Array.from({ length: images.validation.count }, (_, index) => index);
  const step = { ...caseStep([network], all.length), images: all, labelSmoothing: 0 };
  const { losses } = referenceInspect({ ...images, train: images.validation }, step, moved);
  return losses[0] as number;
}
