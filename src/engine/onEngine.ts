/** @file What works on an engine of its own, opened so that no engine is left behind, and no checkpoint taken that does not fit. */
import type { Checkpoint } from "../core/checkpoint.ts";
import { sizeOf } from "../core/network/initial.ts";
import { parametersOf } from "../core/network/network.ts";
import { architectureOf } from "../core/pool.ts";
import type { ResolvedRun } from "../core/resolveRun.ts";
import type { Engine, ImageSet } from "./engine.ts";
import { networkAt } from "./fewShot.ts";

/** What is made on an engine once that is there, and gives it back later; where it cannot be made the engine is given back at once. */
export async function onEngine<Made>(
  creating: Promise<Engine>,
  make: (engine: Engine) => Made,
): Promise<Made> {
  const engine = await creating;
  try {
    return make(engine);
  } catch (error) {
    engine.dispose();
    throw error;
  }
}

/**
 * Every checkpoint may come from a file.
 * @throws RangeError where an array has another length than the networks that the checkpoint's run scores give its parameter
 */
export function checkLengths(
  { snapshot: { weights }, epochClock, step, scored }: Checkpoint,
  { space, recipe }: Pick<ResolvedRun, "space" | "recipe">,
  { height, width, channels, classes }: ImageSet,
): void {
  const network = networkAt(recipe, epochClock, step);
  for (const text of scored)
    for (const parameter of parametersOf(
      space.build(architectureOf(text, space), network, { height, width, channels }, classes.length),
    )) {
      const [length, expected] = [weights[parameter.name]?.length, sizeOf(parameter)];
      if (length !== undefined && length !== expected)
        throw new RangeError(
          `weights.${parameter.name} has ${length} values, but the network of this run has ${expected}`,
        );
    }
}
