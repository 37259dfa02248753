/**
 * @file A list that only grows, with values that never change. Versions share one array: appending costs what is appended,
 * not what is there. Ten thousand scores and their history would otherwise be copied ten thousand times.
 */
export class AppendLog<T> {
  readonly length: number;
  /** Shared with later versions; entries from `length` on belong to them. */
  readonly #backing: T[];
  #array: readonly T[] | undefined;

  private constructor(backing: T[], length: number) {
    this.#backing = backing;
    this.length = length;
  }

  static of<T>(items: readonly T[]): AppendLog<T> {
    return new AppendLog([...items], items.length);
  }

  /** A new version. Only a second branch from the same version has to copy. */
  append(items: readonly T[]): AppendLog<T> {
    if (items.length === 0) return this;
    const backing =
      this.#backing.length === this.length ? this.#backing : this.#backing.slice(0, this.length);
    for (const item of items) backing.push(item);
    return new AppendLog(backing, backing.length);
  }

  at(index: number): T | undefined {
    return index < this.length ? this.#backing[index] : undefined;
  }

  get last(): T | undefined {
    return this.at(this.length - 1);
  }

  /** The entries as an array; the same array every time. Copies once. */
  toArray(): readonly T[] {
    this.#array ??= this.#backing.slice(0, this.length);
    return this.#array;
  }

  /** The same object for all versions that share an array: of two of those, the longer one extends the shorter one. */
  get identity(): object {
    return this.#backing;
  }
}
