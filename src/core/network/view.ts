/** @file What a weight view reads of its parameter. */
import type { ChannelChoice, WeightView } from "./network.ts";

/** What one entry of a choice is the sum of: entries of the axis with their factors. */
export type Reads = readonly (readonly [index: number, factor: number])[];

/** Whether a view is the parameter as it stands. */
export function isWhole(view: WeightView): boolean {
  return !view.center && !view.inputs && !view.outputs;
}

/** For every entry that a choice leaves of an axis of `width` entries, what it reads; see `ChannelChoice`. */
export function readsOf(choice: ChannelChoice | undefined, width: number): readonly Reads[] {
  if (!choice) return Array.from({ length: width }, (_, c) => [[c, 1]]);
  if (choice.kind === "pick") return choice.indices.map((index) => [[index, 1]]);
  return Array.from({ length: choice.count }, (_, c) => {
    if (choice.kind === "first") return [[c, 1]];
    const start = Math.floor((c * width) / choice.count);
    const end = Math.ceil(((c + 1) * width) / choice.count);
    return Array.from({ length: end - start }, (_, i) => [start + i, 1 / (end - start)]);
  });
}
