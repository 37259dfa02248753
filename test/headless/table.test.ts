/** @file What the table command keeps over a kill, and which architectures it trains. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recipeOf, standAloneRecipe } from "../../src/core/heuristics/index.ts";
import { countParameters } from "../../src/core/network/count.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { Architecture } from "../../src/core/spaces/space.ts";
import { FinishedJobs } from "../../src/headless/table/finishedJobs.ts";
import type { JobResult } from "../../src/headless/table/job.ts";
import { standAloneSettings } from "../../src/headless/table/protocol.ts";
import { selectArchitectures, withSkewed } from "../../src/headless/table/selection.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "finished-jobs-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("finished trainings", () => {
  const result = (architecture: string, seed: number): JobResult => ({
    architecture,
    seed,
    test: 0.8,
    validation: 0.81,
    loss: 0.5,
  });

  it("are there again after a kill, but for the one that was being written", () => {
    const file = join(folder, "deep", "done.jsonl");
    const first = new FinishedJobs(file);
    first.add(result("a", 0));
    first.add(result("a", 1));
    appendFileSync(file, JSON.stringify(result("ä", 0)).slice(0, 20));

    const second = new FinishedJobs(file);
    expect(second.get({ architecture: "a", seed: 1 })).toEqual(result("a", 1));
    expect(second.get({ architecture: "ä", seed: 0 })).toBeUndefined();
    second.add(result("ä", 0));

    const third = new FinishedJobs(file);
    expect(third.get({ architecture: "a", seed: 0 })).toEqual(result("a", 0));
    expect(third.get({ architecture: "ä", seed: 0 })).toEqual(result("ä", 0));
    expect(readFileSync(file, "utf8").split("\n")).toHaveLength(4);
  });

  it("names a line that is broken", () => {
    const file = join(folder, "done.jsonl");
    writeFileSync(file, `${JSON.stringify(result("a", 0))}\n{"archi\n`);
    expect(() => new FinishedJobs(file)).toThrow(/line 2/);
  });
});

describe.each(spaces.filter(({ id }) => !id.endsWith("full")))(
  "architectures of the table of $id",
  (space) => {
    const input = { height: 14, width: 14, channels: 1 };
    const { network } = standAloneRecipe(space, standAloneSettings(space));
    const build = (architecture: Architecture) => space.build(architecture, network, input, 10);
    const defaults = recipeOf(space, {}).network;
    const isCommon = (architecture: Architecture): boolean => space.admits(architecture, defaults);
    const select = () => selectArchitectures(space, build, isCommon, 64, 0);

    it("differ, are the same each time, and are spread over sizes", () => {
      const chosen = select();
      expect(new Set(chosen.map((a) => space.canonical(a))).size).toBe(64);
      expect(select()).toEqual(chosen);
      const sizes = chosen.map((a) => countParameters(build(a))).sort((a, b) => a - b);
      expect((sizes[56] as number) / (sizes[8] as number)).toBeGreaterThan(1.5);
    });

    it("are admitted by the default recipe, at least by half", () => {
      expect(select().filter(isCommon).length).toBeGreaterThanOrEqual(32);
    });

    it("mostly repeat one operation where that is asked for, each in turn", () => {
      const spread = select();
      const skewed = withSkewed(space, spread, 14, 0);
      expect(skewed.slice(0, 50)).toEqual(spread.slice(0, 50));
      expect(new Set(skewed.map((a) => space.canonical(a))).size).toBe(64);
      expect(skewed.every((a) => space.isValid(a))).toBe(true);
      const slots = space.decisions.flatMap(({ choices }, slot) => (choices.length > 2 ? [slot] : []));
      /** Largest share of the slots that one choice takes, averaged. */
      const repetition = (architectures: readonly Architecture[]): number => {
        const shares = architectures.map((a) => {
          const titles = slots.map((slot) => space.decisions[slot]?.choices[a[slot] ?? -1]);
          return (
            Math.max(...titles.map((title) => titles.filter((other) => other === title).length)) /
            slots.length
          );
        });
        return shares.reduce((sum, share) => sum + share, 0) / shares.length;
      };
      expect(repetition(skewed.slice(50))).toBeGreaterThan(repetition(spread) + 0.1);
    });
  },
);
