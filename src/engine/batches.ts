/** @file The order of the training images: a function of the seed and the epoch alone, so heuristics never shift it. */
import type { BatchPosition } from "../core/checkpoint.ts";
import { createRandom, shuffled } from "../core/random.ts";
import { imagesOfPortion } from "../core/schedule.ts";

/** Hands out batches of image indices, every image of the portion once an epoch. */
export class BatchSource {
  readonly #count: number;
  readonly #seed: number;
  #position: BatchPosition = { epoch: 0, used: 0 };
  #order: readonly number[] = [];
  #orderKey = "";

  /** @param count images in the training part, classes interleaved so that its beginning is balanced */
  constructor(count: number, seed: number) {
    this.#count = count;
    this.#seed = seed;
  }

  get position(): BatchPosition {
    return this.#position;
  }

  seek(position: BatchPosition): void {
    this.#position = position;
  }

  /** The next `size` indices among the first `portion` of the images; an incomplete last batch of an epoch is skipped. */
  next(size: number, portion: number): Int32Array {
    const available = imagesOfPortion({ portion, batchSize: size }, this.#count);
    if (this.#position.used + size > available) this.#position = { epoch: this.#position.epoch + 1, used: 0 };
    const { epoch, used } = this.#position;
    const key = `${epoch} ${available}`;
    if (key !== this.#orderKey) {
      const all = Array.from({ length: available }, (_, index) => index % this.#count);
      this.#order = shuffled(all, createRandom(this.#seed).fork(`images ${epoch}`));
      this.#orderKey = key;
    }
    this.#position = { epoch, used: used + size };
    return Int32Array.from(this.#order.slice(used, used + size));
  }
}
