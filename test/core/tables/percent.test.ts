/** @file Per cent below one: what a sign says is taken, what only a name says is asked, and the owner's answer counts. */
import { describe, expect, it } from "vitest";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { parseTable } from "../../../src/core/tables/parseTable.ts";
import { readTableText } from "../../../src/core/tables/tableText.ts";

const cells = ["nor_conv_3x3", "nor_conv_1x1", "avg_pool_3x3"].map(
  (one) => `|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|${one}~0|nor_conv_3x3~1|nor_conv_3x3~2|`,
);
const table = (name: string, values: readonly string[]): string =>
  [`arch,${name}`, ...cells.map((cell, index) => `${cell},${values[index]}`)].join("\n");
const accuracies = (text: string, maps: readonly string[] = []) => {
  const read = parseTable(text, nasbench201, "own.csv", maps);
  if (!read.ok) throw new Error(read.problem.message);
  return read.table.rows.map(({ accuracy }) => accuracy);
};
const errors = ["0.40", "0.57", "0.73"];
const right = errors.map((error) => expect.closeTo(1 - Number(error) / 100, 12));

describe("accuracies below one per cent of error", () => {
  it("are per cent where every cell has the sign", () => {
    expect(
      accuracies(
        table(
          "test_error",
          errors.map((error) => `${error}%`),
        ),
      ),
    ).toEqual(right);
  });

  it.each(["test error (%)", "test_error_pct"])(
    "are asked about where the name of the column says so: %s",
    (name) => {
      const text = table(name, errors);
      const { understood, table: read } = readTableText(text, nasbench201, "own.csv", []);
      expect(read).toBeUndefined();
      expect(understood.questions.map(({ options }) => options.map(({ map }) => map))).toEqual([
        ["unit=percent", "unit=mixed"],
      ]);
      expect(accuracies(text, ["unit=percent"])).toEqual(right);
      expect(accuracies(text, ["unit=mixed"])).toEqual(
        errors.map((error) => expect.closeTo(1 - Number(error), 12)),
      );
    },
  );

  it("are what their owner says", () => {
    expect(accuracies(table("test_error", errors), ["unit=percent"])).toEqual(right);
    expect(accuracies(table("test_error", errors), ["unit=fraction"])).toEqual(
      errors.map((error) => expect.closeTo(1 - Number(error), 12)),
    );
  });
});

it("repeated trainings of the chosen epoch are asked about, as those of a table without epochs", () => {
  const lines = cells.flatMap((cell) =>
    [12, 200].flatMap((epoch) =>
      [0.7, 0.72, 0.74].map((value) => `${cell},${epoch},${value + epoch / 1000}`),
    ),
  );
  const text = ["arch,epoch,test_acc", ...lines].join("\n");
  const { understood } = readTableText(text, nasbench201, "own.csv", ["epoch=200"]);
  expect(understood.questions.map(({ options }) => options.map(({ map }) => map))).toEqual([
    ["rows=seeds", "rows=last"],
  ]);
  const read = parseTable(text, nasbench201, "own.csv", ["epoch=200", "rows=seeds"]);
  expect(read.ok && [read.table.seeds, read.table.rows[0]?.accuracy]).toEqual([3, expect.closeTo(0.92, 12)]);
});

describe("errors of at most 1 in a file that does not say their unit", () => {
  const text = table("test_error", ["0.30", "0.57", "0.85"]);

  it("are asked about", () => {
    const { understood, table: read } = readTableText(text, nasbench201, "own.csv", []);
    expect(read).toBeUndefined();
    expect(understood.questions.map(({ options }) => options)).toEqual([
      [
        { map: "unit=fraction", means: "fractions: 0.85 is 85 % wrong" },
        { map: "unit=percent", means: "per cent: 0.85 is 0.85 % wrong" },
      ],
    ]);
  });

  it("are what the owner says", () => {
    const of = (map: string) => accuracies(text, [map]);
    expect(of("unit=fraction")).toEqual([0.7, 0.43, 0.15].map((one) => expect.closeTo(one, 12)));
    expect(of("unit=percent")).toEqual([0.997, 0.9943, 0.9915].map((one) => expect.closeTo(one, 12)));
  });

  it("need no answer where others are above 1", () => {
    expect(accuracies(table("test_error", ["0.30", "5.7", "8.5"]), ["unit=percent"])[1]).toBeCloseTo(
      0.943,
      12,
    );
    expect(accuracies(table("test_error", ["3", "5.7", "8.5"]))[1]).toBeCloseTo(0.943, 12);
  });
});

describe("an answer about one column", () => {
  const first = (header: string, row: string, map: string) => {
    const text = `arch,${header}\n${cells[0]},${row}\n${cells[1]},0.83,0.05`;
    const read = parseTable(text, nasbench201, "own.csv", [map]);
    if (!read.ok) throw new Error(read.problem.message);
    const { accuracy, superNet, validation } = read.table.rows[0]!;
    return [accuracy, superNet ?? validation[0]];
  };

  it("leaves those alone that ask nothing", () => {
    expect(first("test_acc,supernet_acc", "46,0.31", "unit=percent")).toEqual([0.46, 0.31]);
    expect(first("test_acc,val_acc", "46,0.31", "unit=percent")).toEqual([0.46, 0.31]);
  });

  it("counts for all that ask the same", () => {
    expect(first("test_acc,val_acc", "46,31", "unit=percent")).toEqual([0.46, 0.31]);
    expect(first("test_acc,val_acc", "46,31", "unit=mixed")).toEqual([0.46, 0.31]);
  });

  it("brings back no super-net accuracy of mixed units", () => {
    expect(first("test_acc,supernet_acc", "46,31", "unit=mixed")).toEqual([0.46, undefined]);
  });
});
