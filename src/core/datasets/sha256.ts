/** @file SHA-256 (FIPS 180-4), for pages without a secure context, where the platform's own is missing. */

/** floor(2^32 · fraction of the root) of the first primes, in whole numbers. */
function fractions(count: number, power: 2n | 3n): Uint32Array {
  const words = new Uint32Array(count);
  let found = 0;
  for (let n = 2; found < count; n++) {
    let isPrime = true;
    for (let d = 2; d * d <= n; d++) isPrime &&= n % d !== 0;
    if (isPrime) words[found++] = Number(rootOf(BigInt(n) << (32n * power), power) & 0xffffffffn);
  }
  return words;
}

/** floor(value ^ (1 / power)) */
function rootOf(value: bigint, power: 2n | 3n): bigint {
  let [low, high] = [0n, 1n << 40n];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    const raised = power === 2n ? middle * middle : middle * middle * middle;
    if (raised <= value) low = middle;
    else high = middle;
  }
  return low;
}

const initial = fractions(8, 2n);
const constants = fractions(64, 3n);
const rotated = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** Hex digits of the hash of the pieces, one after another. */
export function sha256(pieces: readonly Uint8Array[]): string {
  const state = initial.slice();
  const block = new Uint8Array(64);
  const view = new DataView(block.buffer);
  const words = new Uint32Array(64);
  let [filled, length] = [0, 0];
  const mix = (): void => {
    for (let t = 0; t < 16; t++) words[t] = view.getUint32(4 * t);
    for (let t = 16; t < 64; t++) {
      const [early, late] = [words[t - 15] as number, words[t - 2] as number];
      const first = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
      const second = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
      words[t] = (words[t - 16] as number) + first + (words[t - 7] as number) + second;
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as Eight;
    for (let t = 0; t < 64; t++) {
      const chosen = (e & f) ^ (~e & g);
      const turned = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
      const first = (h + turned + chosen + (constants[t] as number) + (words[t] as number)) | 0;
      const most = (a & b) ^ (a & c) ^ (b & c);
      const second = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + most) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    for (const [at, word] of [a, b, c, d, e, f, g, h].entries())
      state[at] = (state[at] as number) + (word as number);
  };
  const take = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, at + 64 - filled);
      block.set(piece, filled);
      filled += piece.length;
      at += piece.length;
      if (filled < 64) return;
      mix();
      filled = 0;
    }
  };
  for (const piece of pieces) {
    length += piece.length;
    take(piece);
  }
  take(Uint8Array.of(0x80));
  while (filled !== 56) take(Uint8Array.of(0));
  const end = new Uint8Array(8);
  new DataView(end.buffer).setBigUint64(0, BigInt(length) * 8n);
  take(end);
  return [...state].map((word) => word.toString(16).padStart(8, "0")).join("");
}

type Eight = [number, number, number, number, number, number, number, number];
