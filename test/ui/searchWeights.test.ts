/** @file On whose weights a search goes where the run that was chosen is gone. */
import { expect, it } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import type { RunEntry } from "../../src/store/runs.ts";
import { groundOf } from "../../src/ui/panels/SearchWeights.tsx";

const choice = defaultConfig();
const entry = (id: string, seed: number, step: number) =>
  ({ id, origin: "training", run: { step, config: { ...choice, seed } } }) as RunEntry;

it("is the run chosen, or the run shown where that is not there or holds no weights", () => {
  const entries = [entry("1", 1, 40), entry("2", 2, 40), entry("3", 3, 0)];
  const of = (run: string) => groundOf({ kind: "run", run }, entries, "1", choice);
  expect(of("2")).toMatchObject({ ground: { run: "2" }, config: { seed: 2 }, isThere: true });
  for (const gone of ["9", "3"])
    expect(of(gone)).toMatchObject({ ground: undefined, config: { seed: 1 }, isThere: true });
  expect(groundOf(undefined, entries, "3", choice)).toMatchObject({ config: { seed: 3 }, isThere: false });
});
