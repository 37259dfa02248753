/**
 * @file Tap lists: which input pixels each output pixel of a sliding window reads, and through which tap. Taps that would fall on
 * padding are not in the list, so padding costs nothing, and the reverse direction is the same list turned around.
 */
import type { Shape } from "../../core/network/network.ts";
import { outputExtent, paddingAround, type SlidingWindow } from "../../core/network/padding.ts";

export interface Window extends SlidingWindow {
  /** 1: the input's first row and column are dropped and a zero one appended. */
  readonly offset: 0 | 1;
}

/** (source pixel, tap) pairs, per target pixel. */
export type Taps = readonly (readonly (readonly [source: number, tap: number])[])[];

type Extent = Pick<Shape, "height" | "width">;

export const areaOf = ({ height, width }: Extent): number => height * width;

/** Along one axis: for each output position its (input position, tap index) pairs. */
function along(extent: number, window: Window): [number, number][][] {
  const { k, stride, dilation, offset } = window;
  const [before] = paddingAround(extent, window);
  return Array.from({ length: outputExtent(extent, stride) }, (_, o) => {
    const pairs: [number, number][] = [];
    for (let t = 0; t < k; t++) {
      const shifted = o * stride + t * dilation - before;
      if (shifted >= 0 && shifted + offset < extent) pairs.push([shifted + offset, t]);
    }
    return pairs;
  });
}

/** What every output pixel reads. */
export function forwardTaps({ height, width }: Extent, window: Window): Taps {
  const rows = along(height, window);
  const columns = along(width, window);
  return rows.flatMap((row) =>
    columns.map((column) =>
      row.flatMap(([y, ty]) => column.map(([x, tx]) => [y * width + x, ty * window.k + tx] as const)),
    ),
  );
}

/** The same pairs seen from the input: which output pixels read it. `pixels` is the number of input pixels. */
export function transposedTaps(taps: Taps, pixels: number): Taps {
  const result: [number, number][][] = Array.from({ length: pixels }, () => []);
  taps.forEach((pairs, target) => {
    for (const [source, tap] of pairs) (result[source] as [number, number][]).push([target, tap]);
  });
  return result;
}
