/** @file Separated values as text: cutting them into cells, and writing a cell. */

export interface CsvLine {
  /** From 1, as editors count. */
  readonly number: number;
  readonly cells: readonly string[];
}

interface CsvCut {
  readonly lines: readonly CsvLine[];
  /** Line in which a quote opens that never closes. */
  readonly openQuote?: number;
}

const [quote, lineFeed, carriageReturn] = ['"', "\n", "\r"].map((sign) => sign.charCodeAt(0)) as [
  number,
  number,
  number,
];

/**
 * Cells by RFC 4180: quotes may hold separators, line ends and doubled quotes. Lines end with LF, CR LF or CR; empty ones are left out.
 * Every character is looked at once or twice: the common library takes half a minute for 200 kB of quotes and blanks.
 */
export function cutCsv(text: string, separator: string): CsvCut {
  const separatorCode = separator.charCodeAt(0);
  const lines: CsvLine[] = [];
  let [at, number, began] = [0, 1, 1];
  let cells: string[] = [];
  let openQuote: number | undefined;
  const isEnd = (code: number): boolean => code === lineFeed || code === carriageReturn;
  const lineEnds = (from: number, to: number): number => {
    let count = 0;
    for (let i = from; i < to; i++) {
      const code = text.charCodeAt(i);
      if (code === lineFeed || (code === carriageReturn && text.charCodeAt(i + 1) !== lineFeed)) count++;
    }
    return count;
  };
  while (at < text.length) {
    let begin = at;
    for (let code = text.charCodeAt(begin); code === 32 || (code === 9 && separatorCode !== 9); )
      code = text.charCodeAt(++begin);
    let cell = "";
    if (text.charCodeAt(begin) === quote) {
      let close = begin + 1;
      for (;;) {
        close = text.indexOf('"', close);
        if (close < 0) break;
        if (text.charCodeAt(close + 1) !== quote) break;
        close += 2;
      }
      if (close < 0) {
        openQuote ??= number;
        close = text.length;
      }
      cell = text.slice(begin + 1, close).replaceAll('""', '"');
      number += lineEnds(begin, close);
      at = Math.min(close + 1, text.length);
    } else at = begin;
    const rest = at;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === separatorCode || isEnd(code)) break;
      at++;
    }
    cells.push((cell + text.slice(rest, at)).trim());
    const code = text.charCodeAt(at);
    if (code === separatorCode) {
      // A separator at the very end closes an empty cell.
      if (++at === text.length) cells.push("");
      else continue;
    } else if (code === carriageReturn && text.charCodeAt(at + 1) === lineFeed) at += 2;
    else at++;
    if (cells.some((each) => each !== "")) lines.push({ number: began, cells });
    cells = [];
    began = ++number;
  }
  if (cells.some((each) => each !== "")) lines.push({ number: began, cells });
  return { lines, ...(openQuote !== undefined && { openQuote }) };
}

/** One cell as CSV: quoted where it has to be. */
export function csvCell(value: string | number | undefined): string {
  const text = value === undefined ? "" : String(value);
  return /[",;\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
