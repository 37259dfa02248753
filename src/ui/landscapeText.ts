/** @file What is said of loss landscapes, and at which levels their contour lines lie. Pure. */

import { landscapeSide, pointAt } from "../core/landscape.ts";
import type { LandscapeState } from "../store/landscapeState.ts";

const lines = 12;

/**
 * Levels that suit all of them: even in the logarithm, from the lowest loss to the highest, since losses far out are many times those of
 * the center.
 */
export function levelsOf(landscapes: readonly Pick<LandscapeState, "losses">[]): number[] {
  const values = landscapes.flatMap(({ losses }) => [...losses.values()].flatMap((loss) => loss ?? []));
  const [low, high] = [Math.max(Math.min(...values), 1e-3), Math.max(...values)];
  if (!(high > low)) return [];
  return Array.from({ length: lines }, (_, index) => low * (high / low) ** (index / lines));
}

export const pointCount = landscapeSide ** 2;

interface LandscapeFacts {
  /** Loss (nats) at the weights themselves. */
  readonly center: number | undefined;
  /** Mean loss half a filter norm away, over the points known there. */
  readonly halfway: number | undefined;
  readonly done: number;
  /** Points whose loss is no number: in no mean, and drawn as the highest that is. */
  readonly lost: number;
}

export function factsOf({ losses }: Pick<LandscapeState, "losses">): LandscapeFacts {
  const near = [...losses].flatMap(([index, loss]) => {
    const [x, y] = pointAt(index);
    return Math.abs(Math.hypot(x, y) - 0.5) < 0.07 && loss !== null ? [loss] : [];
  });
  return {
    center: losses.get((pointCount - 1) / 2) ?? undefined,
    halfway: near.length === 0 ? undefined : near.reduce((sum, loss) => sum + loss, 0) / near.length,
    done: losses.size,
    lost: [...losses.values()].filter((loss) => loss === null).length,
  };
}
