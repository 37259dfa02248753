/** @file The terminal refuses nonsense in one line that names the flag and the nearest right value, and touches nothing. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workersOf } from "../../src/headless/flags.ts";
import { supernetLab } from "./program.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "flags-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("trains in one process on a graphics card, and in as many as there are cores on the processor", () => {
  expect(workersOf({ engine: "webgpu" })).toBe(1);
  expect(workersOf({ engine: "wasm" })).toBe(availableParallelism());
  expect(workersOf({ engine: "webgpu", workers: 3 })).toBe(3);
});

describe("nonsense in a flag", () => {
  it.each([
    ["table", /required option '--out <file>'/],
    ["table --count abc", /'--count <n>' argument 'abc' is invalid.*from 1 to 100000; the default is 128/],
    ["table --seeds 0", /'--seeds <n>' argument '0' is invalid.*the nearest is 1\./],
    ["table --seeds abc --count 3", /'--seeds <n>' argument 'abc' is invalid/],
    ["table --workers abc --count 2", /'--workers <n>' argument 'abc' is invalid/],
    ["table --space nasbnch101", /must be one of nasbench201, .*did you mean nasbench101\?/],
    ["run --threshold 0.5%", /'--threshold <accuracy>' argument '0.5%' is invalid.*the nearest is 0.005/],
    ["run --threshold abc", /'--threshold <accuracy>' argument 'abc' is invalid/],
    ["run --seed abc", /'--seed <n>' argument 'abc' is invalid/],
    ["run --space nope", /must be one of nasbench201/],
    ["run --thrshold 1", /unknown option '--thrshold' \(Did you mean --threshold\?\)/],
    [
      "run --set lr=abc bz=3 affine=yes",
      /lr must be a number from 0.0001 to 1, not "abc"; there is no setting called "bz" \(did you mean \w+\?\); affine .*nearest: 1/,
    ],
    ["run --set space=darts", /"space" has a flag of its own, --space/],
    ["run nonsense", /"nonsense" is no share link/],
    ["run --threads 4 --engine webgpu", /--threads does nothing here: they are the processor's/],
    ["search --threads 4 --engine webgpu --steps 2", /--threads does nothing here/],
    ["search --workers 4 --steps 2", /--workers does nothing here: they are of --train-found/],
    ["search --algorithms darts --seed 7", /--seed does nothing here: darts .* by --seeds/],
    ["search --algorithms darts --budget 50", /--budget does nothing here: .*--algorithm-set darts\.steps=…/],
    ["study s.json --out x --queue redis://h --workers 8", /--workers does nothing here: with --queue/],
    [
      "import t.csv --space darts --force",
      /--force does nothing here: it is for the table that --out writes/,
    ],
    ["run --table missing.csv", /missing.csv: there is no such file/],
  ])("%s", async (line, expected) => {
    const out = join(folder, "table.json");
    const words = line.split(" ");
    const isWithFile = words[0] === "table" && words.length > 1;
    const { code, stdout, stderr } = await supernetLab(...words, ...(isWithFile ? ["--out", out] : []));
    expect(stderr).toMatch(expected);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stdout).toBe("");
    expect(code).toBe(line.includes("missing") ? 1 : 2);
    expect(existsSync(out)).toBe(false);
  });
});
