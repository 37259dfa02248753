/** @file JSON as it is published or printed: several lists of one sample, an index that holds the architectures. */
import { describe, expect, it } from "vitest";
import { darts } from "../../../src/core/spaces/darts/index.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { parseTable } from "../../../src/core/tables/parseTable.ts";
import { a, b } from "./cases.ts";

describe("NDS as published", () => {
  const cell = (last: string) => [
    ...[0, 1, 0, 1, 0, 1].map((from) => ["sep_conv_3x3", from]),
    ...[0, 1].map((from) => [last, from]),
  ];
  const record = (last: string, error: number) => ({
    net: {
      genotype: {
        ...{ normal: cell(last), normal_concat: [2, 3, 4, 5] },
        ...{ reduce: cell(last), reduce_concat: [2, 3, 4, 5] },
      },
    },
    test_ep_top1: [80, error],
  });
  const top = [record("skip_connect", 5), record("dil_conv_3x3", 6)];
  const read = (mid: readonly unknown[]) => parseTable(JSON.stringify({ top, mid }), darts, "DARTS.json");

  it("joins its lists, and tells how many of each", () => {
    const found = read([record("max_pool_3x3", 9)]);
    if (!found.ok) throw new Error(found.problem.message);
    expect(found.table.form).toBe("NDS");
    expect(found.table.rows.map(({ accuracy }) => accuracy)).toEqual([0.95, 0.94, 0.91]);
    expect(found.warnings).toContain('Records of all lists are read: 2 in "top", 1 in "mid".');
  });

  it("names the list of a bad record", () => {
    const found = read([{ ...record("max_pool_3x3", 9), test_ep_top1: [] }]);
    expect(found.ok ? "" : found.problem.message).toMatch(/^"mid" \[0\]\.test_ep_top1 must be/);
  });
});

describe("pandas, split", () => {
  const read = (index: readonly unknown[]) => {
    const split = {
      columns: ["test_acc", "val_acc"],
      index,
      data: [
        [0.9, 0.8],
        [0.7, 0.6],
      ],
    };
    const found = parseTable(JSON.stringify(split), nasbench201, "own.json");
    return found.ok ? found.table.rows.map(({ accuracy }) => accuracy) : found.problem.message;
  };

  it("finds architectures in the index", () => expect(read([a, b])).toEqual([0.9, 0.7]));
  it("wants one label per row", () =>
    expect(read([a])).toBe("index must be a list of 2, one per row, not of 1"));
});
