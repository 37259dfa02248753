/** @file Dropout masks, made on the CPU from the step's seed so that both engines drop the same things. */
import { createRandom } from "../core/random.ts";

/**
 * Factors of `count` Bernoulli draws: 1 / keep where kept, 0 where dropped.
 * @param operation index of the operation in its network; each has a stream of its own
 * @param path index of the path within the step
 */
export function dropMask(
  seed: number,
  path: number,
  operation: number,
  count: number,
  keep: number,
): Float32Array {
  const random = createRandom(seed).fork(`drop ${path} ${operation}`);
  const mask = new Float32Array(count);
  for (let i = 0; i < count; i++) mask[i] = random.next() < keep ? 1 / keep : 0;
  return mask;
}
