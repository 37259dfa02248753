/** @file NASBench-101's records: what they hold, where they are damaged, and in which memory they are read. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { spaceById } from "../../../src/core/spaces/index.ts";
import { readTableFile } from "../../../src/core/tables/readTableFile.ts";
import { RecordCutter } from "../../../src/core/tables/tfRecord.ts";
import { rowOf } from "../../../src/core/tables.ts";
import { encoded, framed, type WrittenRecord, writeRecords, writtenCells } from "./recordWriter.ts";
import { bytesSource, fileSource } from "./sources.ts";

const small = spaceById("nasbench101")!;
const cells = writtenCells(12);
/** Three trainings of 4 and of 108 epochs per cell. */
const records: WrittenRecord[] = [...cells.small, ...cells.large].flatMap((cell, index) =>
  [108, 4].flatMap((epochs) =>
    [0, 1, 2].map((run) => ({
      cell,
      epochs,
      parameters: 1_000_000 + 300 * index,
      validation: 0.9 + index / 1000 + run / 10_000 - (epochs === 4 ? 0.3 : 0),
      test: 0.89 + index / 1000 + run / 10_000 - (epochs === 4 ? 0.3 : 0),
    })),
  ),
);
const file = Buffer.concat(records.map(encoded));
const read = (bytes: Uint8Array, maps: readonly string[] = [], chunk?: number) =>
  readTableFile(bytesSource(bytes, chunk), small, maps);

describe("records of NASBench-101", () => {
  it("give the end of the longest training, three seeds, and leave larger cells out by number", async () => {
    const { table, understood } = await read(file);
    expect(understood).toMatchObject({
      ...{ form: "NASBench-101 records", space: "nasbench101" },
      ...{ rows: 72, known: 36, unknown: 36, seeds: 3, questions: [] },
    });
    expect(understood.notes.join("\n")).toMatch(
      /after 108 epochs; the file also holds 4\.\n.*36 of 72 records/,
    );
    expect(table?.rows).toHaveLength(12);
    for (const [index, { text }] of cells.small.entries()) {
      const row = rowOf(text, small, table!);
      expect(row?.parameters).toBe(1_000_000 + 300 * index);
      expect(row?.test).toHaveLength(3);
      expect(row?.accuracy).toBeCloseTo(0.8901 + index / 1000, 12);
      expect(row?.validation[2]).toBeCloseTo(0.9002 + index / 1000, 12);
    }
  });

  it("of another number of epochs where asked for, however the file is cut into chunks", async () => {
    const { table } = await read(file, ["epoch=4"], 7);
    expect(rowOf(cells.small[3]!.text, small, table!)?.accuracy).toBeCloseTo(0.5931, 12);
    expect((await read(file, ["epoch=36"])).problem?.message).toBe(
      "no record has 36 epochs; there are 4, 108",
    );
  });

  it("name the first place that is damaged", async () => {
    const third = encoded(records[0]!).length + encoded(records[1]!).length;
    const flipped = (at: number): Buffer => {
      const copy = Buffer.from(file);
      copy[at]! ^= 1;
      return copy;
    };
    const problem = async (bytes: Uint8Array) => (await read(bytes)).problem?.message;
    expect(await problem(flipped(third + 60))).toBe(
      `the record at byte ${third} is damaged (its checksum does not fit)`,
    );
    expect(await problem(flipped(third))).toBe(
      `the record at byte ${third} has a damaged or impossible length`,
    );
    expect(await problem(file.subarray(0, third + 50))).toBe(
      `the file ends inside the record at byte ${third}`,
    );
    expect(await problem(framed(Buffer.from('["abc", 108]')))).toMatch(/record 0 is none of NASBench-101/);
    const noMetrics = framed(
      Buffer.from(JSON.stringify([cells.small[0]!.hash, 108, "0100", "input,output", "AAAA"])),
    );
    expect(await problem(noMetrics)).toMatch(/record 0 holds no validation and test accuracy/);
    expect(
      await problem(Buffer.concat(records.filter(({ cell }) => cells.large.includes(cell)).map(encoded))),
    ).toMatch(/none of the 36 records is of a cell of NASBench-101, up to 5 vertices/);
  });

  it("hold one record of memory at a time", () => {
    const cutter = new RecordCutter();
    let payloads = 0;
    for (let at = 0; at < file.length; at += 1000)
      for (const payload of cutter.push(file.subarray(at, at + 1000))) payloads += payload.length > 0 ? 1 : 0;
    cutter.end();
    expect([payloads, cutter.problem]).toEqual([records.length, undefined]);
  });

  // The size in MB can be set, to look at it with a large file: 16 in the suite.
  it("are read in a memory that does not grow with the file", { timeout: 600_000 }, async () => {
    const megabytes = Number(process.env.RECORDS_MB ?? 16);
    const folder = mkdtempSync(join(tmpdir(), "records-"));
    try {
      const path = join(folder, "nasbench.tfrecord");
      const larger = records.filter(({ cell }) => cells.large.includes(cell));
      await writeRecords(path, records.map(encoded), larger.map(encoded), megabytes * 2 ** 20);
      const before = heldBytes();
      let [most, looked] = [0, 0];
      const began = performance.now();
      const source = fileSource(path);
      const { understood } = await readTableFile(source, small, [], ({ bytes }) => {
        if (bytes - looked < source.size / 5) return;
        looked = bytes;
        most = Math.max(most, heldBytes() - before);
      });
      expect(understood.known).toBe(36);
      expect(looked).toBeGreaterThan(source.size / 2);
      // Chunks on their way, some 6 MB; held, the file would be twice the bound.
      expect(most / 2 ** 20).toBeLessThan(8);
      if (process.env.RECORDS_MB)
        console.log(
          `${(source.size / 2 ** 20).toFixed(0)} MB in ${((performance.now() - began) / 1000).toFixed(1)} s, ${(most / 2 ** 20).toFixed(1)} MB held at most`,
        );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** What cannot be collected, in the heap and outside of it. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
