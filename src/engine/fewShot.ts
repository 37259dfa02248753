/** @file Few-shot split in the middle of training: when it comes, and how the weights of the one net are handed on. */
import { type EpochClock, epochsAt } from "../core/epochClock.ts";
import { splitName } from "../core/network/split.ts";
import type { NetworkRecipe, Recipe } from "../core/recipe.ts";
import type { Snapshot } from "./engine.ts";

/** Epochs may miss a whole step by the last bit, on either side of a live change of the batch size. */
const tolerance = 1e-6;

/** The network recipe that holds once `step` steps are done: unsplit until the epoch of the split. A function of steps alone. */
export function networkAt(
  { network, training }: Recipe,
  epochClock: EpochClock,
  step: number,
): NetworkRecipe {
  if (!network.split || epochsAt(epochClock, step) >= training.splitAfter - tolerance) return network;
  return { ...network, split: false };
}

/** What the super-nets of `choices` choices start from: each gets weights, momenta and averages of the one net, whole. */
export function handedOn({ weights, momenta, averages }: Snapshot, choices: number): Snapshot {
  const copies = (values: Snapshot["weights"]): Snapshot["weights"] =>
    Object.fromEntries(
      Array.from({ length: choices }, (_, choice) => choice).flatMap((choice) =>
        Object.entries(values).map(([name, array]) => [splitName(name, choice), array.slice()] as const),
      ),
    );
  return { weights: copies(weights), momenta: copies(momenta), averages: copies(averages) };
}
