/** @file Comma-separated values as text: cutting them into cells, and writing a cell. */

export interface CsvLine {
  /** From 1, as editors count. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** Cells by RFC 4180: quotes may hold separators, line ends and doubled quotes. Empty lines are left out. */
export function splitCsv(text: string, separator: string): CsvLine[] {
  const lines: CsvLine[] = [];
  let [cells, cell, quoted, number, began] = [[] as string[], "", false, 1, 1];
  const endLine = (): void => {
    cells.push(cell.trim());
    if (cells.some((each) => each !== "")) lines.push({ number: began, cells });
    [cells, cell] = [[], ""];
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (character === "\n") number++;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (character === '"' && cell.trim() === "") [quoted, cell] = [true, ""];
    else if (character === separator) {
      cells.push(cell.trim());
      cell = "";
    } else if (character === "\n") {
      endLine();
      began = number;
    } else cell += character;
  }
  endLine();
  return lines;
}

/** One cell as CSV: quoted where it has to be. */
export function csvCell(value: string | number | undefined): string {
  const text = value === undefined ? "" : String(value);
  return /[",;\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
