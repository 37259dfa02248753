/** @file Architectures written as numbers: by which list is asked, unless the form or the file leaves but one. */
import { describe, expect, it } from "vitest";
import { darts } from "../../../src/core/spaces/darts/index.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { readTableText } from "../../../src/core/tables/tableText.ts";

const accuracies = {
  "(3, 3, 3, 3, 3, 3)": { val_accuracy: 0.9322 },
  "(2, 2, 2, 2, 2, 2)": { val_accuracy: 0.845 },
};
const withProxies = Object.fromEntries(
  Object.entries(accuracies).map(([key, record]) => [key, { ...record, snip: { score: 3, time: 0.1 } }]),
);
const read = (value: unknown) => {
  const { understood } = readTableText(JSON.stringify(value), nasbench201, "own.json");
  const asked = understood.questions.flatMap(({ options }) => options.map(({ map }) => map));
  return { form: understood.form, asked };
};
const both = ["numbering=suite-zero", "numbering=benchmark"];

describe("accuracies by tuples in JSON", () => {
  it.each([
    ["wrapped", { results: accuracies }],
    ["by seed", { 777: accuracies, 888: accuracies }],
    ["bare", accuracies],
  ])("%s are asked about", (_, value) => expect(read(value).asked).toEqual(both));

  it.each([
    ["below a data set", { cifar10: accuracies }],
    ["below a data set in a wrapper", { results: { "ImageNet16-120": accuracies } }],
    ["with proxies", { ninapro: withProxies }],
  ])("%s are NAS-Bench-Suite-Zero's", (_, value) =>
    expect(read(value)).toEqual({ form: "NAS-Bench-Suite-Zero", asked: [] }),
  );
});

describe("DARTS as numbers", () => {
  /** A text of 16 edges, all with these operations in turn. */
  const cell = (operations: readonly number[]): string => {
    const edges = Array.from(
      { length: 16 },
      (_, index) => `(${index % 2}, ${operations[index % operations.length]})`,
    );
    return `"(${edges.join(", ")})"`;
  };
  const readCells = (cells: readonly (readonly number[])[], answer: readonly string[] = []) => {
    const rows = cells.map((operations, index) => `${cell(operations)},0.${9 - index}`);
    return readTableText(["arch,test_acc", ...rows].join("\n"), darts, "own.csv", answer);
  };
  const asked = (cells: readonly (readonly number[])[]) =>
    readCells(cells).understood.questions.flatMap(({ options }) => options.map(({ map }) => map));
  const lists = ["numbering=suite-zero", "numbering=with-none"];

  it("are asked about, also where some hold what may be none", () => {
    expect(
      asked([
        [1, 2],
        [3, 4],
      ]),
    ).toEqual(lists);
    expect(
      asked([
        [0, 2],
        [3, 4],
        [1, 6],
      ]),
    ).toEqual(lists);
    const { understood, table } = readCells(
      [
        [0, 2],
        [3, 4],
      ],
      ["numbering=with-none"],
    );
    expect([understood.unknown, table?.rows.length]).toEqual([1, 1]);
  });

  it("with a number outside of one list are of the other", () => {
    const { understood } = readCells([
      [0, 2],
      [3, 7],
      [1, 6],
      [0, 5],
    ]);
    expect(understood.questions).toEqual([]);
    expect([understood.known, understood.unknown]).toEqual([2, 2]);
    expect(understood.notes.join()).toContain("read as as in BANANAS");
  });

  it("that no list holds say nothing about the others", () =>
    expect(
      asked([
        [1, 2],
        [3, 4],
        [9, 9],
      ]),
    ).toEqual(lists));
});
