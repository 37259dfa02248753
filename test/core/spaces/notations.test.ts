/** @file One architecture in the notations of the field, worked out by hand. */
import { expect, it } from "vitest";
import { darts } from "../../../src/core/spaces/darts/index.ts";
import { nasbench101Small } from "../../../src/core/spaces/nasbench101/index.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";

it("NAS-Bench-201: nested pairs of a Structure, edges of an object", () => {
  const cell = nasbench201.parse(
    "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|none~1|nor_conv_1x1~2|",
  );
  expect(cell).toBeDefined();
  for (const text of [
    "((('nor_conv_3x3', 0),), (('none', 0), ('skip_connect', 1)), (('avg_pool_3x3', 0), ('none', 1), ('nor_conv_1x1', 2)))",
    '{"0_1":"conv_3x3","0_2":"none","1_2":"skip_connect","0_3":"avg_pool_3x3","1_3":"none","2_3":"conv_1x1"}',
  ])
    expect(nasbench201.parse(text), text).toEqual(cell);
});

it("NASBench-101: the tuple of NAS-Bench-Suite-Zero, which shows its numbering by input and output", () => {
  // input → conv3x3 → output, and input → maxpool → output.
  const matrix = [0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0];
  const cell = nasbench101Small.parse("0110000100010000;conv3x3-bn-relu,maxpool3x3");
  expect(nasbench101Small.parse(`(${[...matrix, 0, 4, 2, 1].join(", ")})`)).toEqual(cell);
  expect(nasbench101Small.parse(`(${[...matrix, 0, 4, 2, 0].join(", ")})`)).toBeUndefined();
});

it("DARTS: triples that say where they lead, in any order; numbers with and without none", () => {
  const pairs = ["sep_conv_3x3 0", "skip_connect 1", "max_pool_3x3 0", "dil_conv_5x5 2"];
  const cell = [...pairs, "sep_conv_5x5 1", "avg_pool_3x3 3", "dil_conv_3x3 2", "skip_connect 4"];
  const list = (of: (operation: string, from: string, index: number) => string): string =>
    `[${cell.map((edge, index) => of(...(edge.split(" ") as [string, string]), index)).join(", ")}]`;
  const text = (edges: string): string => `Genotype(normal=${edges}, reduce=${edges})`;
  const expected = darts.parse(text(list((operation, from) => `('${operation}', ${from})`)));
  expect(expected).toBeDefined();
  const triples = list((operation, from, index) => `('${operation}', ${from}, ${2 + (index >> 1)})`);
  expect(darts.parse(text(triples))).toEqual(expected);
  // One edge into node 3, three into node 4.
  const crooked = list(
    (operation, from, index) => `('${operation}', ${from}, ${index === 3 ? 4 : 2 + (index >> 1)})`,
  );
  expect(darts.parse(text(crooked))).toBeUndefined();

  const names = "max_pool_3x3 avg_pool_3x3 skip_connect sep_conv_3x3 sep_conv_5x5 dil_conv_3x3 dil_conv_5x5";
  for (const [numbering, first] of [
    [0, 0],
    [1, 1],
  ] as const) {
    const numbers = list((operation, from) => `(${from}, ${names.split(" ").indexOf(operation) + first})`);
    expect(darts.numberings[numbering]!.parse(`(${numbers}, ${numbers})`)).toEqual(expected);
  }
  expect(darts.numberings.map(({ name }) => name)).toEqual(["suite-zero", "with-none"]);
});
