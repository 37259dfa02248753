/** @file Forms of tables beside those of NAS-Bench-201 (`tables.test.ts`): DARTS genotypes, NDS records, NASBench-101 by hash. */
import { expect, test } from "vitest";
import { darts } from "../../src/core/spaces/darts/index.ts";
import { nasbench101Small } from "../../src/core/spaces/nasbench101/index.ts";
import type { SearchSpace } from "../../src/core/spaces/space.ts";
import { parseTable } from "../../src/core/tables/parseTable.ts";
import type { Table } from "../../src/core/tables.ts";

const tableOf = (text: string, space: SearchSpace): Table => {
  const parsed = parseTable(text, space, "file");
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.table;
};

/** DARTS' published second-order cell. */
const normal = [
  ["sep_conv_3x3", 0],
  ["sep_conv_3x3", 1],
  ["sep_conv_3x3", 0],
  ["sep_conv_3x3", 1],
  ["sep_conv_3x3", 1],
  ["skip_connect", 0],
  ["skip_connect", 0],
  ["dil_conv_3x3", 2],
] as const;
const reduce = [
  ["max_pool_3x3", 0],
  ["max_pool_3x3", 1],
  ["skip_connect", 2],
  ["max_pool_3x3", 1],
  ["max_pool_3x3", 0],
  ["skip_connect", 2],
  ["skip_connect", 2],
  ["max_pool_3x3", 1],
] as const;
const concat = [2, 3, 4, 5];
const list = (cell: readonly (readonly [string, number])[]): string =>
  `[${cell.map(([operation, from]) => `('${operation}', ${from})`).join(", ")}]`;
const genotype = `Genotype(normal=${list(normal)}, normal_concat=range(2, 6), reduce=${list(reduce)}, reduce_concat=range(2, 6))`;

test.each([
  ["in quotes", `"${genotype}"`],
  ["without quotes", genotype],
])("a genotype in a CSV, %s", (_, cell) => {
  const [row] = tableOf(`arch,val_acc,test_acc\n${cell},96.9,97.24\n`, darts).rows;
  expect(row?.accuracy).toBeCloseTo(0.9724, 12);
  expect(row && darts.parse(row.architecture)).toEqual(darts.parse(genotype));
});

test("NDS: the error of the last epoch, in per cent", () => {
  const record = (net: object, errors: readonly number[]) => ({ net, test_ep_top1: errors });
  const cells = { normal, normal_concat: concat, reduce, reduce_concat: concat };
  const text = JSON.stringify([record({ genotype: cells }, [60, 20, 7.5]), record({ genotype: {} }, [90])]);
  const table = tableOf(text, darts);
  expect(table).toMatchObject({ form: "NDS", judgedBy: "test", unknown: { count: 1 } });
  expect(table.rows).toHaveLength(1);
  expect(table.rows[0]?.accuracy).toBeCloseTo(0.925, 12);
  expect(() => tableOf(JSON.stringify([record({ genotype: cells }, [])]), darts)).toThrow(
    "[0].test_ep_top1 must be a list with at least one epoch",
  );
});

test("NASBench-101 by the hash that it publishes", () => {
  const hash = "ac9bd0e2514c031187b612db767fb038";
  const text = "0110000100010000;input,conv1x1-bn-relu,maxpool3x3,output";
  const [row] = tableOf(JSON.stringify({ [hash]: { val: 0.94, test: 0.93 } }), nasbench101Small).rows;
  expect(row).toMatchObject({ architecture: text, accuracy: 0.93 });
});
