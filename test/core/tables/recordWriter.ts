/** @file Writes files as NASBench-101 is published, by the published definitions and nothing of the reader. */

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { createRandom } from "../../../src/core/random.ts";
import { spaceById } from "../../../src/core/spaces/index.ts";

interface WrittenCell {
  readonly hash: string;
  /** `matrix;operations`, the whole matrix. */
  readonly text: string;
}

export interface WrittenRecord {
  readonly cell: WrittenCell;
  readonly epochs: number;
  readonly parameters: number;
  readonly validation: number;
  readonly test: number;
}

/** Bit by bit, as the polynomial says. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const masked = (bytes: Uint8Array): number => {
  const crc = BigInt(crc32c(bytes));
  const rotated = ((crc >> 15n) | (crc << 17n)) & 0xffffffffn;
  return Number((rotated + 0xa282ead8n) & 0xffffffffn);
};

export function framed(payload: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeBigUInt64LE(BigInt(payload.length));
  head.writeUInt32LE(masked(head.subarray(0, 8)), 8);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(masked(payload));
  return Buffer.concat([head, payload, tail]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

const double = (field: number, value: number): Buffer => {
  const bytes = Buffer.alloc(9);
  bytes[0] = field * 8 + 1;
  bytes.writeDoubleLE(value, 1);
  return bytes;
};
const delimited = (field: number, value: Buffer): Buffer =>
  Buffer.concat([Buffer.from([field * 8 + 2, ...varint(value.length)]), value]);

const path = Buffer.from("gs://checkpoints/model.ckpt-0000");

function metrics({ epochs, parameters, validation, test }: WrittenRecord): Buffer {
  const evaluation = (share: number, of: readonly [number, number, number]): Buffer =>
    delimited(
      1,
      Buffer.concat([
        double(1, epochs * share),
        double(2, 900 * share),
        ...of.map((value, index) => double(3 + index, value)),
        delimited(6, path),
      ]),
    );
  return Buffer.concat([
    evaluation(0, [0.1, 0.1, 0.1]),
    evaluation(0.5, [0.6, 0.5, 0.49]),
    evaluation(1, [1, validation, test]),
    Buffer.from([2 * 8, ...varint(parameters)]),
    double(3, 1234.5),
  ]);
}

export function encoded(record: WrittenRecord): Buffer {
  const [matrix, operations] = record.cell.text.split(";");
  const base64 = metrics(record).toString("base64");
  return framed(Buffer.from(JSON.stringify([record.cell.hash, record.epochs, matrix, operations, base64])));
}

/** Different cells of up to five vertices and as many of six or seven, with their published hashes. */
export function writtenCells(count: number): {
  readonly small: WrittenCell[];
  readonly large: WrittenCell[];
} {
  const random = createRandom(5);
  const of = (id: string, isWanted: (text: string) => boolean): WrittenCell[] => {
    const space = spaceById(id)!;
    const found = new Map<string, string>();
    while (found.size < count) {
      const architecture = space.sampleUnique(random);
      const text = space.print(architecture);
      if (isWanted(text)) found.set(space.canonical(architecture), text);
    }
    return [...found].map(([hash, text]) => ({ hash, text }));
  };
  return {
    small: of("nasbench101", () => true),
    large: of("nasbench101-full", (text) => text.indexOf(";") > 25),
  };
}

/** Writes `records`, then `filler` over and over until the file has `bytes` bytes. */
export async function writeRecords(
  file: string,
  records: readonly Buffer[],
  filler: readonly Buffer[],
  bytes: number,
): Promise<void> {
  const stream = createWriteStream(file);
  stream.write(Buffer.concat(records));
  const batch = Buffer.concat(Array.from({ length: 40 }, () => filler).flat());
  for (let written = 0; written < bytes; written += batch.length)
    if (!stream.write(batch)) await once(stream, "drain");
  stream.end();
  await once(stream, "finish");
}
