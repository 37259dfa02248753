/** @file `supernet-lab ceilings`: what the shipped tables and a researcher's own can tell apart. */
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { supernetLab } from "./program.ts";

it("tells of a shipped table what the page draws beside its correlations", async () => {
  const { code, stdout, stderr } = await supernetLab("ceilings", "--space", "nasbench201", "--json");
  expect([code, stderr]).toEqual([0, ""]);
  const [told] = JSON.parse(stdout) as [Record<string, number>];
  for (const key of ["architectures", "seeds", "seedDeviation", "withinNoise", "oracle", "seedAgainstSeed"])
    expect(told[key], key).toBeGreaterThan(0);
  expect(told.oracle).toBeGreaterThan(told.seedAgainstSeed as number);
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
