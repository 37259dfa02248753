/** @file `supernet-lab ceilings`: what the shipped tables and a researcher's own can tell apart. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { supernetLab } from "./program.ts";

it("tells of a shipped table what the page draws beside its correlations", async () => {
  const { code, stdout, stderr } = await supernetLab("ceilings", "--space", "nasbench201", "--json");
  expect([code, stderr]).toEqual([0, ""]);
  const [told] = JSON.parse(stdout) as [Record<string, number>];
  for (const key of ["architectures", "seeds", "seedDeviation", "withinNoise", "oracle", "seedAgainstSeed"])
    expect(told[key], key).toBeGreaterThan(0);
  expect(told.oracle).toBeGreaterThan(told.seedAgainstSeed as number);
});

const folder = mkdtempSync(join(tmpdir(), "ceilings-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("tells the super-net of a table, and says so where nothing tells its architectures apart", async () => {
  const cells = ["nor_conv_3x3", "nor_conv_1x1", "avg_pool_3x3"].map(
    (one) => `|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|${one}~0|nor_conv_3x3~1|nor_conv_3x3~2|`,
  );
  const file = join(folder, "own.csv");
  const text = cells.map((cell, index) => `${cell},0.9${index},0.${5 + index}`);
  writeFileSync(file, ["arch,test_acc,supernet_acc", ...text].join("\n"));
  const fine = await supernetLab("ceilings", file, "--space", "nasbench201");
  expect(fine.stdout).toMatch(/ 1\.000 {2}super-net of the table/);
  const coarse = await supernetLab("ceilings", file, "--space", "nasbench201", "--threshold", "0.1");
  expect(coarse.stdout).toContain("none: all mean accuracies round to the same value");
});

it("says in words that one training tells no noise, and asks for the space of a file", async () => {
  const file = fileURLToPath(new URL("../fixtures/tables/A1-semicolon-decimal-comma.csv", import.meta.url));
  const told = await supernetLab("ceilings", file, "--space", "nasbench201");
  expect(told.code).toBe(0);
  expect(told.stdout).toContain("how large the noise is cannot be told");
  const { code, stderr } = await supernetLab("ceilings", file);
  expect(code).toBe(2);
  expect(stderr).toContain("--space");
});

it("takes the space from a table of the lab, which names it", async () => {
  const file = fileURLToPath(new URL("../../public/tables/nasbench201-2-cells.json", import.meta.url));
  const { code, stdout } = await supernetLab("ceilings", file, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([{ space: "nasbench201", rows: 100, seeds: 4 }]);
});
