/** @file Numbers as people write them into tables: decimal comma, grouped digits, units, signs for "nothing here". */

/** Longer texts are no numbers. */
const maxLength = 40;
const missing = new Set(
  " - -- . ? na <na> #n/a n/a n.a. nan null none nil missing #value! #div/0! #num! #null! #ref!".split(" "),
);

export const isMissing = (text: string): boolean =>
  text.length <= maxLength && missing.has(text.trim().toLowerCase());

/** How a column writes its numbers. */
export interface NumberStyle {
  /** The sign between whole and fraction. */
  readonly decimal: "." | ",";
  /** What groups digits, where something does. */
  readonly group?: "." | "," | " " | "'" | "_";
}

/** The style of a column of accuracies, where a group of digits cannot be meant. */
export function accuracyStyle(cells: readonly string[]): NumberStyle {
  const hasComma = cells.some(
    (cell) => cell.length <= maxLength && /^\s*[-+]?\d*,\d+(e[-+]?\d+)?\s*%?\s*(±|\+\/?-|$)/i.test(cell),
  );
  return { decimal: hasComma ? "," : "." };
}

/** The style of a column of sizes. `isCommaDecimal`: elsewhere in the file the comma is the decimal sign. */
export function sizeStyle(cells: readonly string[], isCommaDecimal: boolean): NumberStyle {
  const short = cells.filter((cell) => cell.length <= maxLength).map((cell) => cell.trim());
  const groupedBy = (sign: string, least: number): boolean => {
    const having = short.filter((cell) => cell.includes(sign));
    return (
      having.length > 0 &&
      having.every((cell) => {
        const [first = "", ...rest] = cell.split(sign);
        return /^\d{1,3}$/.test(first) && rest.every((part) => /^\d{3}$/.test(part));
      }) &&
      having.some((cell) => cell.split(sign).length > least)
    );
  };
  for (const group of [" ", "'", "_"] as const)
    if (groupedBy(group, 1)) return { decimal: isCommaDecimal ? "," : ".", group };
  if (groupedBy(".", isCommaDecimal ? 1 : 2)) return { decimal: ",", group: "." };
  if (groupedBy(",", isCommaDecimal ? 2 : 1)) return { decimal: ".", group: "," };
  return { decimal: short.some((cell) => cell.includes(",")) ? "," : "." };
}

const units: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, b: 1e9 };

/**
 * The number, `undefined` where the text is none. A per cent sign and what stands behind "±" are left out; `hasUnit`: k, M, G and B
 * multiply.
 */
export function readNumber(text: string, style: NumberStyle, hasUnit = false): number | undefined {
  if (text.length > maxLength) return undefined;
  let plain = (text.split(/±|\+\/?-/, 1)[0] as string).trim();
  if (style.group) plain = plain.replaceAll(style.group, "");
  if (style.decimal === ",") plain = plain.replace(",", ".");
  if (plain.endsWith("%")) plain = plain.slice(0, -1).trimEnd();
  const unit = hasUnit ? units[plain.at(-1)?.toLowerCase() ?? ""] : undefined;
  if (unit) plain = plain.slice(0, -1).trimEnd();
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return undefined;
  const value = Number(plain) * (unit ?? 1);
  return Number.isFinite(value) ? value : undefined;
}
