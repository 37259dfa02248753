/** @file Strangers' files: each gives the right value or the right question. */
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { spaceById } from "../../../src/core/spaces/index.ts";
import { readTableFile } from "../../../src/core/tables/readTableFile.ts";
import { rowOf } from "../../../src/core/tables.ts";
import { asking, cases } from "./cases.ts";
import { bytesSource, fileSource } from "./sources.ts";

const folder = new URL("../../fixtures/tables/", import.meta.url);
const read = (file: string, space: string, maps: readonly string[] = []) =>
  readTableFile(fileSource(new URL(file, folder)), spaceById(space)!, maps);

it("has an expectation for every file", () => {
  const named = [...cases, ...asking].map(({ file }) => file);
  expect([...named].sort()).toEqual(readdirSync(folder).sort());
});

it.each(cases)("$file", async ({ file, space: id, problem, ...expected }) => {
  const space = spaceById(id)!;
  const { understood, table, problem: found } = await read(file, id);
  const { rows, known, unknown, notes, questions } = understood;
  expect(questions).toEqual([]);
  expect([rows, known, unknown]).toEqual([
    expected.rows,
    expected.rows - (expected.unknown ?? 0),
    expected.unknown ?? 0,
  ]);
  for (const note of expected.notes ?? []) expect(notes.join("\n")).toMatch(note);
  if (problem) {
    expect(found?.message).toMatch(problem);
    expect(found?.message.length).toBeLessThan(300);
    expect(table).toBeUndefined();
    return;
  }
  expect(found).toBeUndefined();
  for (const [text, accuracy] of Object.entries(expected.accuracies))
    expect(rowOf(text, space, table!)?.accuracy, text).toBeCloseTo(accuracy, 10);
  const wanted = Object.keys(expected.accuracies).length;
  if (wanted > 0) expect(table?.rows).toHaveLength(wanted);
  expect(table?.seeds).toBe(expected.seeds ?? 1);
  if (expected.judgedBy) expect(table?.judgedBy).toBe(expected.judgedBy);
  if (expected.parameters) expect(table?.rows.map((row) => row.parameters)).toEqual(expected.parameters);
  else expect(notes.join()).toContain("parameters and FLOPs are those of the lab's networks");
});

describe.each(asking)("$file", ({ file, space, question, answers }) => {
  it("asks, with all answers, and judges nothing before", async () => {
    const { understood, table, problem } = await read(file, space);
    expect([table, problem]).toEqual([undefined, undefined]);
    expect(understood.questions.map(({ text }) => text)).toEqual([expect.stringMatching(question)]);
    expect(understood.questions[0]?.options.map(({ map }) => map)).toEqual(Object.keys(answers));
  });
  it.each(Object.entries(answers))("takes %s", async (map, accuracy) => {
    const { table, understood } = await read(file, space, [map]);
    expect(understood.questions).toEqual([]);
    expect(table?.rows[0]?.accuracy).toBeCloseTo(accuracy, 10);
  });
});

it("tells the two numberings of one tuple apart", async () => {
  const of = async (numbering: string) =>
    (await read("C7-number-tuples.csv", "nasbench201", [`numbering=${numbering}`])).table?.rows.map(
      (row) => row.architecture.split("~")[0],
    );
  // 3, 1 and 2 on every edge.
  expect(await of("suite-zero")).toEqual(["|nor_conv_1x1", "|none", "|nor_conv_3x3"]);
  expect(await of("benchmark")).toEqual(["|nor_conv_3x3", "|skip_connect", "|nor_conv_1x1"]);
});

it("a cell of 40,000 blanks costs its row, and no more than a moment", async () => {
  const text = `arch,test_acc\n|none~0|+|none~0|none~1|+|none~0|none~1|none~2|,9${" ".repeat(40_000)}x\n`;
  const { problem, understood } = await readTableFile(
    bytesSource(new TextEncoder().encode(text)),
    spaceById("nasbench201")!,
  );
  expect(problem?.message).toMatch(
    /^no row with a known architecture holds an accuracy \(line 2, .* is no number\)$/,
  );
  expect(understood.notes[0]).toMatch(/1 cell is no accuracy .* line 2, test_acc "9 +…" is no number/);
});
