/** @file MD5 (RFC 1321), because NASBench-101 names a cell by it and tables are keyed by these names. Not for security. */

const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21] as const;
const sines = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);

/** Blocks of sixteen little-endian words: the text, the byte 0x80, zeros, the length in bits. */
function padded(text: string): Int32Array {
  const words = new Int32Array((((text.length + 8) >> 6) + 1) * 16);
  for (let i = 0; i < text.length; i++) words[i >> 2]! |= text.charCodeAt(i) << ((i & 3) * 8);
  words[text.length >> 2]! |= 0x80 << ((text.length & 3) * 8);
  words[words.length - 2] = text.length * 8;
  return words;
}

function hex(word: number): string {
  let text = "";
  for (let byte = 0; byte < 4; byte++) text += ((word >>> (byte * 8)) & 0xff).toString(16).padStart(2, "0");
  return text;
}

/** 32 hexadecimal digits. `text` must be ASCII (every character one byte). */
export function md5(text: string): string {
  const words = padded(text);
  let a0 = 0x67452301;
  let b0 = 0xefcdab89 | 0;
  let c0 = 0x98badcfe | 0;
  let d0 = 0x10325476;
  for (let block = 0; block < words.length; block += 16) {
    let a = a0;
    let b = b0;
    let c = c0;
    let d = d0;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      let mixed: number;
      let word: number;
      if (round === 0) {
        mixed = (b & c) | (~b & d);
        word = i;
      } else if (round === 1) {
        mixed = (d & b) | (~d & c);
        word = (5 * i + 1) & 15;
      } else if (round === 2) {
        mixed = b ^ c ^ d;
        word = (3 * i + 5) & 15;
      } else {
        mixed = c ^ (b | ~d);
        word = (7 * i) & 15;
      }
      const sum = (a + mixed + sines[i]! + words[block + word]!) | 0;
      const shift = shifts[round * 4 + (i & 3)]!;
      a = d;
      d = c;
      c = b;
      b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
    }
    a0 = (a0 + a) | 0;
    b0 = (b0 + b) | 0;
    c0 = (c0 + c) | 0;
    d0 = (d0 + d) | 0;
  }
  return hex(a0) + hex(b0) + hex(c0) + hex(d0);
}
