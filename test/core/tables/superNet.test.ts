/** @file Super-net accuracy of several trainings: their mean, which is told, as the stand-alone accuracy is. */
import { expect, it } from "vitest";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { parseTable } from "../../../src/core/tables/parseTable.ts";
import { a, b } from "./cases.ts";

const read = (text: string, maps: readonly string[] = []) => {
  const found = parseTable(text, nasbench201, "own.csv", maps);
  if (!found.ok) throw new Error(found.problem.message);
  return { superNets: found.table.rows.map(({ superNet }) => superNet), notes: found.warnings.join(" ") };
};
const means = [expect.closeTo(0.35, 12), expect.closeTo(0.2, 12)];
const mean = "Super-net accuracy is the mean over up to 2 trainings.";

it.each([
  ["columns", `arch,test_acc,supernet_acc_seed0,supernet_acc_seed1\n${a},0.9,0.3,0.4\n${b},0.8,0.1,0.3`],
  ["rows", `arch,seed,test_acc,supernet_acc\n${a},0,0.9,0.3\n${a},1,0.9,0.4\n${b},0,0.8,0.1\n${b},1,0.8,0.3`],
  [
    "lists",
    JSON.stringify([
      { arch: a, test_acc: 0.9, supernet_acc: [0.3, 0.4] },
      { arch: b, test_acc: 0.8, supernet_acc: [0.1, 0.3] },
    ]),
  ],
])("in %s", (_, text) => {
  const { superNets, notes } = read(text);
  expect(superNets).toEqual(means);
  expect(notes).toContain(mean);
});

it("of one training is what it is", () => {
  const { superNets, notes } = read(`arch,test_acc,supernet_acc\n${a},0.9,0.3\n${b},0.8,`);
  expect(superNets).toEqual([0.3, undefined]);
  expect(notes).not.toContain(mean);
});

it("that differs between rows of one architecture is asked about", () => {
  const text = `arch,test_acc,supernet_acc\n${a},0.9,0.3\n${a},0.9,0.4\n${b},0.8,0.1`;
  expect(() => read(text)).toThrow(/stands in 2 rows with different accuracies/);
  expect(read(text, ["rows=last"]).superNets).toEqual([0.4, 0.1]);
});
