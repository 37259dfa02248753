/** @file Sizes that a file lacks are counted, those that it tells stay, and the two are never mixed; the same on page and terminal. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { readTableFile } from "../../../src/core/tables/readTableFile.ts";
import { readTable } from "../../../src/headless/run/train.ts";
import { bytesSource } from "./sources.ts";

const folder = mkdtempSync(join(tmpdir(), "sizes-"));
afterAll(() => rmSync(folder, { recursive: true }));

const cells = ["nor_conv_3x3", "nor_conv_1x1", "avg_pool_3x3"].map(
  (one) => `|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|${one}~0|nor_conv_3x3~1|nor_conv_3x3~2|`,
);
const csv = (header: string, rows: readonly string[]): string =>
  [`arch,test_acc,${header}`, ...cells.map((cell, index) => `${cell},0.${9 - index},${rows[index]}`)].join(
    "\n",
  );
const onPage = async (text: string) => {
  const { table, understood } = await readTableFile(bytesSource(new TextEncoder().encode(text)), nasbench201);
  return { rows: table!.rows, notes: understood.notes.join(" ") };
};
const inTerminal = (text: string) => {
  const file = join(folder, "own.csv");
  writeFileSync(file, text);
  const { table, warnings } = readTable("nasbench201", file);
  return { rows: table.rows, notes: warnings.join(" ") };
};
const ofLab = (await onPage(csv("note", ["a", "b", "c"]))).rows;

it.each([
  ["page", onPage],
  ["terminal", inTerminal],
])("%s", async (_, read) => {
  const none = await read(csv("note", ["a", "b", "c"]));
  expect(none.notes).toContain(
    "The file tells no sizes: parameters and FLOPs are those of the lab's networks",
  );
  expect(none.rows.map(({ parameters }) => parameters)).toEqual(ofLab.map(({ parameters }) => parameters));
  expect(none.rows.every(({ flops }) => flops! > 0)).toBe(true);

  const flops = await read(csv("flops", ["300", "200", "100"]));
  expect(flops.notes).toContain("The file tells no parameters: parameters are those of the lab's networks");
  expect(flops.rows.map((row) => row.flops)).toEqual([300, 200, 100]);
  expect(flops.rows.map(({ parameters }) => parameters)).toEqual(ofLab.map(({ parameters }) => parameters));

  const blank = await read(csv("params", ["1.5", "", "0.9"]));
  expect(blank.notes).toContain(
    "The column for parameters is left out, 1 cell is empty: parameters and FLOPs are",
  );
  expect(blank.rows.map(({ parameters }) => parameters)).toEqual(ofLab.map(({ parameters }) => parameters));

  const gap = await read(csv("params,flops", ["900,300", "800,", "700,100"]));
  expect(gap.notes).toContain(
    "The column for FLOPs is left out, 1 cell is empty: FLOPs are those of the lab's networks",
  );
  expect(gap.rows.map((row) => row.flops)).toEqual(ofLab.map((row) => row.flops));
  expect(gap.rows.map(({ parameters }) => parameters)).toEqual([900, 800, 700]);

  const superNet = await read(csv("params,supernet_acc", ["900,0.5", "800,", "700,0.4"]));
  expect(superNet.notes).toContain("Super-net accuracy is empty in 1 of 3 rows: no line is drawn for it.");

  const told = await read(csv("params", ["1.5", "1.1", "0.9"]));
  expect(told.notes).not.toContain("lab's networks");
  expect(told.rows.map(({ parameters }) => parameters)).toEqual([1.5e6, 1.1e6, 0.9e6]);
});
