/** @file Separated values as text: cutting them into cells, and writing a cell. */

export interface CsvLine {
  /** From 1, as editors count. */
  readonly number: number;
  readonly cells: readonly string[];
}

interface CsvCut {
  readonly lines: readonly CsvLine[];
  /** Line in which a quote opens that never closes. */
  readonly openQuote?: number | undefined;
}

const [quote, lineFeed, carriageReturn] = ['"', "\n", "\r"].map((sign) => sign.charCodeAt(0)) as [
  number,
  number,
  number,
];
const isEnd = (code: number): boolean => code === lineFeed || code === carriageReturn;

/**
 * Cells by RFC 4180, however the text is cut into pieces: quotes may hold separators, line ends and doubled quotes. Lines end with LF, CR LF
 * or CR; empty ones are left out. Every character is looked at a few times: the common library takes half a minute for 200 kB of quotes and
 * blanks.
 */
export class CsvCutter implements CsvCut {
  readonly #separator: number;
  /** Those whose end has come. */
  readonly lines: CsvLine[] = [];
  openQuote: number | undefined;
  #rest = "";
  /** So many characters must be there before it is worth looking for the end of a line that is longer than those before. */
  #wanted = 0;
  #number = 1;

  constructor(separator: string) {
    this.#separator = separator.charCodeAt(0);
  }

  push(text: string): void {
    this.#rest += text;
    if (this.#rest.length < this.#wanted) return;
    const done = this.#cut(this.#rest, false);
    this.#rest = this.#rest.slice(done);
    this.#wanted = done === 0 ? 2 * this.#rest.length : 0;
  }

  /** The last line ends, too. */
  end(): void {
    this.#cut(this.#rest, true);
    this.#rest = "";
  }

  /** @returns where the first line begins whose end is not there */
  #cut(text: string, isLast: boolean): number {
    let at = 0;
    while (at < text.length) {
      const [number, openQuote] = [this.#number, this.openQuote];
      const cells: string[] = [];
      const end = this.#line(text, at, isLast, cells);
      if (end === undefined) {
        this.#number = number;
        this.openQuote = openQuote;
        break;
      }
      at = end;
      if (cells.some((each) => each !== "")) this.lines.push({ number, cells });
      this.#number++;
    }
    return at;
  }

  /** Adds the cells of a line. @returns where it ends; `undefined` where its end is not there */
  #line(text: string, begin: number, isLast: boolean, cells: string[]): number | undefined {
    for (let at = begin; ; ) {
      for (let code = text.charCodeAt(at); code === 32 || (code === 9 && this.#separator !== 9); )
        code = text.charCodeAt(++at);
      let cell = "";
      if (text.charCodeAt(at) === quote) {
        let close = closingQuote(text, at);
        if (close < 0) {
          if (!isLast) return undefined;
          this.openQuote ??= this.#number;
          close = text.length;
        }
        cell = text.slice(at + 1, close).replaceAll('""', '"');
        this.#number += lineEnds(text, at, close);
        at = Math.min(close + 1, text.length);
      }
      const rest = at;
      let code = text.charCodeAt(at);
      while (at < text.length && code !== this.#separator && !isEnd(code)) code = text.charCodeAt(++at);
      cells.push((cell + text.slice(rest, at)).trim());
      // Whether a line feed follows, or another quote, is not known yet.
      if (!isLast && at + 1 >= text.length && code !== lineFeed) return undefined;
      if (code !== this.#separator)
        return code === carriageReturn && text.charCodeAt(at + 1) === lineFeed ? at + 2 : at + 1;
      // A separator at the very end closes an empty cell.
      if (++at === text.length) {
        cells.push("");
        return at;
      }
    }
  }
}

/** The cells of a whole text. */
export function cutCsv(text: string, separator: string): CsvCut {
  const cutter = new CsvCutter(separator);
  cutter.push(text);
  cutter.end();
  return cutter;
}

/** @returns where the quote that opens at `open` closes; -1: nowhere */
function closingQuote(text: string, open: number): number {
  for (let close = open + 1; ; close += 2) {
    close = text.indexOf('"', close);
    if (close < 0 || text.charCodeAt(close + 1) !== quote) return close;
  }
}

function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) count++;
  }
  return count;
}

/** One cell as CSV: quoted where it has to be. */
export function csvCell(value: string | number | undefined): string {
  const text = value === undefined ? "" : String(value);
  return /[",;\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
