import { expect, it } from "vitest";
import { createRandom } from "../../../src/core/random.ts";
import { spaceById } from "../../../src/core/spaces/index.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { drawnTable, maxJudging, maxKnown } from "../../../src/core/tables/drawn.ts";
import { parseTable } from "../../../src/core/tables/parseTable.ts";
import { readTableFile } from "../../../src/core/tables/readTableFile.ts";
import { bytesSource } from "./sources.ts";

/** 1,400 cells or so; the accuracy says where in the file a cell stands. */
const random = createRandom(7);
const cells = [
  ...new Set(Array.from({ length: 1500 }, () => nasbench201.print(nasbench201.sampleUnique(random)))),
];
const text = ["arch,test_acc", ...cells.map((cell, index) => `${cell},${index / cells.length}`)].join("\n");

it("of a large table the same rows are drawn for page and terminal, in the order of the file, from all of it", async () => {
  const parsed = parseTable(text, nasbench201, "own.csv");
  const read = await readTableFile(
    bytesSource(new TextEncoder().encode(text)),
    nasbench201,
    [],
    () => {},
    maxJudging,
  );
  if (!parsed.ok || !read.table) throw new Error("not read");
  const inTerminal = drawnTable(parsed.table);
  const keys = read.table.rows.map(({ key }) => key);
  expect(inTerminal.table.rows.map(({ key }) => key)).toEqual(keys);
  expect(keys).toHaveLength(maxJudging);
  expect([...read.table.byKey.keys()]).toEqual(keys);
  const places = read.table.rows.map(({ accuracy }) => accuracy);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
  const upper = places.filter((place) => place > 0.5).length;
  expect(Math.abs(upper - maxJudging / 2)).toBeLessThan(40);
  const whole = await readTableFile(bytesSource(new TextEncoder().encode(text)), nasbench201);
  expect(whole.table?.rows.length).toBeGreaterThan(maxJudging);
  expect(read.table.seeds).toBe(whole.table?.seeds);
  expect(read.understood.notes.join()).toContain(`Of the ${whole.table?.rows.length} architectures`);
  expect(parsed.table.rows.length).toBeGreaterThan(maxJudging);
  expect(inTerminal.note).toContain("1000 can come to judge, drawn at random");
});

it("a smaller table is left as it is", () => {
  const parsed = parseTable(text.split("\n").slice(0, 500).join("\n"), nasbench201, "own.csv");
  if (!parsed.ok) throw new Error(parsed.problem.message);
  expect(drawnTable(parsed.table)).toEqual({ table: parsed.table });
});

it("of 40,000 rows of the whole of NASBench-101 a thousand judge, and a cell that stands there again counts once", async () => {
  const random = createRandom(5);
  const nasbench101 = spaceById("nasbench101");
  if (!nasbench101) throw new Error("no such space");
  const drawn = Array.from({ length: 40_000 }, () => nasbench101.sampleNaive(random));
  const cells = drawn.map((cell) => nasbench101.print(cell));
  const accuracy = new Map(cells.map((cell, index) => [cell, (0.5 + index / 100_000).toFixed(5)]));
  const rows = cells.map((cell) => `"${cell}",${accuracy.get(cell)}`);
  const source = bytesSource(new TextEncoder().encode(["arch,test_acc", ...rows].join("\n")));
  const read = await readTableFile(source, nasbench101, [], () => {}, maxJudging);
  expect(read.problem).toBeUndefined();
  expect(read.understood).toMatchObject({ rows: 40_000, known: 40_000, unknown: 0 });
  expect(read.table?.rows).toHaveLength(maxJudging);
  const kinds = new Set(drawn.map((cell) => nasbench101.canonical(cell)));
  expect(read.understood.notes.join()).toContain(`Of the ${kinds.size} architectures`);
});

it("from what a page keeps of a larger table the same rows are drawn as from all of it", () => {
  const parsed = parseTable(text, nasbench201, "own.csv");
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const [row] = parsed.table.rows;
  const rows = Array.from({ length: 2 * maxKnown }, (_, index) => ({ ...row!, key: String(index) }));
  const inTerminal = { ...parsed.table, rows };
  const onPage = drawnTable(inTerminal, maxKnown).table;
  expect(onPage.rows).toHaveLength(maxKnown);
  const keys = drawnTable(inTerminal).table.rows.map(({ key }) => key);
  expect(keys).toHaveLength(maxJudging);
  expect(drawnTable(onPage).table.rows.map(({ key }) => key)).toEqual(keys);
});
