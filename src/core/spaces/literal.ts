/** @file Values of Python and JSON as the field prints architectures: lists and tuples of names and numbers. */

/** A name or number as it stands, or a list, whatever its brackets. */
export type Literal = string | readonly Literal[];

/** Deeper nesting is none of the field's notations. */
const deepest = 8;

/** Names, numbers and signs in order, quotes left out. One pass: a text that is no literal costs no more than its length. */
export const tokensOf = (text: string): string[] => text.match(/[A-Za-z_]\w*|\d+(?:\.\d*)?|[^\s\w'"]/g) ?? [];

/** The value that begins at token `at`, and the place behind it; `undefined` where there is none, or brackets do not match. */
export function readLiteral(
  tokens: readonly string[],
  at: number,
  depth = 0,
): { readonly value: Literal; readonly next: number } | undefined {
  const token = tokens[at];
  if (token === undefined || depth > deepest) return undefined;
  if (/^\w/.test(token)) return { value: token, next: at + 1 };
  const close = token === "[" ? "]" : token === "(" ? ")" : undefined;
  if (!close) return undefined;
  const items: Literal[] = [];
  let next = at + 1;
  while (tokens[next] !== close) {
    const item = readLiteral(tokens, next, depth + 1);
    if (!item) return undefined;
    items.push(item.value);
    next = item.next;
    if (tokens[next] === ",") next++;
    else if (tokens[next] !== close) return undefined;
  }
  return { value: items, next: next + 1 };
}

/** The whole numbers of a list of numbers, however nested; `undefined` where the text holds anything else. */
export function numbersIn(text: string): number[] | undefined {
  const trimmed = text.trim();
  if (!/^[([]/.test(trimmed) || /[^\s\d()[\],.]/.test(trimmed)) return undefined;
  const numbers = (trimmed.match(/[\d.]+/g) ?? []).map(Number);
  return numbers.every(Number.isInteger) ? numbers : undefined;
}
