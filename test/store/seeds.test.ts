/** @file Further seeds of a configuration. */
import { expect, it } from "vitest";
import { checkConfig, defaultConfig, maxSeed } from "../../src/core/config.ts";
import { furtherSeeds } from "../../src/store/seeds.ts";

it("are legal behind the largest, too", () => {
  const found = furtherSeeds({ ...defaultConfig(), seed: maxSeed - 1 }, [], 3);
  expect(found.map(({ seed }) => seed)).toEqual([maxSeed, 0, 1]);
  for (const config of found) expect(checkConfig(config)).toEqual({ config, warnings: [] });
});
