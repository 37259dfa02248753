/** @file A short name for a text, where no cryptographic hash is at hand at once: two FNV-1a hashes of 32 bits, by G. Fowler, L. Noll and K.-P. Vo. */

/** Sixteen hexadecimal digits. */
export function fingerprint(text: string): string {
  // The second hash begins at another offset, so that the two do not collide together.
  return [0x811c9dc5, 0x01000193].map((offset) => hash(text, offset)).join("");
}

function hash(text: string, offset: number): string {
  let value = offset;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, "0");
}
