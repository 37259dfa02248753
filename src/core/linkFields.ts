/**
 * @file The fields in the hash of a link, and what mail and chat programs do to links on their way: a full stop behind it, `&amp;`,
 * characters encoded, capital letters, names of campaigns added. All of that is put right without a word, for nothing of it can be meant.
 */
import { quoted } from "./config.ts";

/** What sites add to every link that is opened from them. */
const tracking =
  /^(utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|twclid|ttclid|yclid|igshid?|mc_[ce]id|_g[al]|ref|ref_src|si)$/;
/** Punctuation and markup that stands behind a link in a sentence; no value ends with it. */
const behind = new Set(".,;:!?)]}>'\"*_~»“”’… \n");

/** The fields by key; where one comes twice the first counts. @param hash with or without its `#` */
export function linkFields(hash: string): { fields: Map<string, string>; warnings: string[] } {
  const fields = new Map<string, string>();
  const warnings: string[] = [];
  const unread: string[] = [];
  for (const part of separated(hash)) {
    if (part === "") continue;
    const at = part.indexOf("=");
    const [key, text] = inLowerCase(decoded(part.slice(0, Math.max(0, at))), decoded(part.slice(at + 1)));
    if (key && tracking.test(key)) continue;
    if (!key || text === undefined) unread.push(part);
    else if (fields.has(key)) unread.push(`a second ${key}`);
    else fields.set(key, text);
  }
  if (unread.length > 0)
    warnings.push(
      `The link holds ${quoted(unread.slice(0, 3).join(", "))}, which was left out: fields look like key=value, each once.`,
    );
  return { fields, warnings };
}

/**
 * The hash that an address was meant to have: some programs encode the number sign, and all that follows it lands in the path.
 * @param path of the address, as the browser has it
 */
export function hashInPath(path: string): string | undefined {
  const at = path.search(/%23v(=|%3d)/i);
  return at < 0 ? undefined : `#${path.slice(at + 3)}`;
}

/** `key=value` texts. A hash without any "=" was encoded as a whole, perhaps twice. */
function separated(hash: string): string[] {
  let text = withoutEnd(hash);
  for (let n = 0; n < 3 && !text.includes("="); n++) text = decoded(text) ?? text;
  return text
    .replace(/^(#|%23)/i, "")
    .replace(/&(amp;)+/gi, "&")
    .split("&");
}

function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && behind.has(text[end - 1] as string)) end--;
  return text.slice(0, end);
}

/** A field that is written in capitals throughout, as no field is. */
function inLowerCase(
  key: string | undefined,
  text: string | undefined,
): [key: string | undefined, text: string | undefined] {
  return key && /^[A-Z]+$/.test(key) ? [key.toLowerCase(), text?.toLowerCase()] : [key, text];
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
