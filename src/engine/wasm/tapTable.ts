/** @file Tap lists in the kernels' memory: row pointers, then entries of two words. Made once for each layer shape and kept. */
import type { Heap } from "./heap.ts";
import type { Taps } from "./tapList.ts";

export interface TapTable {
  /** Address of `pixels + 1` pointers into the entries. */
  readonly rows: number;
  readonly pixels: number;
}

export class TapTables {
  readonly #heap: Heap;
  readonly #known = new Map<string, TapTable>();

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** The table known by `key`, made by `taps` at first use. */
  get(
    key: string,
    pixelBytes: number,
    taps: () => Taps,
    second: (tap: number, target: number, source: number) => number,
    as: "integer" | "float",
  ): TapTable {
    const name = `${key} ${pixelBytes}`;
    let table = this.#known.get(name);
    if (!table) {
      table = this.#write(taps(), pixelBytes, second, as);
      this.#known.set(name, table);
    }
    return table;
  }

  #write(
    taps: Taps,
    pixelBytes: number,
    second: (tap: number, target: number, source: number) => number,
    as: "integer" | "float",
  ): TapTable {
    const count = taps.reduce((sum, pairs) => sum + pairs.length, 0);
    const head = taps.length + 1;
    const { address } = this.#heap.allocate((head + 2 * count) * 4);
    const words = this.#heap.words(address, head + 2 * count);
    const floats = this.#heap.floats(address, head + 2 * count);
    let at = head;
    taps.forEach((pairs, target) => {
      words[target] = address + at * 4;
      for (const [source, tap] of pairs) {
        words[at] = source * pixelBytes;
        (as === "integer" ? words : floats)[at + 1] = second(tap, target, source);
        at += 2;
      }
    });
    words[taps.length] = address + at * 4;
    return { rows: address, pixels: taps.length };
  }
}
