/** @file What the names of columns tell: seeds, epochs, sizes; what they do not tell is asked or left out, never guessed. */
import { describe, expect, it } from "vitest";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { readColumnName } from "../../../src/core/tables/columns.ts";
import { parseTable } from "../../../src/core/tables/parseTable.ts";
import { a, b } from "./cases.ts";

const read = (text: string, maps: readonly string[] = []) => parseTable(text, nasbench201, "own.csv", maps);
const tableOf = (text: string, maps: readonly string[] = []) => {
  const found = read(text, maps);
  if (!found.ok) throw new Error(found.problem.message);
  return found;
};
const problemOf = (text: string, maps: readonly string[] = []): string => {
  const found = read(text, maps);
  return found.ok ? "read" : found.problem.message;
};

describe("numbers in names", () => {
  it.each([
    ["test_acc_ep12_seed777", 777, 12, undefined],
    ["epoch12_run1", 1, 12, undefined],
    ["test_acc_seed1_200epochs", 1, 200, undefined],
    ["test_acc_200ep_seed_3", 3, 200, undefined],
    ["test_acc_777_ep200", undefined, 200, 777],
    ["test_acc_200ep_777", undefined, 200, 777],
    ["CIFAR10TestAccuracy200EpochsSeed888", 888, 200, undefined],
  ])("of %s", (name, seed, epoch, number) => {
    const told = readColumnName(name);
    expect([told.seed, told.epoch, told.number]).toEqual([seed, epoch, number]);
  });

  it("of epochs are asked about, also beside a seed", () => {
    const text = `arch,test_acc_ep12_seed777,test_acc_ep200_seed777\n${a},0.8412,0.9437\n${b},0.7920,0.8810`;
    expect(problemOf(text)).toMatch(/several numbers of epochs: 12, 200\. .*"epoch=12"/);
    expect(tableOf(text, ["epoch=200"]).table.rows[0]?.test).toEqual([0.9437]);
  });

  it("of seeds are told where they become trainings", () => {
    const names = [777, 888, 999].map((seed) => `test_acc_ep200_seed${seed}`);
    const { table, warnings } = tableOf(`arch,${names.join()}\n${a},0.94,0.95,0.93\n${b},0.88,0.87,0.86`);
    expect(table.rows[0]?.test).toEqual([0.94, 0.95, 0.93]);
    expect(warnings).toEqual([`Columns read as trainings with different seeds: ${names.join(", ")}.`]);
  });

  it("are no seeds beside budgets that differ", () => {
    const text = `arch,test_acc_12_seed1,test_acc_200_seed2\n${a},0.84,0.94\n${b},0.79,0.88`;
    expect(problemOf(text)).toMatch(/^Several columns hold test accuracy/);
  });
});

describe("words beside a size or an accuracy", () => {
  it.each([
    ["params_channels", undefined],
    ["model.params.lr", undefined],
    ["flops_limit", undefined],
    ["params_cifar10", "parameters"],
    ["Num. Params (K)", "parameters"],
    ["total number of trainable parameters", "parameters"],
    ["val_epoch", undefined],
    ["supernet_seed", undefined],
    ["test images", undefined],
    ["val_epoch200", "validation"],
    ["test_seed1", "test"],
    ["accuracy on test images", "test"],
  ])("%s is %s", (name, quantity) => expect(readColumnName(name).quantity).toBe(quantity));

  it("of Optuna are what was given to a training, and the accuracy is asked for", () => {
    const text = `number,value,params_arch,params_channels,state\n0,0.94,${a},16,COMPLETE\n1,0.88,${b},32,COMPLETE`;
    expect(problemOf(text)).toMatch(/^Which column holds the stand-alone accuracy\? .*"value=test"/);
    const { table } = tableOf(text, ["value=test"]);
    expect(table.rows.map(({ accuracy, parameters }) => [accuracy, parameters])).toEqual([
      [0.94, undefined],
      [0.88, undefined],
    ]);
  });

  it("of MLflow tell seeds and epochs, and nothing given is an accuracy", () => {
    const header = "params.arch,params.seed,params.cifar10,metrics.test_acc,metrics.loss";
    const rows = [`${a},1,0.1,0.94,2`, `${a},2,0.1,0.92,2`, `${b},1,0.1,0.88,3`, `${b},2,0.1,0.86,3`];
    const { table } = tableOf([header, ...rows].join("\n"));
    expect(table.rows.map(({ test }) => test)).toEqual([
      [0.94, 0.92],
      [0.88, 0.86],
    ]);
  });

  it("all of sizes are no hyper-parameters", () => {
    const { table, warnings } = tableOf(
      `arch,test_acc,params_cifar10,params_cifar100\n${a},0.94,900,950\n${b},0.88,800,850`,
    );
    expect(table.rows.map(({ parameters }) => parameters)).toEqual([900, 800]);
    expect(warnings.join()).toContain('Several columns hold parameters; "params_cifar10" was read.');
  });
});

describe("sizes", () => {
  it.each([
    ["params (K)", ["344.3", "101"], [344_300, 101_000], "Parameters are given in thousands."],
    ["params_m", ["1", "2"], [1e6, 2e6], "Parameters are given in millions."],
    ["#Params [M]", ["1.5M", "2"], [1.5e6, 2e6], "Parameters are given in millions."],
    ["params (B)", ["1.5", "2"], [1.5e9, 2e9], "Parameters are given in billions."],
    ["params", ["1.5", "2"], [1.5e6, 2e6], "Parameters are given in millions."],
    ["FLOPs (G)", ["1.5", "2"], [1.5e9, 2e9], "FLOPs are given in billions."],
    ["MFLOPs", ["153", "17"], [153e6, 17e6], "FLOPs are given in millions."],
    ["flops", ["153.25", "17"], [153.25e6, 17e6], "FLOPs are given in millions."],
  ])("of %s come in its unit, which is told", (name, [first, second], sizes, note) => {
    const { table, warnings } = tableOf(`arch,test_acc,${name}\n${a},0.9,${first}\n${b},0.8,${second}`);
    expect(table.rows.map(({ parameters, flops }) => parameters ?? flops)).toEqual(sizes);
    expect(warnings).toEqual([note]);
  });

  it("of two units are none", () => expect(readColumnName("params K M").quantity).toBeUndefined());
});
