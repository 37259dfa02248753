/** @file Memory of the WASM kernels: blocks in one linear memory, reused by exact size, as the sizes of a network repeat step after step. */

import { OutOfMemory } from "../failures.ts";

const PAGE = 65_536;
const ALIGNMENT = 32;

/** A counted reference to a block. */
export interface Block {
  readonly address: number;
  readonly bytes: number;
  references: number;
}

export class Heap {
  readonly memory = new WebAssembly.Memory({ initial: 256 });
  readonly #free = new Map<number, number[]>();
  #top = ALIGNMENT;
  #live = 0;
  #floats = new Float32Array(this.memory.buffer);
  #words = new Int32Array(this.memory.buffer);

  /** A block that starts with one reference. Its content is whatever was there. */
  allocate(bytes: number): Block {
    const size = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    this.#live++;
    const reused = this.#free.get(size)?.pop();
    if (reused !== undefined) return { address: reused, bytes: size, references: 1 };
    const address = this.#top;
    this.#top += size;
    const missing = this.#top - this.memory.buffer.byteLength;
    if (missing > 0) this.#grow(missing);
    return { address, bytes: size, references: 1 };
  }

  /** @throws OutOfMemory where the device has no more, or a WASM memory can be no larger */
  #grow(bytes: number): void {
    try {
      this.memory.grow(Math.ceil(bytes / PAGE));
    } catch (error) {
      throw new OutOfMemory(error instanceof Error ? error.message : String(error));
    }
  }

  retain(block: Block): Block {
    block.references++;
    return block;
  }

  release(block: Block): void {
    if (--block.references > 0) return;
    this.#live--;
    const list = this.#free.get(block.bytes);
    if (list) list.push(block.address);
    else this.#free.set(block.bytes, [block.address]);
  }

  /** `count` floats from an address; valid until the next allocation. */
  floats(address: number, count: number): Float32Array {
    if (this.#floats.buffer !== this.memory.buffer) this.#floats = new Float32Array(this.memory.buffer);
    // Unsigned: beyond 2 GiB an address has its highest bit set.
    return this.#floats.subarray(address >>> 2, (address >>> 2) + count);
  }

  /** `count` integers from an address; valid until the next allocation. */
  words(address: number, count: number): Int32Array {
    if (this.#words.buffer !== this.memory.buffer) this.#words = new Int32Array(this.memory.buffer);
    return this.#words.subarray(address >>> 2, (address >>> 2) + count);
  }

  /** A block with these values. */
  upload(values: ArrayLike<number>): Block {
    const block = this.allocate(values.length * 4);
    this.floats(block.address, values.length).set(values);
    return block;
  }

  get usage(): { readonly buffers: number; readonly bytes: number } {
    return { buffers: this.#live, bytes: this.memory.buffer.byteLength };
  }
}
