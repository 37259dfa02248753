/** @file Files of images as their publishers write them, made small. */

export interface Named {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Image i has label (7 i + shift) mod 10; its pixel p of plane c is (i + 3 p + 50 c) mod 256. */
export function cifarBatch(count: number, shift: number): Uint8Array {
  const bytes = new Uint8Array(count * 3073);
  for (let i = 0; i < count; i++) {
    bytes[i * 3073] = (7 * i + shift) % 10;
    for (let c = 0; c < 3; c++)
      for (let p = 0; p < 1024; p++) bytes[i * 3073 + 1 + c * 1024 + p] = (i + 3 * p + 50 * c) % 256;
  }
  return bytes;
}

function idx(magic: number, sizes: readonly number[], values: Uint8Array): Uint8Array {
  const head = Buffer.alloc(4 + 4 * sizes.length);
  head.writeUInt32BE(magic);
  for (const [at, size] of sizes.entries()) head.writeUInt32BE(size, 4 + 4 * at);
  return Buffer.concat([head, values]);
}
export const idxImages = (count: number, side: number): Uint8Array =>
  idx(
    0x803,
    [count, side, side],
    Uint8Array.from({ length: count * side * side }, (_, at) => (at * 31) % 256),
  );
export const idxLabels = (count: number, classes: number): Uint8Array =>
  idx(
    0x801,
    [count],
    Uint8Array.from({ length: count }, (_, at) => at % classes),
  );

/** A tar archive as the standard says. */
export function tar(files: readonly Named[]): Uint8Array {
  const blocks = files.flatMap(({ name, bytes }) => {
    const head = Buffer.alloc(512);
    head.write(`folder/${name}`, 0);
    head.write("0000644\0", 100);
    head.write(`${bytes.length.toString(8).padStart(11, "0")}\0`, 124);
    head.write("        0", 148);
    head.write("ustar\0", 257);
    const sum = head.reduce((total, byte) => total + byte, 0);
    head.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return [head, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
