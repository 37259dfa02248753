/** @file `run`: a pasted link, one JSON object, and a run file in which the page finds the same numbers. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { codeVersion } from "../../src/core/codeVersion.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { chosenRun, type Wishes } from "../../src/headless/run/chosen.ts";
import { openFakeLab } from "../store/fakeLab.ts";
import { type Ended, supernetLab } from "./program.ts";

const hash = "#v=2&seed=3&evalimages=100&pool=40&thr=0.002";
let folder: string;
let file: string;
let ended: Ended;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "run-"));
  file = join(folder, "deep", "run.json");
  const link = `https://lab.example/${hash}&color=red`;
  ended = await supernetLab("run", link, "--steps", "6", "--out", file, "--json");
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

it("prints one object, and what it left out of the link beside", () => {
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stdout.trim().split("\n")).toHaveLength(1);
  const said = JSON.parse(ended.stdout);
  expect(said).toMatchObject({ step: 6, n: 40, seed: 3, threshold: 0.002, settings: { pool: 40 } });
  expect(said.code).toBe(codeVersion);
  expect(new URLSearchParams(said.link.slice(1)).get("pool")).toBe("40");
  expect(ended.stderr).toMatch(/warning: There is no setting called "color"/);
});

it("prints the link that makes the same changes, where it made some", async () => {
  const cheap = "#v=2&epochs=1&paths=1&bs=4&evalimages=50&evalbatch=50&pool=12";
  const changing = await supernetLab("run", `${cheap}&changes=2-lr-0.2`, "--steps", "4", "--json");
  const { link, changes, settings } = JSON.parse(changing.stdout);
  expect(changes).toBe("2-lr-0.2");
  expect(settings.lr).toBeUndefined();
  const fields = new URLSearchParams(link.slice(1));
  expect([fields.get("changes"), fields.get("lr")]).toEqual(["2-lr-0.2", null]);
});

it("writes a run file in which the page finds the same numbers", async () => {
  const table = readFileSync(new URL(`../../public/tables/${spaces[0].id}.json`, import.meta.url), "utf8");
  const page = await openFakeLab(`${hash}&autorun=0`, table);
  await page.open(["run.json", readFileSync(file, "utf8")]);
  await vi.waitFor(
    () => {
      const { certainty, references } = page.store.getState();
      expect([certainty?.interval, references.oracle]).not.toContain(undefined);
    },
    { timeout: 30_000 },
  );
  const { figures, certainty, references } = page.store.getState();
  expect(JSON.parse(ended.stdout)).toMatchObject({
    step: figures.round?.step,
    skdt: figures.now?.skdt,
    interval: [certainty?.interval?.low, certainty?.interval?.high],
    n: figures.ranked,
    tau: figures.now?.tau,
    params: references.parameters,
    ceiling: references.oracle,
    accuracy: figures.meanSuperNet,
    found: figures.found.performance,
    surpassRandom: figures.found.surpassRandom,
  });
  vi.unstubAllGlobals();
});

it("says which settings have no effect, and what of a link is no part of a run", () => {
  const warningsOf = (wishes: Partial<Wishes>) => chosenRun({ set: [], ...wishes }).warnings;
  expect(warningsOf({ set: ["sampler=fairnas", "paths=8"] })).toEqual([
    expect.stringMatching(/^Path sampling: FairNAS decides the number of paths: .* are not used\.$/),
  ]);
  expect(warningsOf({ space: "nasbench201", set: ["width=shuffle"] })).toEqual([
    expect.stringMatching(/^Dynamic channels: /),
  ]);
  expect(warningsOf({ link: "#v=2&vs=seed%3D1%26lr%3D0.1" })).toEqual([
    expect.stringMatching(/compares with \(vs=\) is left out/),
  ]);
  expect(warningsOf({})).toEqual([]);
});

it("gives the same numbers by flags and with two threads", async () => {
  const flags = "--seed 3 --set evalimages=100 pool=40 --threshold 0.002 --steps 6 --threads 2 --json";
  const again = await supernetLab("run", ...flags.split(" "));
  expect(JSON.parse(again.stdout)).toEqual(JSON.parse(ended.stdout));
});
