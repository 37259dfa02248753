/** @file The dot under the pointer. */

export interface Spot {
  readonly id: string;
  readonly left: number;
  readonly top: number;
}

/** Id of the spot nearest to (left, top) within `reach` pixels. */
export function nearestSpot(
  spots: readonly Spot[],
  left: number,
  top: number,
  reach: number,
): string | undefined {
  let best: string | undefined;
  let bestDistance = reach * reach;
  for (const spot of spots) {
    const distance = (spot.left - left) ** 2 + (spot.top - top) ** 2;
    if (distance <= bestDistance) {
      bestDistance = distance;
      best = spot.id;
    }
  }
  return best;
}
