/**
 * @file Training that depends on how large a path is and on what it is made of (Jeon et al., "Subnet-Aware Dynamic Supernet Training for
 * Neural Architecture Search", CVPR 2025, https://arxiv.org/abs/2503.10740, and its code, https://github.com/cvlab-yonsei/DYNAS).
 */
import { log } from "../core/exactMath.ts";
import { countParameters } from "../core/network/count.ts";
import type { Network } from "../core/network/network.ts";
import { createRandom } from "../core/random.ts";
import type { NetworkRecipe } from "../core/recipe.ts";
import { admitted } from "../core/spaces/rejection.ts";
import type { Architecture, SearchSpace } from "../core/spaces/space.ts";
import type { TrainPath } from "./engine.ts";

/** Exponent of the smallest network's schedule; the largest one's is the inverse (`max_coeff` of the authors' code). */
const maxExponent = 4;
/** Architectures whose sizes stand for the space where it names no smallest and largest. */
const sampledSizes = 64;

/** Smallest and largest number of parameters. */
interface SizeRange {
  readonly smallest: number;
  readonly largest: number;
}

/** By recipe, which is another object wherever it is another recipe or space. */
const ranges = new WeakMap<NetworkRecipe, SizeRange>();

/** Sizes of the space's smallest and largest network under the recipe; where the space has no such order, of a seeded uniform sample. */
export function sizeRangeOf(
  space: SearchSpace,
  recipe: NetworkRecipe,
  build: (architecture: Architecture) => Network,
): SizeRange {
  const known = ranges.get(recipe);
  if (known) return known;
  const random = createRandom(1).fork("sizes");
  const { sizeOrder } = space.traits;
  const architectures = sizeOrder
    ? [sizeOrder.smallest, sizeOrder.largest]
    : Array.from({ length: sampledSizes }, () =>
        admitted(
          () => space.sampleUnique(random),
          (drawn) => space.admits(drawn, recipe),
        ),
      );
  const sizes = architectures.map((architecture) => countParameters(build(architecture)));
  const range = { smallest: Math.min(...sizes), largest: Math.max(...sizes) };
  ranges.set(recipe, range);
  return range;
}

/**
 * The power to which a path's schedule is raised: linear in the logarithm of its number of parameters, from 4 at the smallest to 1/4 at
 * the largest (complexity-aware learning rate). Beyond the range it stays at its ends; 1 where all networks have one size.
 */
export function decayExponent(parameters: number, { smallest, largest }: SizeRange): number {
  if (largest <= smallest) return 1;
  const place = log(parameters / smallest) / log(largest / smallest);
  const share = Math.min(1, Math.max(0, place));
  return maxExponent + share * (1 / maxExponent - maxExponent);
}

/**
 * Gives every path the learning rate that `rateOf` finds for its exponent: the step takes the largest rate among the paths that learn from
 * a loss of their own, and each loss is scaled by its path's share of it. With one path a step that is its own rate, exactly; with
 * several it is exact for plain gradient descent, and nearly so with momentum, weight decay and clipping, which act on the sum.
 */
export function withRates(
  paths: readonly TrainPath[],
  range: SizeRange,
  rateOf: (exponent: number) => number,
): { readonly paths: readonly TrainPath[]; readonly learningRate: number } {
  const rates = paths.map(({ network }) => rateOf(decayExponent(countParameters(network), range)));
  const learningRate = Math.max(0, ...rates.filter((_, path) => paths[path]!.weight > 0));
  if (learningRate === 0) return { paths, learningRate };
  return {
    paths: paths.map((path, index) => ({ ...path, weight: (path.weight * rates[index]!) / learningRate })),
    learningRate,
  };
}

/**
 * Number of the group whose momentum an architecture uses (momentum separation): its choice at the space's split decision, as the
 * authors group by the operation on one edge; where the space names no such decision, its depth.
 */
export function momentumGroupOf(space: SearchSpace, architecture: Architecture): number {
  const { splitDecision } = space.traits;
  return splitDecision === undefined ? space.depth(architecture) : architecture[splitDecision]!;
}
