/** @file `search`: on a checkpoint that `run` wrote, one JSON object that the table judges. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCheckpoint } from "../../src/core/checkpointFile.ts";
import { codeVersion } from "../../src/core/codeVersion.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { SearchSpace } from "../../src/core/spaces/space.ts";
import { parseTable } from "../../src/core/tables/parseTable.ts";
import { rowOf } from "../../src/core/tables.ts";
import { type AskedSearches, tasksOf } from "../../src/headless/search/asked.ts";
import { type Ended, supernetLab } from "./program.ts";

const space = spaces[0];
const training = ["--set", "evalimages=100", "pool=20", "channels=4", "cells=1", "--steps", "4"];
const asked = [
  ...["--algorithms", "random,gdas,regularized-evolution", "--seeds", "1,2", "--budget", "8"],
  ...["--algorithm-set", "gdas.steps=2"],
];
const ofLine = (line: string): string => (JSON.parse(line) as { of: string }).of;
let folder: string;
let checkpoint: string;
let ended: Ended;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "search-"));
  checkpoint = join(folder, "deep", "super-net.ckpt");
  const run = await supernetLab("run", ...training, "--checkpoint", checkpoint, "--log", "none");
  expect(run.code, run.stderr).toBe(0);
  ended = await supernetLab("search", "--checkpoint", checkpoint, ...asked, "--json");
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe("a search on a checkpoint", () => {
  it("prints what each algorithm and seed found, and what the table says of it", () => {
    expect(ended.code, ended.stderr).toBe(0);
    const said = JSON.parse(ended.stdout);
    expect(said).toMatchObject({
      space: space.id,
      step: 4,
      budget: 8,
      references: { draws: 10 },
      code: codeVersion,
    });
    expect(
      said.searches.map((one: { algorithm: string; seed: number }) => [one.algorithm, one.seed]),
    ).toEqual([
      ["random", 1],
      ["random", 2],
      ["gdas", 1],
      ["gdas", 2],
      ["regularized-evolution", 1],
      ["regularized-evolution", 2],
    ]);
    const file = new URL(`../../public/tables/${space.id}.json`, import.meta.url);
    const parsed = parseTable(readFileSync(file, "utf8"), space, "table");
    if (!parsed.ok) throw new Error(parsed.problem.message);
    for (const one of said.searches) {
      const isTrained = one.algorithm === "gdas";
      expect([one.evaluations, one.steps]).toEqual(isTrained ? [1, 2] : [8, null]);
      if (!isTrained) expect(one.collapsedAt).toBeNull();
      // Two steps of twice a batch of 32, and one score; or eight scores of 100 images.
      expect([one.imagesTrained, one.imagesScored]).toEqual(isTrained ? [128, 100] : [0, 800]);
      expect(one.seconds).toBeGreaterThan(0);
      expect(one.bestSoFar).toHaveLength(isTrained ? 0 : 8);
      if (!isTrained) expect(one.bestSoFar.at(-1).superNetAccuracy).toBe(one.superNetAccuracy);
      const row = rowOf(one.architecture, space, parsed.table);
      expect(one.standAloneAccuracy).toBe(row?.accuracy ?? null);
      expect(one.rank === null).toBe(row === undefined);
      expect(one.rows).toBe(said.searches[0].rows);
    }
    expect(said.algorithms[0].superNetAccuracy.seeds).toBe(2);
    expect(said.unequalCompute).toMatch(/gdas trained on 128 images and scored 100; regularized-evolution/);
    expect(said.references.bestOfBudget).toBeGreaterThan(said.references.mean);
  });

  it("finds the same on the same training", async () => {
    const again = await supernetLab("search", ...training, ...asked, "--threads", "2", "--json");
    expect(again.code, again.stderr).toBe(0);
    // All but how long it took.
    const found = ({ stdout }: Ended) =>
      JSON.parse(stdout).searches.map((one: { seconds: number }) => ({ ...one, seconds: 0 }));
    expect(found(again)).toEqual(found(ended));
  });

  it("goes on where it was stopped: scores that are kept are not computed again", async () => {
    const progress = join(folder, "kept");
    const line = ["search", "--checkpoint", checkpoint, ...asked, "--progress", progress, "--json"];
    const whole = await supernetLab(...line);
    expect(whole.code, whole.stderr).toBe(0);
    const found = ({ stdout }: Ended) =>
      JSON.parse(stdout).searches.map((one: { seconds: number }) => ({ ...one, seconds: 0 }));
    expect(found(whole)).toEqual(found(ended));
    const fileOf = (kind: string) =>
      join(progress, readdirSync(progress).find((name) => name.startsWith(kind)) ?? "");
    const file = fileOf("scores-");
    const lines = readFileSync(file, "utf8").trim().split("\n");
    // Of the two searches that train weights of their own, the second was not there yet.
    const trained = readFileSync(fileOf("searches-"), "utf8").trim().split("\n");
    expect(trained).toHaveLength(2);
    writeFileSync(fileOf("searches-"), `${trained[0]}\n`);
    // Killed in the middle of a line.
    const half = lines.slice(0, 5);
    writeFileSync(file, `${half.join("\n")}\n${lines[5]?.slice(0, 20)}`);
    const after = await supernetLab(...line);
    expect(found(after)).toEqual(found(ended));
    expect(readFileSync(file, "utf8").trim().split("\n").map(ofLine).sort()).toEqual(
      lines.map(ofLine).sort(),
    );
    expect(after.stderr).toContain("1 of 6 searches were done before");
    // What is there is believed: the first search finds what the file calls best, and the one that trained took as long as it says.
    const best = { ...JSON.parse(lines[0] ?? ""), accuracy: 0.99 };
    writeFileSync(file, `${[JSON.stringify(best), ...lines.slice(1)].join("\n")}\n`);
    const first = JSON.parse(trained[0] ?? "");
    const slow = { ...first, compute: { ...first.compute, seconds: 1e6 } };
    writeFileSync(fileOf("searches-"), `${JSON.stringify(slow)}\n${trained[1]}\n`);
    const told = await supernetLab(...line);
    const { searches } = JSON.parse(told.stdout);
    expect(searches[0].superNetAccuracy).toBe(0.99);
    expect([searches[2].algorithm, searches[2].seconds]).toEqual(["gdas", 1e6]);
  });

  it("trains by the landmarks that were asked for, as a run does", async () => {
    const cheap = ["--set", "evalimages=100", "pool=20", "channels=4", "cells=1", "bs=4", "landmark=1"];
    const file = join(folder, "landmarks.ckpt");
    await supernetLab("run", ...cheap, "--steps", "4", "--checkpoint", file, "--log", "none");
    const line = ["--algorithms", "random", "--budget", "3", "--json"];
    const [direct, onFile] = await Promise.all([
      supernetLab("search", ...cheap, "--steps", "4", ...line),
      supernetLab("search", "--checkpoint", file, ...line),
    ]);
    const accuracies = ({ stdout }: Ended) =>
      JSON.parse(stdout).searches[0].bestSoFar.map(
        (one: { superNetAccuracy: number }) => one.superNetAccuracy,
      );
    expect(accuracies(direct)).toEqual(accuracies(onFile));
  });

  it("leaves a checkpoint that opens anywhere", () => {
    const read = readCheckpoint(readFileSync(checkpoint));
    expect(read).toMatchObject({ ok: true, value: { step: 4, config: { space: space.id } } });
  });

  it.each([
    [[], /nothing to search on: give --checkpoint FILE or --steps N/, 2],
    [["--steps", "2", "--progress", "kept"], /--progress keeps .*here is none of them/, 2],
    [
      ["--space", "nasbench201", "--algorithms", "darts", "--steps", "700"],
      /darts trains its own: --algorithm-set darts\.steps=700/,
      2,
    ],
    [["--checkpoint", "FILE", "--set", "lr=0.1"], /--checkpoint is trained already/, 2],
    [
      ["--algorithms", "random,gdas", "--steps", "9999", "--progress", "BROKEN/x"],
      /a part of the path is no folder/,
      1,
    ],
    [["--checkpoint", "BROKEN"], /the file is not a checkpoint of this lab/, 1],
  ])("refuses %j in one line", async (words, expected, exitCode) => {
    const broken = join(folder, "broken");
    writeFileSync(broken, "{}");
    const files: Record<string, string> = { FILE: checkpoint, BROKEN: broken };
    const { code, stdout, stderr } = await supernetLab(
      "search",
      ...words.map((word) => word.replace(/^[A-Z]{2,}/, (name) => files[name] ?? name)),
    );
    expect(stderr).toMatch(expected);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect([code, stdout]).toEqual([exitCode, ""]);
  });
});

type Wrong = Partial<AskedSearches> & { readonly space?: SearchSpace };
it.each<[Wrong, RegExp]>([
  [{ algorithms: "darts", space: spaces[1] }, /darts does not apply to nasbench101: its wiring is searched/],
  [{ algorithms: "randm" }, /"randm" must be one of .*did you mean random\?/],
  [{ algorithms: " , " }, /--algorithms: " , " names none/],
  [{ seeds: "" }, /--seeds: "" names none/],
  [{ seeds: "1,x" }, /--seeds: "x" must be a whole number/],
  [{ algorithmSet: ["nao.tops=3"] }, /nao: there is no setting called "tops" \(did you mean top/],
  [{ algorithmSet: ["nao.top=0"] }, /top must be a whole number .*nearest: 1/],
  [{ algorithmSet: ["gdas.steps=4"] }, /"gdas.steps=4" is of gdas, which does not search here/],
  [{ algorithmSet: ["top=4"] }, /"top=4" must be algorithm.key=value, with one of random, nao/],
])("refuses to search by %o", (wrong: Wrong, expected: RegExp) => {
  const asked = { algorithms: "random,nao", seeds: "1", budget: 5, algorithmSet: [], ...wrong };
  expect(() => tasksOf(asked, wrong.space ?? space)).toThrow(expected);
});

it("hands settings to the algorithm they name", () => {
  const asked = {
    algorithms: "nao, random",
    seeds: "3,1",
    budget: 5,
    algorithmSet: ["nao.top=4", "nao.step=0.5"],
  };
  const tasks = tasksOf(asked, space).map(({ algorithm, seed, settings }) => [algorithm.id, seed, settings]);
  expect(tasks).toEqual([
    ["nao", 3, { top: 4, step: 0.5 }],
    ["nao", 1, { top: 4, step: 0.5 }],
    ["random", 3, {}],
    ["random", 1, {}],
  ]);
});
