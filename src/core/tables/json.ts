/** @file JSON as it is found: with NaN and Infinity, or one value a line. */
import { parseJson, type ReadResult, refused } from "../fieldReader.ts";

interface FoundJson {
  readonly value: unknown;
  readonly isLines: boolean;
}

/** What `JSON.parse` refuses and Python writes becomes null, except inside of texts. */
const notNumbers = ["-Infinity", "Infinity", "NaN"] as const;

export function readJson(text: string): ReadResult<FoundJson> {
  const plain = parseJson(text);
  if (plain.ok) return { ok: true, value: { value: plain.value, isLines: false } };
  const lenient = withoutNotNumbers(text);
  if (lenient !== undefined) {
    const read = parseJson(lenient);
    if (read.ok) return { ok: true, value: { value: read.value, isLines: false } };
  }
  return linesOf(lenient ?? text) ?? plain;
}

/** `undefined` where there is nothing to replace. */
function withoutNotNumbers(text: string): string | undefined {
  const pieces: string[] = [];
  let [kept, at] = [0, 0];
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      // To the end of the text, over what is escaped.
      for (at++; at < text.length && text.charCodeAt(at) !== 34; at++) if (text.charCodeAt(at) === 92) at++;
      at++;
      continue;
    }
    const word =
      code === 45 || code === 73 || code === 78 ? notNumbers.find((w) => text.startsWith(w, at)) : undefined;
    if (word) {
      pieces.push(text.slice(kept, at), "null");
      at += word.length;
      kept = at;
    } else at++;
  }
  return pieces.length === 0 ? undefined : pieces.join("") + text.slice(kept);
}

/** JSON lines: every line that is not empty is a value. */
function linesOf(text: string): ReadResult<FoundJson> | undefined {
  const lines = text.split(/[\r\n]+/);
  const first = lines.find((line) => line.trim() !== "");
  if (first === undefined || !isJson(first)) return undefined;
  const values: unknown[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    try {
      values.push(JSON.parse(line));
    } catch {
      return refused(`line ${index + 1} is not legal JSON, although the lines before it are`);
    }
  }
  return values.length < 2 ? undefined : { ok: true, value: { value: values, isLines: true } };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
