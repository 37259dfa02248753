/** @file Rows that repeat an architecture, or a seed of it: seeds are not mixed with epochs, budgets or parts of the images. */
import { describe, expect, it } from "vitest";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { readTableText } from "../../../src/core/tables/tableText.ts";

const cells = ["nor_conv_3x3", "nor_conv_1x1", "avg_pool_3x3"].map(
  (one) => `|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|${one}~0|nor_conv_3x3~1|nor_conv_3x3~2|`,
);
const table = (header: string, rows: readonly string[]): string =>
  [header, ...cells.flatMap((cell) => rows.map((row) => `${cell},${row}`))].join("\n");
const read = (text: string, maps: readonly string[] = []) =>
  readTableText(text, nasbench201, "own.csv", maps);
const maps = (text: string, given: readonly string[] = []) =>
  read(text, given).understood.questions.map(({ options }) => options.map(({ map }) => map));
const first = (text: string, given: readonly string[]) => read(text, given).table?.rows[0]?.test;

describe("one seed in several rows of different accuracies", () => {
  const split = table("arch,seed,split,acc", ["1,test,94.1", "1,train,99.9", "2,test,93", "2,train,98"]);

  it("is asked about, by the columns that tell the rows apart", () => {
    expect(maps(split)).toEqual([["split=dataset", "rows=seeds", "rows=last"]]);
    expect(read(split).understood.questions[0]?.text).toMatch(/seed 1, stands in 2 rows/);
    expect(maps(split, ["split=dataset"])).toEqual([["dataset=test", "dataset=train"]]);
    expect(read(split, ["split=dataset"]).understood.questions[0]?.text).toMatch(
      /several values of "split": test, train\./,
    );
    expect(first(split, ["split=dataset", "dataset=test"])).toEqual([0.941, 0.93]);
    expect(first(split, ["split=dataset", "dataset=TRAIN"])?.[1]).toBe(0.98);
  });

  it.each(["hp", "step"])("takes a budget such as %s for epochs", (name) => {
    const text = table(`arch,seed,${name},test_acc`, ["1,12,80", "1,200,94", "2,12,81", "2,200,93"]);
    expect(maps(text)).toEqual([[`${name}=epoch`, "rows=seeds", "rows=last"]]);
    expect(first(text, [`${name}=epoch`, "epoch=200"])).toEqual([0.94, 0.93]);
    expect(first(text, ["rows=last"])).toEqual([0.94, 0.93]);
    expect(first(text, ["rows=seeds"])).toEqual([0.8, 0.94, 0.81, 0.93]);
  });

  it("offers no column whose values never come again", () => {
    const text = [
      "arch,seed,seconds,test_acc",
      ...cells.flatMap((cell, index) => [`${cell},1,${index}.25,80`, `${cell},1,${index}.75,90`]),
    ].join("\n");
    expect(maps(text)).toEqual([["rows=seeds", "rows=last"]]);
  });

  it("goes on to what is left once one column is chosen", () => {
    const text = table("arch,seed,step,split,acc", ["1,1,a,70", "1,1,b,80", "1,9,a,90", "1,9,b,94"]);
    expect(maps(text)).toEqual([["step=epoch", "split=dataset", "rows=seeds", "rows=last"]]);
    expect(maps(text, ["split=dataset", "dataset=b"])).toEqual([["step=epoch", "rows=seeds", "rows=last"]]);
    expect(first(text, ["split=dataset", "dataset=b", "step=epoch", "epoch=1"])).toEqual([0.8]);
  });
});

it("a row that stands there twice is one training, and seeds that differ need no question", () => {
  const text = table("arch,seed,test_acc", ["1,94", "1,94", "2,93"]);
  expect(maps(text)).toEqual([]);
  expect(first(text, [])).toEqual([0.94, 0.93]);
});

it("without seeds a column that tells rows apart is offered, too", () => {
  const text = table("arch,hp,test_acc", ["12,80", "200,94"]);
  expect(maps(text)).toEqual([["hp=epoch", "rows=seeds", "rows=last"]]);
  expect(first(text, ["hp=epoch", "epoch=200"])).toEqual([0.94]);
});
