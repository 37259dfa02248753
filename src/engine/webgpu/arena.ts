/** @file Plans where activations and gradients live in one buffer: places are given back when their last reader is done. */

/** A place in the arena, in floats. It is free again when as many releases as retentions (the first one included) have come. */
export interface Block {
  readonly offset: number;
  readonly size: number;
  users: number;
}

/** Floats; keeps blocks on cache lines. */
const ALIGNMENT = 64;

/** First fit over sorted free ranges; `extent` is the size the buffer must have. */
export class Arena {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  extent = 0;
  #held: Block[] | undefined;

  /** From here on nothing is given away again: operations that run at once must not get each other's places. */
  hold(): void {
    this.#held ??= [];
  }

  /** Ends `hold`. */
  flush(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const block of held) this.#free(block);
  }

  allocate(count: number): Block {
    const size = Math.ceil(Math.max(count, 1) / ALIGNMENT) * ALIGNMENT;
    for (let i = 0; i < this.#starts.length; i++) {
      const start = this.#starts[i] as number;
      const end = this.#ends[i] as number;
      if (end - start < size) continue;
      if (end - start === size) {
        this.#starts.splice(i, 1);
        this.#ends.splice(i, 1);
      } else this.#starts[i] = start + size;
      return { offset: start, size, users: 1 };
    }
    const last = this.#ends.length - 1;
    // A free range at the very end grows.
    const offset =
      last >= 0 && this.#ends[last] === this.extent ? (this.#starts.pop() as number) : this.extent;
    if (offset < this.extent) this.#ends.pop();
    this.extent = offset + size;
    return { offset, size, users: 1 };
  }

  retain(block: Block): Block {
    block.users++;
    return block;
  }

  release(block: Block): void {
    if (--block.users > 0) return;
    if (block.users < 0) throw new Error("a block was released twice");
    if (this.#held) this.#held.push(block);
    else this.#free(block);
  }

  #free(block: Block): void {
    let i = 0;
    while (i < this.#starts.length && (this.#starts[i] as number) < block.offset) i++;
    const end = block.offset + block.size;
    const joinsLeft = i > 0 && this.#ends[i - 1] === block.offset;
    const joinsRight = this.#starts[i] === end;
    if (joinsLeft && joinsRight) {
      this.#ends[i - 1] = this.#ends[i] as number;
      this.#starts.splice(i, 1);
      this.#ends.splice(i, 1);
    } else if (joinsLeft) this.#ends[i - 1] = end;
    else if (joinsRight) this.#starts[i] = block.offset;
    else {
      this.#starts.splice(i, 0, block.offset);
      this.#ends.splice(i, 0, end);
    }
  }
}
