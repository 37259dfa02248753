/** @file What the table command keeps over a kill, and which architectures it trains. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recipeOf, standAloneRecipe } from "../../src/core/heuristics/index.ts";
import { countParameters } from "../../src/core/network/count.ts";
import { createRandom } from "../../src/core/random.ts";
import { spaceById, spaces } from "../../src/core/spaces/index.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { Architecture, SearchSpace } from "../../src/core/spaces/space.ts";
import { standAloneProtocol } from "../../src/core/tables/protocol.ts";
import { Journal } from "../../src/headless/journal.ts";
import { refuseToShrink } from "../../src/headless/table/existing.ts";
import { type JobResult, keyOf } from "../../src/headless/table/job.ts";
import { type Selected, selectArchitectures } from "../../src/headless/table/selection.ts";
import { settingsAlone } from "../../src/headless/table/settings.ts";
import { UsageError } from "../../src/headless/usage.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "finished-jobs-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a table that stands where another is to be written", () => {
  const shipped = fileURLToPath(new URL("../../public/tables/nasbench201.json", import.meta.url));

  it("is not replaced by a smaller one", () => {
    expect(() => refuseToShrink(shipped, "nasbench201", 1, 1)).toThrow(
      /nasbench201\.json is a table of 300 architectures with 4 trainings each, and what was asked for is one of 1 architecture with 1 training each.*--force/,
    );
    expect(() => refuseToShrink(shipped, "nasbench201", 300, 3)).toThrow(UsageError);
    expect(() => refuseToShrink(shipped, "nasbench201", 299, 9)).toThrow(UsageError);
    expect(() => refuseToShrink(shipped, "darts", 300, 4)).toThrow(
      /trainings each of nasbench201, and what was asked for is .* each of darts/,
    );
  });

  it("gives way to one that is as large, and so does what is no table", () => {
    expect(() => refuseToShrink(shipped, "nasbench201", 300, 4)).not.toThrow();
    const file = join(folder, "other.json");
    expect(() => refuseToShrink(file, "nasbench201", 1, 1)).not.toThrow();
    writeFileSync(file, "{}");
    expect(() => refuseToShrink(file, "nasbench201", 1, 1)).not.toThrow();
  });
});

describe("settings of a training alone", () => {
  const refused = [
    ...[
      "bn=running",
      "affine=0",
      "headdrop=0.3",
      "pathdrop=0.2",
      "width=chunk",
      "sampler=fairnas",
      "paths=8",
    ],
    ...["ema=0.99", "place=node", "ofa=1", "evalimages=500", "pool=64", "bnmom=0.5"],
  ];

  it.each(refused)("%s is refused, since it would change nothing", (text) => {
    expect(() => settingsAlone(spaceById("nasbench101")!, [text])).toThrow(
      new RegExp(`^--set: ${text.split("=")[0]} has no say for an architecture that is trained alone`),
    );
  });

  it("are taken where they change the training, or say what is so anyway", () => {
    expect(settingsAlone(nasbench201, ["epochs=8", "wd=0", "lr=0.1", "bn=batch"])).toMatchObject({
      ...{ epochs: 8, wd: 0, lr: 0.1, bn: "batch", bs: 64 },
    });
    expect(() => settingsAlone(nasbench201, ["lr=0.05", "paths=8", "bn=running"])).toThrow(
      "paths, bn have no say",
    );
  });
});

describe("finished trainings", () => {
  const result = (architecture: string, seed: number): JobResult => ({
    architecture,
    seed,
    test: 0.8,
    validation: 0.81,
    loss: 0.5,
    gradientNorm: 2.5,
  });

  it("are there again after a kill, but for the one that was being written", () => {
    const file = join(folder, "deep", "done.jsonl");
    const first = new Journal<JobResult>(file, keyOf);
    first.add(result("a", 0));
    first.add(result("a", 1));
    appendFileSync(file, JSON.stringify(result("ä", 0)).slice(0, 20));

    const second = new Journal<JobResult>(file, keyOf);
    expect(second.get("a 1")).toEqual(result("a", 1));
    expect(second.get("ä 0")).toBeUndefined();
    second.add(result("ä", 0));

    const third = new Journal<JobResult>(file, keyOf);
    expect(third.get("a 0")).toEqual(result("a", 0));
    expect(third.get("ä 0")).toEqual(result("ä", 0));
    expect(readFileSync(file, "utf8").split("\n")).toHaveLength(4);
  });

  it("names a line that is broken", () => {
    const file = join(folder, "done.jsonl");
    writeFileSync(file, `${JSON.stringify(result("a", 0))}\n{"archi\n`);
    expect(() => new Journal<JobResult>(file, keyOf)).toThrow(/line 2/);
  });
});

const all: readonly SearchSpace[] = spaces;

describe.each(all.filter(({ judgedBy }) => !judgedBy))("architectures of the table of $id", (space) => {
  const defaults = recipeOf(space, {}).network;
  const isAdmitted = (architecture: Architecture): boolean => space.admits(architecture, defaults);
  const select = (count: number, admitted: number) => selectArchitectures(space, isAdmitted, count, admitted);
  const of = (source: Selected["source"], selected: readonly Selected[]) =>
    selected.filter((one) => one.source === source);

  it("are as many as asked for, drawn uniformly and then of what a default run admits, and all differ", () => {
    const selected = select(64, 30);
    expect(selected.map(({ source }) => source)).toEqual([
      ...Array<string>(64).fill("uniform"),
      ...Array<string>(30).fill("admitted"),
    ]);
    expect(new Set(selected.map(({ architecture }) => space.canonical(architecture))).size).toBe(94);
    expect(of("admitted", selected).every(({ architecture }) => isAdmitted(architecture))).toBe(true);
  });

  it("are the same each time, and go on from the same beginning where more are asked for", () => {
    const selected = select(40, 20);
    expect(select(40, 20)).toEqual(selected);
    expect(of("uniform", select(100, 20)).slice(0, 40)).toEqual(of("uniform", selected));
    expect(of("admitted", select(40, 50)).slice(0, 20)).toEqual(of("admitted", selected));
  });

  it("are of the size that unique architectures have on average", () => {
    // So many that naive draws of the encoding miss this in NAS-Bench-201.
    const { network } = standAloneRecipe(space, standAloneProtocol.settings);
    const moments = (architectures: readonly Architecture[]): { mean: number; squaredError: number } => {
      const sizes = architectures
        .filter((architecture) => space.isConnected(architecture))
        .map((a) => countParameters(space.build(a, network, { height: 14, width: 14, channels: 1 }, 10)));
      const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
      const squares = sizes.reduce((sum, size) => sum + (size - mean) ** 2, 0);
      return { mean, squaredError: squares / (sizes.length - 1) / sizes.length };
    };
    const random = createRandom(1);
    const whole = moments(Array.from({ length: 2000 }, () => space.sampleUnique(random)));
    const drawn = moments(select(600, 0).map(({ architecture }) => architecture));
    const error = Math.sqrt(whole.squaredError + drawn.squaredError);
    expect(Math.abs(drawn.mean - whole.mean)).toBeLessThan(3 * error);
  });
});

it("end after about as many draws as show the whole of a space of known size", () => {
  let draws = 0;
  const counted: SearchSpace = {
    ...nasbench201,
    sampleUnique(random) {
      draws++;
      return nasbench201.sampleUnique(random);
    },
  };
  const selected = selectArchitectures(counted, () => true, 100_000, 0);
  expect(draws).toBeLessThan(25 * nasbench201.uniqueCount);
  // All but disconnected ones, of which it keeps one.
  const longer = selectArchitectures(
    { ...nasbench201, uniqueCount: 4 * nasbench201.uniqueCount },
    () => true,
    100_000,
    0,
  );
  expect(selected).toHaveLength(longer.length);
});

it("of the cells that no way leads through, which all compute the same, a table holds one", () => {
  const disconnected = (architectures: readonly Architecture[]): Architecture[] =>
    architectures.filter((architecture) => !nasbench201.isConnected(architecture));
  // They come in several canonical forms, so without care there would be more than one.
  const random = createRandom(1);
  const drawn = disconnected(Array.from({ length: 3000 }, () => nasbench201.sampleUnique(random)));
  expect(new Set(drawn.map((architecture) => nasbench201.canonical(architecture))).size).toBeGreaterThan(1);
  const selected = selectArchitectures(nasbench201, () => true, 3000, 500);
  expect(selected).toHaveLength(3500);
  expect(disconnected(selected.map(({ architecture }) => architecture))).toHaveLength(1);
});
