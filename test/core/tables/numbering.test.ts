/** @file Architectures written as numbers: by which list is asked, unless the form or the file leaves but one. */
import { describe, expect, it } from "vitest";
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
