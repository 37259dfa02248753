/** @file What a file does not say and nobody but its owner can: a question with all its answers. */

interface Option {
  /** The answer as the terminal takes it behind `--map`: `column=meaning`. */
  readonly map: string;
  /** In words. */
  readonly means: string;
}

export interface Question {
  /** One sentence. */
  readonly text: string;
  readonly options: readonly Option[];
}

/** Messages about a file stay below this many characters, whatever stands in it. */
const maxMessageLength = 299;

/** Text from a file as a message quotes it. */
export const quoted = (text: string, most = 60): string =>
  text.length > most ? `${text.slice(0, most)}…` : text;

export const limited = (message: string): string => quoted(message, maxMessageLength - 1);

/** As many items as a message has room for. */
export function listed(items: readonly string[], most = 160): string {
  let text = "";
  for (const [index, item] of items.entries()) {
    const next = index === 0 ? quoted(item, most) : `${text}, ${item}`;
    if (next.length > most + 1) return `${text}, …`;
    text = next;
  }
  return text;
}

/** The question on one line, with the answers that a terminal takes. */
export function asked({ text, options }: Question): string {
  return limited(`${text} Answer with ${listed(options.map(({ map }) => `--map "${map}"`))}`);
}
