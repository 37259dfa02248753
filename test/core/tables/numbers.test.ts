/** @file Accuracies as people write them: decimal comma, with a deviation, in scientific notation. */
import { expect, it } from "vitest";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { parseTable } from "../../../src/core/tables/parseTable.ts";
import { a, b } from "./cases.ts";

it.each([
  ["94,37 ± 0,12", "88,1 ± 0,3"],
  ["94,37 % ± 0,12 %", "88,1 % ± 0,3 %"],
  ["94,37 +/- 0,12", "88,1+-0,3"],
  ["9,437E-01", "8,81e-1"],
  ["+94,37", "+88,1"],
  ["94.37 ± 0.12", "88.1 ± 0.3"],
])("%s", (first, second) => {
  const read = parseTable(`arch;test_acc\n${a};${first}\n${b};${second}`, nasbench201, "own.csv");
  expect(read.ok ? read.table.rows.map(({ accuracy }) => accuracy) : read.problem.message).toEqual([
    expect.closeTo(0.9437, 12),
    expect.closeTo(0.881, 12),
  ]);
});
