/** @file Rows longer than the line of names: no cell comes under a name that is not its own. */
import { expect, it } from "vitest";
import { darts } from "../../../src/core/spaces/darts/index.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { parseTable } from "../../../src/core/tables/parseTable.ts";
import { a, b, c } from "./cases.ts";

const read = (lines: readonly string[], maps: readonly string[] = []) => {
  const found = parseTable(lines.join("\n"), nasbench201, "own.csv", maps);
  return found.ok ? found.table.rows.map(({ accuracy }) => accuracy) : found.problem.message;
};
const right = [0.9437, 0.881, 0.913];

it.each<[string, readonly string[], (readonly string[])?]>([
  [
    "behind one row",
    ["structure,test_acc,val_acc", `${a},0.9437,0.91`, `${b},0.881,0.85,`, `${c},0.913,0.88`],
  ],
  ["behind every row", ["arch,test_acc", `${a},0.9437,`, `${b},0.881,,`, `${c},0.913,`]],
  [
    "behind unquoted tuples",
    ["arch,test_acc", "(0, 0, 0, 0, 0, 0),0.9437,", "(1, 0, 0, 0, 0, 0),0.881", "(2, 0, 0, 0, 0, 0),0.913,"],
    ["numbering=suite-zero"],
  ],
])("empty cells %s are none", (_, lines, maps = []) => expect(read(lines, maps)).toEqual(right));

it("an empty cell behind unquoted tuples stays where it is", () => {
  const lines = ["arch,test_acc,val_acc", "(0, 0, 0, 0, 0, 0),0.9437,", "(1, 0, 0, 0, 0, 0),0.881,0.85"];
  expect(read(lines, ["numbering=suite-zero"])).toEqual(right.slice(0, 2));
});

it.each([
  ["numbers", ["arch,test_acc", `1,${a},0.9437`, `2,${b},0.881`, `3,${c},0.913`]],
  ["numbers in any order", ["test_acc,arch", `3,0.9437,${a}`, `1,0.881,${b}`, `2,0.913,${c}`]],
  ["texts", ["arch,test_acc", `one,${a},0.9437`, `two,${b},0.881`, `three,${c},0.913`]],
  ["architectures", ["test_acc,val_acc", `${a},0.9437,0.9`, `${b},0.881,0.9`, `${c},0.913,0.9`]],
])("R's row names are %s", (_, lines) => expect(read(lines)).toEqual(right));

it.each([
  ["line 3 has 4 cells", ["arch,test_acc,val_acc", `${a},0.9437,0.91`, `${b},88,10,0.85`]],
  ["line 2 has 3 cells", ["test_acc,arch", `94,37,${a}`, `88,12,${b}`]],
  ["line 2 has 3 cells", ["test_acc,arch", `1,37,${a}`, `2,12,${b}`]],
  ["line 3 has 3 cells", ["# of 2024", "arch,test_acc", `${a},94,37`, `${b},88,12`]],
  ["line 2 has 4 cells", ["structure,test_acc,val_acc", `${a},94,37,91`, `${b},88,12,85`]],
  ["line 2 has 4 cells", ["nr,test_acc,arch", `1,94,37,${a}`, `2,88,12,${b}`]],
  ["line 2 has 4 cells", ["epoch,test_acc,arch", `1,94,37,${a}`, `2,88,12,${b}`]],
])("%s: refused where it is not certain which are too many", (problem, lines) =>
  expect(read(lines)).toMatch(new RegExp(`^${problem} where the first line names \\d$`)),
);

it("decimal commas behind an unquoted genotype, which bears what follows it, are refused", () => {
  const cell = "[('sep_conv_3x3', 0), ('skip_connect', 1), ('sep_conv_3x3', 0), ('skip_connect', 1)]";
  const nodes = cell.replace("]", `, ${cell.slice(1)}`);
  const genotype = `Genotype(normal=${nodes}, normal_concat=range(2, 6), reduce=${nodes}, reduce_concat=range(2, 6))`;
  const parsed = (accuracy: string) => {
    const found = parseTable(`arch,test_acc\n${genotype},${accuracy}`, darts, "own.csv");
    return found.ok ? found.table.rows[0]?.accuracy : found.problem.message;
  };
  expect(parsed("0.97")).toBe(0.97);
  expect(parsed("94,37")).toMatch(/^line 2 has 38 cells/);
});
