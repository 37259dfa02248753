/** @file A list of numbers per architecture: seeds, which are told, or the epochs of one training, which are asked about. */
import { describe, expect, it } from "vitest";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { readTableFile } from "../../../src/core/tables/readTableFile.ts";
import { bytesSource } from "./sources.ts";

const operations = ["nor_conv_3x3", "nor_conv_1x1", "avg_pool_3x3", "skip_connect"];
const cells = operations.flatMap((one) =>
  operations
    .slice(0, 3)
    .map((two) => `|${two}~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|${one}~0|nor_conv_3x3~1|nor_conv_3x3~2|`),
);
const read = (member: string, list: (index: number) => readonly unknown[], maps: readonly string[] = []) => {
  const text = JSON.stringify(
    Object.fromEntries(cells.map((cell, index) => [cell, { [member]: list(index) }])),
  );
  return readTableFile(bytesSource(new TextEncoder().encode(text)), nasbench201, maps);
};
const curve = (index: number) => [0.1, 0.4, 0.6, 0.7, 0.8, 0.86 + index / 1000];

describe("accuracies that rise along their lists", () => {
  it("are asked about, and judge nothing before", async () => {
    const { table, understood } = await read("test_acc", curve);
    expect(table).toBeUndefined();
    expect(understood.notes.join()).not.toContain("seeds");
    expect(understood.questions).toEqual([
      {
        text: '"test_acc" holds lists of up to 6 numbers, and in 12 of 12 rows the last is better than the first. What are they?',
        options: [
          expect.objectContaining({ map: "lists=last" }),
          expect.objectContaining({ map: "lists=seeds" }),
        ],
      },
    ]);
  });

  it("are taken as the owner says", async () => {
    const last = (await read("test_acc", curve, ["lists=last"])).table;
    expect(last?.seeds).toBe(1);
    expect(last?.rows[3]?.accuracy).toBe(0.863);
    expect(
      (await read("test_acc", (i) => [...curve(i), null], ["lists=last"])).table?.rows[3]?.accuracy,
    ).toBe(0.863);
    expect((await read("test_acc", curve, ["lists=seeds"])).table?.seeds).toBe(6);
  });

  it("are asked about where they are errors that fall, too", async () => {
    const { understood } = await read("test_error", (i) => curve(i).map((value) => 100 * (1 - value)));
    expect(understood.questions[0]?.options.map(({ map }) => map)).toEqual(["lists=last", "lists=seeds"]);
  });
});

it("seeds, which rise as often as they fall, are told and not asked about", async () => {
  const { table, understood, isVerbatim } = await read("test_acc", (i) => [0.8, i % 2 ? 0.79 : 0.81]);
  expect(table?.seeds).toBe(2);
  expect(isVerbatim).toBe(false);
  expect(understood.notes).toContain(
    'The lists of up to 2 numbers in "test_acc" are read as trainings with different seeds.',
  );
});
