/**
 * @file Reads values of unknown origin (parsed JSON) field by field and remembers the way to the first one that is not what it
 * should be: `scores.accuracy[17] must be a number from 0 to 1, not "high"`.
 */

/** Thrown by `Field`; caught by `readFields`, nowhere else. */
class FieldError extends Error {}

/** One value of a file, and the way to it. */
export class Field {
  readonly #value: unknown;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    this.#value = value;
    this.#path = path;
  }

  get isMissing(): boolean {
    return this.#value === undefined;
  }

  get type(): "missing" | "null" | "list" | "object" | "text" | "number" | "other" {
    const value = this.#value;
    if (value === undefined) return "missing";
    if (value === null) return "null";
    if (Array.isArray(value)) return "list";
    if (typeof value === "string") return "text";
    return typeof value === "number" ? "number" : typeof value === "object" ? "object" : "other";
  }

  /** What was read, as it is. */
  get raw(): unknown {
    return this.#value;
  }

  /** Gives up with the message "<path> must be <expectation>, not <value>". */
  fail(expectation: string): never {
    const found = this.isMissing ? "it is missing" : `not ${excerpt(this.#value)}`;
    throw new FieldError(
      `${this.#path || "the file"} must be ${expectation}; ${found}`.replace("; not", ", not"),
    );
  }

  /** A member of an object; fails where this is no object, not where the member is missing. */
  at(key: string): Field {
    return new Field(this.#record()[key], this.#path ? `${this.#path}.${key}` : key);
  }

  entries(): [string, Field][] {
    return Object.keys(this.#record()).map((key) => [key, this.at(key)]);
  }

  items(length?: number): Field[] {
    const value = this.#value;
    if (!Array.isArray(value)) return this.fail("a list");
    if (length !== undefined && value.length !== length) return this.fail(`a list of ${length}`);
    return value.map((item: unknown, index) => new Field(item, `${this.#path}[${index}]`));
  }

  text(): string {
    return typeof this.#value === "string" ? this.#value : this.fail("text");
  }

  oneOf<T extends string>(choices: readonly T[]): T {
    const choice = choices.find((candidate) => candidate === this.#value);
    return choice ?? this.fail(`one of ${choices.join(", ")}`);
  }

  number(low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY): number {
    const value = this.#value;
    if (typeof value === "number" && Number.isFinite(value) && value >= low && value <= high) return value;
    if (low === Number.NEGATIVE_INFINITY) return this.fail("a number");
    return this.fail(
      high === Number.POSITIVE_INFINITY ? `a number from ${low}` : `a number from ${low} to ${high}`,
    );
  }

  /** An accuracy: a fraction. */
  fraction(): number {
    return this.number(0, 1);
  }

  /** JSON has no word for "not a number"; null stands for it. */
  numberOrNaN(): number {
    return this.#value === null ? Number.NaN : this.number();
  }

  count(below = Number.POSITIVE_INFINITY): number {
    const value = this.#value;
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value < below) return value;
    return this.fail(
      below === Number.POSITIVE_INFINITY ? "a whole number from 0" : `a whole number from 0 to ${below - 1}`,
    );
  }

  /** A number, text or switch: what a setting may be. */
  scalar(): number | string | boolean {
    const value = this.#value;
    if (typeof value === "string" || typeof value === "boolean") return value;
    return typeof value === "number" && Number.isFinite(value)
      ? value
      : this.fail("a number, text or true/false");
  }

  #record(): Readonly<Record<string, unknown>> {
    const value = this.#value;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return this.fail("an object");
    return value as Readonly<Record<string, unknown>>;
  }
}

export type ReadResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** Why something of unknown origin cannot be used; the message names the first offending place. */
export interface Problem {
  readonly message: string;
}

/** The failing result with this message. */
export function refused(message: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { message } };
}

/** Runs `read` over `value`; the first bad field comes back as the problem. Other errors are bugs and pass. */
export function readFields<T>(value: unknown, read: (root: Field) => T): ReadResult<T> {
  try {
    return { ok: true, value: read(new Field(value, "")) };
  } catch (error) {
    if (error instanceof FieldError) return refused(error.message);
    throw error;
  }
}

/** Parses JSON; tells a file cut short from one that is something else. */
export function parseJson(text: string): ReadResult<unknown> {
  const trimmed = text.trim();
  if (trimmed === "") return refused("the file is empty");
  try {
    return { ok: true, value: JSON.parse(trimmed) };
  } catch {
    if (trimmed[0] !== "{" && trimmed[0] !== "[") return refused("the file is not JSON");
    return refused(
      endsOpen(trimmed)
        ? `the JSON ends in the middle (after ${text.length} characters); the file is probably cut off`
        : "the file is not legal JSON",
    );
  }
}

/** Whether JSON text ends within a string, an object or an array. A text cut right behind an inner bracket ends like a whole one, so the brackets are counted. */
function endsOpen(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] as string;
    if (quoted && sign === "\\") at += 1;
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === "{" || sign === "[")) depth += 1;
    else if (!quoted && (sign === "}" || sign === "]")) depth -= 1;
  }
  return quoted || depth > 0;
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
