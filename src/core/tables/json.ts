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
  if (startsWithLines(text) !== true) return plain;
  const lines = new JsonLines();
  lines.push(text);
  return lines.end();
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

/** Whether the first line is JSON by itself, and others follow; `undefined` where the text ends before that shows. */
export function startsWithLines(text: string): boolean | undefined {
  const begin = text.search(/\S/);
  const end = begin < 0 ? -1 : lineEnd(text, begin);
  if (end < 0) return undefined;
  if (!readLine(text.slice(begin, end))) return false;
  return /\S/.test(text.slice(end)) || undefined;
}

/** JSON lines, in pieces: every line that is not empty is a value. */
export class JsonLines {
  readonly #values: unknown[] = [];
  #rest = "";
  #wanted = 0;
  #line = 0;
  /** The first line that is none. */
  #bad: number | undefined;

  push(text: string): void {
    this.#rest += text;
    if (this.#rest.length < this.#wanted) return;
    let at = 0;
    for (
      let end = lineEnd(this.#rest, 0);
      end >= 0 && end + 1 < this.#rest.length;
      end = lineEnd(this.#rest, at)
    ) {
      this.#take(this.#rest.slice(at, end));
      at = end + (this.#rest.startsWith("\r\n", end) ? 2 : 1);
    }
    this.#rest = this.#rest.slice(at);
    this.#wanted = at === 0 ? 2 * this.#rest.length : 0;
  }

  #take(line: string): void {
    this.#line++;
    if (line.trim() === "") return;
    const found = readLine(line);
    if (found) this.#values.push(found.value);
    else this.#bad ??= this.#line;
  }

  /** Whether what comes makes no difference any more. */
  get isBroken(): boolean {
    return this.#bad !== undefined;
  }

  end(): ReadResult<FoundJson> {
    this.#wanted = 0;
    this.push("");
    this.#take(this.#rest.replace(/[\r\n]$/, ""));
    if (this.#bad !== undefined)
      return refused(`line ${this.#bad} is not legal JSON, although the lines before it are`);
    return { ok: true, value: { value: this.#values, isLines: true } };
  }
}

/** Where the next line feed or carriage return is; -1: nowhere. */
function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return -1;
}

function readLine(line: string): { readonly value: unknown } | undefined {
  const plain = parseJson(line);
  if (plain.ok) return plain;
  const lenient = withoutNotNumbers(line);
  const read = lenient === undefined ? undefined : parseJson(lenient);
  return read?.ok ? read : undefined;
}
