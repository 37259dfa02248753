/** @file From settings to networks and training steps on small random images: what tests of heuristics train. */
import { recipeOf } from "../../src/core/heuristics/index.ts";
import type { Network } from "../../src/core/network/network.ts";
import type { Settings } from "../../src/core/settings.ts";
import type { Architecture, SearchSpace } from "../../src/core/spaces/space.ts";
import type { Engine, OptimizerStep, Snapshot, TrainStep } from "../../src/engine/engine.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { CLASSES, caseImages, caseStep } from "./caseData.ts";

export const input = { height: 8, width: 8, channels: 1 };
export const imageCount = 24;
export const images = caseImages(input, imageCount);

/** The network of an architecture, or of its text, under these settings. */
export function networkOf(
  space: SearchSpace,
  which: Architecture | string,
  settings: Settings = {},
): Network {
  const architecture = typeof which === "string" ? space.parse(which) : which;
  if (!architecture) throw new Error(`not an architecture: ${which}`);
  return space.build(architecture, recipeOf(space, settings).network, input, CLASSES);
}

export const open = (seed = 1): Promise<Engine> => createWasmEngine(images, seed);

/** Plain gradient descent on some images: whatever moves had a gradient. */
export function stepOn(networks: readonly Network[], optimizer: Partial<OptimizerStep> = {}): TrainStep {
  const step = caseStep(networks, 12);
  return { ...step, optimizer: { ...step.optimizer, momentum: 0, ...optimizer } };
}

/** Names of the weights that a training step on `networks` moves. */
export async function movedBy(
  engine: Engine,
  networks: readonly Network[],
  optimizer: Partial<OptimizerStep> = {},
): Promise<Set<string>> {
  // What was never looked at does not exist yet: looking makes it.
  await engine.inspect(stepOn(networks));
  const before = await engine.snapshot();
  await engine.trainStep(stepOn(networks, optimizer));
  return changedNames(before, await engine.snapshot());
}

export function changedNames(before: Snapshot, after: Snapshot): Set<string> {
  return new Set(
    Object.keys(after.weights).filter((name) =>
      after.weights[name]!.some((value, i) => value !== before.weights[name]?.[i]),
    ),
  );
}
