/** @file A file comes in pieces: wherever it is cut, what is read of it is the same, and each piece is told of. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvCutter, cutCsv } from "../../../src/core/csv.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { JsonLines } from "../../../src/core/tables/json.ts";
import type { ReadProgress } from "../../../src/core/tables/progress.ts";
import { readTableFile } from "../../../src/core/tables/readTableFile.ts";
import { readTableText, TextReader } from "../../../src/core/tables/tableText.ts";
import { bytesSource } from "./sources.ts";

const cell = (index: number): string =>
  nasbench201.print([0, 1, 2, 3, 4, 5].map((edge) => Math.floor((index * 7919) / 5 ** edge) % 5));
const csv = (rows: number, row = (index: number) => `"${cell(index)}",${0.5 + index / 1e5}`): string =>
  ["arch,test_acc", ...Array.from({ length: rows }, (_, index) => row(index))].join("\r\n");

/** The pieces of a text that is cut there. */
function piecesOf(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...cuts.map((at) => at % (text.length + 1)).sort((a, b) => a - b), text.length];
  return places.slice(1).map((end, index) => text.slice(places[index], end));
}
const cuts = fc.array(fc.nat(), { maxLength: 8 });

describe("cut anywhere", () => {
  it("separated values have the same lines, with their numbers", () => {
    const signs = fc.array(fc.constantFrom('"', ",", "\n", "\r", "\r\n", " ", "a", '""'), { maxLength: 40 });
    fc.assert(
      fc.property(signs, cuts, (list, at) => {
        const text = list.join("");
        const cutter = new CsvCutter(",");
        for (const piece of piecesOf(text, at)) cutter.push(piece);
        cutter.end();
        const { lines, openQuote } = cutCsv(text, ",");
        expect([cutter.lines, cutter.openQuote]).toEqual([lines, openQuote]);
      }),
      { numRuns: 2000 },
    );
  });

  it("lines of JSON have the same values, or the same bad place", () => {
    const lines = fc.array(fc.constantFrom('{"a":NaN}', "[1]", "", " ", "{", '"\\""', "2"), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(lines, fc.constantFrom("\n", "\r", "\r\n"), cuts, (list, end, at) => {
        const read = (pieces: readonly string[]) => {
          const reader = new JsonLines();
          for (const piece of pieces) reader.push(piece);
          return reader.end();
        };
        const text = list.join(end);
        const whole = read([text]);
        expect(read(piecesOf(text, at))).toEqual(whole);
        const bad = list.indexOf("{");
        expect(whole).toEqual(
          bad >= 0
            ? { ok: false, problem: { message: expect.stringMatching(`line ${bad + 1} `) } }
            : {
                ok: true,
                value: {
                  isLines: true,
                  value: list
                    .filter((line) => line.trim() !== "")
                    .map((line) => JSON.parse(line.replace("NaN", "null"))),
                },
              },
        );
      }),
      { numRuns: 500 },
    );
  });

  it("tables are the same, in every form", () => {
    const records = Array.from({ length: 400 }, (_, index) => ({ arch: cell(index), test_acc: index / 400 }));
    const texts = [
      `\ufeff# made for the test\n${csv(400)}`,
      `${"#\n".repeat(9000)}${csv(300)}`,
      JSON.stringify(records),
      records.map((record) => JSON.stringify(record)).join("\n"),
      JSON.stringify(records, null, 2),
    ];
    fc.assert(
      fc.property(fc.nat(texts.length - 1), cuts, (which, at) => {
        const text = texts[which] as string;
        const reader = new TextReader({ space: nasbench201, name: "file", maps: [] });
        for (const piece of piecesOf(text, at)) reader.push(piece);
        const read = reader.end();
        expect(read.table?.rows.length).toBeGreaterThan(200);
        expect(read).toEqual(readTableText(text, nasbench201, "file"));
      }),
      { numRuns: 40 },
    );
  });
});

it("a table without architectures is refused by its first rows, unless its owner says more", async () => {
  const text = new TextEncoder().encode(
    csv(100_000, (index) => `thing ${index},0.5`).replace("arch", "name"),
  );
  const read = async (maps: readonly string[]) => {
    let bytes = 0;
    const found = await readTableFile(bytesSource(text), nasbench201, maps, (told) => {
      bytes = told.bytes;
    });
    return { bytes, message: found.problem?.message };
  };
  const refused = await read([]);
  expect(refused.message).toMatch(/^no column holds architectures/);
  expect(refused.bytes).toBeLessThan(text.length / 10);
  const told = await read(["name=architecture"]);
  expect(told.message).toMatch(/^none of the 100000 rows is an architecture/);
  expect(told.bytes).toBe(text.length);
  // A column that is empty at first may hold them further down.
  const late = csv(3000, (index) => `${index < 1500 ? "" : cell(index)},0.5`).replace("arch", "name");
  expect(readTableText(late, nasbench201, "late").understood.known).toBe(1500);
});

it("every pass over the rows is told of, and what is parsed in one piece before it is", async () => {
  const told = async (text: string) => {
    const heard: ReadProgress[] = [];
    const bytes = new TextEncoder().encode(text);
    await readTableFile(bytesSource(bytes), nasbench201, [], (progress) => heard.push(progress));
    return { heard, size: bytes.length };
  };
  const { heard, size } = await told(csv(5000));
  expect(heard.filter(({ rows }) => !rows).map(({ bytes }) => bytes)).toContain(size);
  const passes = heard.flatMap(({ rows }) => (rows?.done === 0 ? [rows.of] : []));
  // Numbers, architectures, table; then the sizes of what can come to judge.
  expect(passes.slice(0, 3)).toEqual([5000, 5000, 5000]);
  expect(passes).toHaveLength(4);
  const pieces = (await told(JSON.stringify({ [cell(1)]: 0.5, [cell(2)]: 0.6 }))).heard;
  expect(pieces.some(({ inOnePiece }) => inOnePiece !== undefined)).toBe(true);
});
