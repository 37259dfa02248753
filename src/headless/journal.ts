/** @file What is done, as lines of a file: each is on the disk before the next is asked for, so that a kill or a power cut loses none. */
import {
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { inWords } from "./files.ts";

export class Journal<Entry> {
  readonly #keyOf: (entry: Entry) => string;
  readonly #entries = new Map<string, Entry>();
  readonly #file: string;
  readonly #open: number;

  /**
   * Reads what an earlier command left. A last line that a kill cut short is taken off the file; its work is done again.
   * @param keyOf tells entries apart; throws on what is none
   * @throws SyntaxError that names the line where any other is broken
   * @throws Error that names the file where it cannot be opened
   */
  constructor(file: string, keyOf: (entry: Entry) => string) {
    this.#keyOf = keyOf;
    this.#file = file;
    const { lines, open } = inWords(file, () => {
      mkdirSync(dirname(file), { recursive: true });
      const bytes = existsSync(file) ? readFileSync(file) : Buffer.of();
      const end = bytes.lastIndexOf("\n") + 1;
      if (end < bytes.length) truncateSync(file, end);
      return {
        lines: bytes.subarray(0, end).toString("utf8").split("\n").slice(0, -1),
        open: openSync(file, "a"),
      };
    });
    this.#open = open;
    for (const [index, line] of lines.entries()) {
      try {
        this.#remember(JSON.parse(line) as Entry);
      } catch {
        throw new SyntaxError(`${file}: line ${index + 1} cannot be read; delete that line`);
      }
    }
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  all(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  /** @throws Error that names the file where the entry cannot be brought to the disk; the file is then as it was */
  add(entry: Entry): void {
    const { size } = fstatSync(this.#open);
    inWords(this.#file, () => {
      try {
        writeFileSync(this.#open, `${JSON.stringify(entry)}\n`);
        fsyncSync(this.#open);
      } catch (error) {
        ftruncateSync(this.#open, size);
        throw error;
      }
    });
    this.#remember(entry);
  }

  #remember(entry: Entry): void {
    this.#entries.set(this.#keyOf(entry), entry);
  }
}
