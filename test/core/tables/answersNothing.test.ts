/** @file An answer that a file does not ask for is refused: what it says is not what was read. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { parseTable } from "../../../src/core/tables/parseTable.ts";

const cells = ["nor_conv_3x3", "nor_conv_1x1", "none"].map(
  (one) => `|${one}~0|+|nor_conv_3x3~0|skip_connect~1|+|none~0|none~1|skip_connect~2|`,
);
const table = (column: string, values: readonly string[]): string =>
  [`arch,${column}`, ...cells.map((cell, index) => `${cell},${values[index]}`)].join("\n");
const percent = table("cifar10_test_acc", ["91.2", "88.1", "70.4"]);
const problemOf = (text: string, maps: readonly string[]): string => {
  const read = parseTable(text, nasbench201, "file", maps);
  return read.ok ? "read" : read.problem.message;
};

it.each(["dataset=cifar100", "epoch=12", "unit=fraction", "unit=banana", "rows=seeds", "lists=last"])(
  "%s answers nothing that the file leaves open",
  (map) => {
    expect(problemOf(percent, [])).toBe("read");
    expect(problemOf(percent, [map])).toBe(
      `"${map}" is no answer to anything that the file leaves open; leave it out`,
    );
  },
);

it("one that is asked for is taken, and no other in its place", () => {
  const small = table("test_error", ["0.30", "0.57", "0.85"]);
  expect(problemOf(small, [])).toContain("unit=fraction");
  expect(problemOf(small, ["unit=percent"])).toBe("read");
  expect(problemOf(small, ["unit=banana"])).toContain('"unit=banana" is no answer');
});

it("the label of a data set is that, also where it is a meaning of columns", () => {
  const text = [
    "arch,dataset,accuracy",
    ...cells.flatMap((cell, index) => [`${cell},val,${91 - index}`, `${cell},test,${94 - index}`]),
  ].join("\n");
  expect(problemOf(text, [])).toContain('"dataset=test"');
  const read = (map: string) => {
    const found = parseTable(text, nasbench201, "file", [map]);
    return found.ok ? found.table.rows.map(({ accuracy }) => accuracy) : found.problem.message;
  };
  expect(read("dataset=test")).toEqual([0.94, 0.93, 0.92]);
  expect(read("dataset=VAL")).toEqual([0.91, 0.9, 0.89]);
  expect(read("dataset=ignore")).toContain("stands in 2 rows");
});

it("a table of the lab leaves nothing open", () => {
  const text = readFileSync("public/tables/nasbench201-2-cells.json", "utf8");
  expect(problemOf(text, [])).toBe("read");
  expect(problemOf(text, ["unit=percent"])).toBe(
    '"unit=percent" answers nothing: a table of the lab says all of itself',
  );
});
