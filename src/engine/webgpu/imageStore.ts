/** @file The data set in one buffer on the device: means and deviations, then the bytes of all parts. */
import { type PartName, parts } from "../../core/imagePack.ts";
import type { ImageSet } from "../engine.ts";
import type { Block } from "./arena.ts";
import type { Buffers } from "./buffers.ts";
import { kernels } from "./kernel.ts";
import type { Program } from "./program.ts";

/** Which images make a batch: `size` indices that stand from `indices` on in the program's tables. */
export interface Batch {
  readonly size: number;
  readonly indices: number;
}

export class ImageStore {
  readonly #images: ImageSet;
  /** Bytes. */
  readonly #places = {} as Record<PartName, { pixels: number; labels: number }>;

  constructor(device: GPUDevice, buffers: Buffers, images: ImageSet) {
    this.#images = images;
    const header = new Float32Array([...images.mean, ...images.deviation]);
    const pieces: { at: number; bytes: Uint8Array }[] = [{ at: 0, bytes: new Uint8Array(header.buffer) }];
    let end = header.byteLength;
    const append = (bytes: Uint8Array): number => {
      const at = end;
      pieces.push({ at, bytes });
      end += Math.ceil(bytes.length / 4) * 4;
      return at;
    };
    for (const name of parts)
      this.#places[name] = { pixels: append(images[name].pixels), labels: append(images[name].labels) };
    buffers.reserve("images", end);
    for (const { at, bytes } of pieces) {
      // Writes come in whole words; only the last few bytes of a part need a copy.
      const whole = bytes.length - (bytes.length % 4);
      device.queue.writeBuffer(buffers.get("images"), at, bytes as Uint8Array<ArrayBuffer>, 0, whole);
      if (whole === bytes.length) continue;
      const rest = new Uint8Array(4);
      rest.set(bytes.subarray(whole));
      device.queue.writeBuffer(buffers.get("images"), at + whole, rest);
    }
  }

  get classes(): number {
    return this.#images.classes.length;
  }

  get set(): ImageSet {
    return this.#images;
  }

  /** Floats that a batch takes in the arena. */
  floats(size: number): number {
    const { height, width, channels } = this.#images;
    return size * height * width * channels;
  }

  /** Writes a batch, normalized, to the arena. */
  gather(program: Program, part: PartName, batch: Batch, output: Block): void {
    const { height, width, channels } = this.#images;
    program.dispatch(
      kernels.gather,
      {},
      {
        batch: batch.size,
        area: height * width,
        channels,
        indices: batch.indices,
        pixels: this.#places[part].pixels,
        output: output.offset,
      },
      this.floats(batch.size),
    );
  }

  /** What `loss.wgsl` needs to find the labels of a batch. */
  labels(part: PartName, batch: Batch): { indices: number; labels: number } {
    return { indices: batch.indices, labels: this.#places[part].labels };
  }
}
