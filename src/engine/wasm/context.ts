/** @file What operations share during one stretch of work: kernels, memory, tap tables, uploaded weights and batches. */
import { viewShape, type WeightView } from "../../core/network/network.ts";
import { isWhole } from "../../core/network/view.ts";
import type { Batch, WeightSource } from "../host/device.ts";
import type { Block, Heap } from "./heap.ts";
import type { Kernels } from "./kernels/index.ts";
import type { TapTables } from "./tapTable.ts";

/** A batch in the kernels' layout. */
export interface Lanes {
  /** Number of images. */
  readonly count: number;
  /** Lanes, a multiple of 8. */
  readonly lanes: number;
  readonly bytes: number;
  /** One lane of set bits for each image, address. */
  readonly mask: number;
}

export class Context {
  readonly kernels: Kernels;
  readonly heap: Heap;
  readonly tables: TapTables;
  readonly #source: WeightSource;
  readonly #blocks: Block[] = [];
  readonly #weights = new Map<string, Block>();
  readonly #viewKeys = new Map<WeightView, string>();
  readonly #batches = new Map<Batch, { lanes: Lanes; images: Block }>();

  constructor(kernels: Kernels, heap: Heap, tables: TapTables, source: WeightSource) {
    this.kernels = kernels;
    this.heap = heap;
    this.tables = tables;
    this.#source = source;
  }

  array(view: WeightView): Float32Array {
    return this.#source.array(view);
  }

  /** Address of a view's weight, arranged by `pack`, which is known by its name. */
  weight(view: WeightView, name: string, pack: (array: Float32Array, into: Float32Array) => void): number {
    const key = `${name} ${isWhole(view) ? view.parameter.name : this.#viewKey(view)}`;
    let block = this.#weights.get(key);
    if (!block) {
      const array = this.#source.array(view);
      block = this.heap.allocate(array.length * 4);
      pack(array, this.heap.floats(block.address, array.length));
      this.#weights.set(key, block);
      this.#blocks.push(block);
    }
    return block.address;
  }

  #viewKey(view: WeightView): string {
    let key = this.#viewKeys.get(view);
    if (key === undefined) {
      key = `#${this.#viewKeys.size}`;
      this.#viewKeys.set(view, key);
    }
    return key;
  }

  /** Address of a vector that lives until the work is closed. */
  vector(values: ArrayLike<number>): number {
    const block = this.heap.upload(values);
    this.#blocks.push(block);
    return block.address;
  }

  /** The images as [pixel, channel, lane]; lanes beyond the batch are zero. */
  batch(batch: Batch): { lanes: Lanes; images: Block } {
    const known = this.#batches.get(batch);
    if (known) return known;
    const { count, pixels } = batch;
    const lanes = Math.ceil(count / 8) * 8;
    const size = pixels.length / count;
    const images = this.heap.allocate(size * lanes * 4);
    const into = this.heap.floats(images.address, size * lanes).fill(0);
    for (let n = 0; n < count; n++)
      for (let i = 0; i < size; i++) into[i * lanes + n] = pixels[n * size + i] as number;
    const mask = this.heap.allocate(lanes * 4);
    this.heap.words(mask.address, lanes).fill(0).fill(-1, 0, count);
    this.#blocks.push(images, mask);
    const made = { lanes: { count, lanes, bytes: lanes * 4, mask: mask.address }, images };
    this.#batches.set(batch, made);
    return made;
  }

  close(): void {
    for (const block of this.#blocks) this.heap.release(block);
    this.#blocks.length = 0;
  }
}

/** Taps, inputs and outputs of a convolution's view. */
export function kernelExtents(view: WeightView): { k: number; taps: number; ins: number; outs: number } {
  const [k, , ins, outs] = viewShape(view) as [number, number, number, number];
  return { k, taps: k * k, ins, outs };
}

/** Adds up the four partial sums of each of `count` vectors. */
export function laneSums(context: Context, acc: Block, count: number): Float64Array {
  const parts = context.heap.floats(acc.address, count * 4);
  return Float64Array.from({ length: count }, (_, i) => {
    const at = 4 * i;
    return (
      (parts[at] as number) +
      (parts[at + 1] as number) +
      (parts[at + 2] as number) +
      (parts[at + 3] as number)
    );
  });
}

/** Entries of a vector view, or a constant for an absent one. */
export const vectorOr = (
  context: Context,
  view: WeightView | undefined,
  otherwise: number,
  length: number,
): Float32Array => (view ? context.array(view) : new Float32Array(length).fill(otherwise));
