/** @file A study on one machine: killed at any moment, on any number of workers, its final file has the same bytes. */
import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { readCheckpoint } from "../../src/core/checkpointFile.ts";
import { codeVersion } from "../../src/core/codeVersion.ts";
import { createRandom } from "../../src/core/random.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { readFindings } from "../../src/core/study/findingsFile.ts";
import type { StudyFind } from "../../src/core/study/finds.ts";
import { type Ended, program, supernetLab } from "./program.ts";

/** `KILLS=20` for more. */
const kills = Number(process.env.KILLS ?? 3);

let folder: string;
let file: string;
let undisturbed: string;
let ended: Ended;
const resultsIn = (name: string): string => readFileSync(join(folder, name, "results.json"), "utf8");
const start = (name: string, workers: number) =>
  spawn(process.execPath, [program, "study", file, "--out", join(folder, name), "--workers", `${workers}`], {
    stdio: "ignore",
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "study-"));
  file = join(folder, "tiny.json");
  const study = {
    space: spaces[0].id,
    settings: { epochs: 1, bs: 4, evalimages: 50, evalbatch: 50, pool: 12 },
    vary: { sampler: ["random-nas", "random-a"] },
    seeds: [1, 2],
    steps: 2,
    search: { algorithms: ["random", "regularized-evolution"], budget: 3, seeds: [7] },
  };
  writeFileSync(file, JSON.stringify(study));
  ended = await supernetLab(
    ...["study", file, "--out", join(folder, "undisturbed"), "--workers", "1", "--weights"],
  );
  undisturbed = resultsIn("undisturbed");
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

it("runs every configuration with every seed", () => {
  expect(ended.code, ended.stderr).toBe(0);
  const { results } = JSON.parse(undisturbed);
  expect(results).toHaveLength(4);
  expect(results.map((result: { summary: { step: number } }) => result.summary.step)).toEqual([2, 2, 2, 2]);
  expect(ended.stderr).toMatch(/4\/4 {2}sampler=random-\w+ seed 2: S-KdT/);
});

it("keeps the weights of its runs where that is asked for, and a search goes on them", async () => {
  const { results } = JSON.parse(undisturbed) as { results: { key: string; finds: StudyFind[] }[] };
  const weights = join(folder, "undisturbed", "weights");
  expect(readdirSync(weights).sort()).toEqual(results.map(({ key }) => `${key}.ckpt`).sort());
  const checkpoint = join(weights, `${results[0]?.key}.ckpt`);
  const read = readCheckpoint(readFileSync(checkpoint));
  expect(read.ok && [read.value.step, Object.keys(read.value.snapshot.momenta)]).toEqual([2, []]);
  const found = await supernetLab(
    ...["search", "--checkpoint", checkpoint, "--algorithms", "random"],
    ...["--budget", "3", "--seeds", "7", "--json"],
  );
  expect(found.code, found.stderr).toBe(0);
  const finds = results[0]?.finds ?? [];
  expect(finds.map(({ algorithm, seed }) => [algorithm, seed])).toEqual([
    ["random", 7],
    ["regularized-evolution", 7],
  ]);
  // What the study itself found on the same weights.
  expect(JSON.parse(found.stdout).searches[0]).toMatchObject({ ...finds[0] });
  expect(finds[0]).toMatchObject({ evaluations: 3, superNetAccuracy: expect.any(Number) });
});

it(
  "comes to the same bytes however often it is killed, with one worker or two",
  async () => {
    const random = createRandom(5);
    const journal = join(folder, "killed", "journal.jsonl");
    const done = (): number =>
      existsSync(journal) ? readFileSync(journal, "utf8").split("\n").length - 1 : 0;
    for (let kill = 0; kill < kills; kill++) {
      const child = start("killed", 1 + (kill % 2));
      // The first one in the middle of the work, the others at any moment, of the start and of the end, too.
      if (kill === 0)
        await vi.waitFor(() => expect(done()).toBeGreaterThan(0), { timeout: 60_000, interval: 10 });
      else await sleep(400 + random.below(1500));
      child.kill("SIGKILL");
      if (kill === 0) expect(done()).toBeLessThan(4);
      // A write that a kill cut short.
      if (kill === 1) writeFileSync(journal, '{"outcome": {"key', { flag: "a" });
    }
    const last = await supernetLab("study", file, "--out", join(folder, "killed"), "--workers", "2");
    expect(last.code, last.stderr).toBe(0);
    expect(resultsIn("killed")).toBe(undisturbed);
  },
  300_000 + 10_000 * kills,
);

it("does again what a worker took down with it, and lets no second command into its folder", async () => {
  const child = start("crashed", 1);
  const exit = new Promise((resolve) => child.on("exit", resolve));
  const children = (): string[] =>
    execFileSync("ps", ["-o", "pid=", "--ppid", `${child.pid}`], { encoding: "utf8" })
      .trim()
      .split(/\s+/);
  const worker = await vi.waitFor(() => Number(children()[0]) || Promise.reject(new Error("none yet")), {
    timeout: 20_000,
  });
  process.kill(worker, "SIGKILL");
  const second = await supernetLab("study", file, "--out", join(folder, "crashed"));
  expect(second).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`in use by process ${child.pid}`),
  });
  expect(await exit).toBe(0);
  expect(resultsIn("crashed")).toBe(undisturbed);
});

it("keeps of a run that diverged what no clock decides, and says on the way when it was noticed", async () => {
  const wild = join(folder, "wild.json");
  const settings = {
    ...{ epochs: 1, bs: 4, paths: 8, channels: 4, evalimages: 50, evalbatch: 50, pool: 12 },
    ...{ lr: 1, clip: 0, mom: 0.99, wd: 0.01 },
  };
  writeFileSync(wild, JSON.stringify({ space: spaces[0].id, settings, seeds: [2], steps: 400 }));
  const { code, stderr } = await supernetLab("study", wild, "--out", join(folder, "wild"), "--workers", "1");
  expect(code, stderr).toBe(0);
  expect(JSON.parse(resultsIn("wild")).results).toMatchObject([{ failure: "Training diverged." }]);
  expect(stderr).toMatch(/failed: Training diverged before step \d+: .*, \d+ s$/m);
  expect(stderr).not.toContain("kept");
  const alone = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  const run = await supernetLab("run", "--seed", "2", "--steps", "400", "--set", ...alone);
  expect(run.code).toBe(1);
  expect(run.stderr).toMatch(
    /^error: Training diverged before step \d+: .* Nothing of it is kept: lower the/m,
  );
  const findings = join(folder, "wild.findings.json");
  const report = await supernetLab("report", join(folder, "wild"), "--findings", findings);
  expect(report.code, report.stderr).toBe(0);
  // As a run of it alone would say, and as the study said.
  for (const said of [stderr, report.stderr]) expect(said).toMatch(/^warning: .* built unlike the networks/m);
  expect(readFindings(readFileSync(findings, "utf8"))).toMatchObject({
    value: { failed: 1, architectures: [0, 0] },
  });
});

it("says in study and report that a table's architectures were picked, as a run on it does", async () => {
  const [picked, out] = [join(folder, "picked.json"), join(folder, "picked")];
  const table = JSON.parse(readFileSync(`public/tables/${spaces[0].id}.json`, "utf8"));
  const rows = table.rows.slice(0, 60).map((row: object) => ({ ...row, source: "picked" }));
  writeFileSync(picked, JSON.stringify({ ...table, rows }));
  const study = await supernetLab("study", file, "--out", out, "--table", picked);
  const report = await supernetLab("report", out, "--csv", "--table", picked);
  for (const { code, stderr } of [study, report]) {
    expect(code, stderr).toBe(0);
    expect(
      stderr.match(/^warning: Only 0 of the table's 60 architectures were drawn at random/gm),
    ).toHaveLength(1);
  }
});

it("lets no former results pass for those of a changed study that is not complete", async () => {
  const out = join(folder, "changed");
  cpSync(join(folder, "undisturbed"), out, { recursive: true });
  // Packed by hand, beside.
  writeFileSync(join(out, "results.json.gz"), gzipSync(undisturbed));
  const longer = join(folder, "longer.json");
  const study = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(longer, JSON.stringify({ ...study, seeds: [1, 2, 3], steps: 100_000 }));
  const child = spawn(process.execPath, [program, "study", longer, "--out", out], { stdio: "ignore" });
  const former = join(out, "results.previous.json");
  await vi.waitFor(() => expect([former, `${former}.gz`].map(existsSync)).toEqual([true, true]), {
    timeout: 20_000,
  });
  child.kill("SIGKILL");
  expect(await supernetLab("report", out)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`was changed and is not complete; ${former} is what it came to before`),
  });
  expect(readFileSync(former, "utf8")).toBe(undisturbed);
  const again = await supernetLab("study", file, "--out", out);
  expect(again.code, again.stderr).toBe(0);
  expect(resultsIn("changed")).toBe(undisturbed);
});

it("says before it trains why no finished run of its folder counts", async () => {
  const [out, other] = [join(folder, "others"), join(folder, "other.json")];
  cpSync(join(folder, "undisturbed"), out, { recursive: true });
  const { vary: _, search: __, ...study } = JSON.parse(readFileSync(file, "utf8"));
  const journal = join(out, "journal.jsonl");
  const lines = readFileSync(journal, "utf8").trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).code)).toEqual(lines.map(() => codeVersion));
  const run = async (steps: number) => {
    writeFileSync(other, JSON.stringify({ ...study, seeds: [1], steps }));
    const { code, stderr } = await supernetLab("study", other, "--out", out, "--workers", "1");
    expect(code, stderr).toBe(0);
    return stderr;
  };
  expect(await run(3)).toMatch(
    /^warning: None of the 4 finished runs in .* they are of another plan, table or engine\. All are trained anew\.$/m,
  );
  expect(await run(3)).not.toMatch(/None of/);
  writeFileSync(journal, `${JSON.stringify({ ...JSON.parse(lines[0] ?? ""), code: "0123456789ab" })}\n`);
  expect(await run(1)).toMatch(
    /^warning: None of the 1 .* by code 0123456789ab, and this is \w+; the version of the code that ran them goes on/m,
  );
  // Each study before, the oldest by its first name.
  expect(readFileSync(join(out, "results.previous.json"), "utf8")).toBe(undisturbed);
  expect(JSON.parse(readFileSync(join(out, "results.previous-2.json"), "utf8")).plan.steps).toBe(3);
});

it("reports with a warning what was trained on several graphics cards, or by code that kept no defaults", async () => {
  const out = join(folder, "mixed");
  mkdirSync(out);
  const { ground, plan, results, ...rest } = JSON.parse(undisturbed);
  const { defaults: _, ...older } = plan;
  const write = (study: object) => writeFileSync(join(out, "results.json"), JSON.stringify(study));
  const devices = results.map((one: object, index: number) => ({ ...one, device: `card ${index % 2}` }));
  write({ ...rest, ground: { ...ground, code: "0123456789ab" }, plan: older, results: devices });
  const { code, stderr } = await supernetLab("report", out, "--csv");
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(/^warning: Its runs are of 2 graphics cards, .*: card 0; card 1\.$/m);
  expect(stderr).toMatch(/^warning: It was run by code 0123456789ab, which did not keep the defaults/m);
  write({ ...rest, ground, plan, results });
  expect((await supernetLab("report", out, "--csv")).stderr).not.toMatch(/cards|defaults/);
});

it("names what is no folder", async () => {
  expect(await supernetLab("study", file, "--out", file)).toMatchObject({
    code: 1,
    stderr: `error: ${file}: a part of the path is no folder\n`,
  });
});

it("reports effects as text, CSV, JSON and a page that loads nothing", async () => {
  const text = await supernetLab("report", join(folder, "undisturbed"));
  expect(text).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/sampler=random-\w+ +random-\w+ +[+−]\d/),
  });
  const out = join(folder, "report");
  expect((await supernetLab("report", join(folder, "undisturbed"), "--out", out)).code).toBe(0);
  const read = (form: string): string => readFileSync(join(out, `report.${form}`), "utf8");
  const { effects, searches } = JSON.parse(read("json"));
  const [effect] = effects;
  expect(searches).toHaveLength(4);
  expect(searches[0]).toMatchObject({ algorithm: "random", runs: 2, searches: 1 });
  const { finds } = JSON.parse(undisturbed).results[0] as { finds: StudyFind[] };
  // The table holds a small part of the space.
  if (finds[0]?.standAloneAccuracy === null) expect(searches[0].unknown).toBeGreaterThan(0);
  expect(read("html")).toContain("regularized-evolution");
  expect(effect).toMatchObject({ key: "sampler", pairs: 2, seeds: 2, difference: expect.any(Number) });
  const [head, line] = read("csv").split("\n");
  expect(line).toContain(String(effect.difference));
  expect([head?.split(",").at(-1), line?.split(",").at(-1)]).toEqual(["code", codeVersion]);
  expect(read("html")).toContain("<svg");
  expect(read("html")).not.toMatch(/<script|(src|href)=/);
});

it("judges again by another table: the one that ships changes nothing, one of another space is refused", async () => {
  const [own, other] = spaces.map(({ id }) => `public/tables/${id}.json`) as [string, string];
  const before = await supernetLab("report", join(folder, "undisturbed"), "--json");
  const again = await supernetLab("report", join(folder, "undisturbed"), "--json", "--table", own);
  const { judge, ...rest } = JSON.parse(again.stdout);
  expect(rest).toEqual(JSON.parse(before.stdout));
  expect(judge).toMatchObject({ file: basename(own), missing: 0 });
  const refused = await supernetLab("report", join(folder, "undisturbed"), "--table", other);
  expect(refused).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining("is an architecture of"),
  });
  const onOthers = join(folder, "others.json");
  const table = JSON.parse(readFileSync(own, "utf8"));
  writeFileSync(
    onOthers,
    JSON.stringify({ ...table, dataset: { ...table.dataset, sha256: "0".repeat(64) } }),
  );
  expect(await supernetLab("report", join(folder, "undisturbed"), "--table", onOthers)).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining("on other images than the study's, so they judge nothing here"),
  });
  const findings = join(folder, "findings.json");
  const written = await supernetLab("report", join(folder, "undisturbed"), "--findings", findings);
  expect(written.code, written.stderr).toBe(0);
  expect(readFindings(readFileSync(findings, "utf8"))).toMatchObject({
    value: { effects: [{ key: "sampler", pairs: 2 }] },
  });
});

it("reports over no file that it reads, and into no name that is empty", async () => {
  const study = join(folder, "undisturbed");
  const table = join(folder, "judging.json");
  writeFileSync(table, readFileSync("public/tables/nasbench201.json"));
  const results = join(study, "results.json");
  const before = readFileSync(results, "utf8");
  for (const [flags, said] of [
    [["--table", table, "--findings", table], "--table and --findings name the same file"],
    [["--findings", results], "the study and --findings name the same file"],
    [["--out", ""], "The name is empty"],
    [["--findings", ""], "The name is empty"],
  ] as const) {
    const refused = await supernetLab("report", study, ...flags);
    expect(refused).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(said) });
  }
  expect(readFileSync(results, "utf8")).toBe(before);
});

it("says before it trains that a table on other images judges nothing", async () => {
  const flags = ["--out", join(folder, "foreign"), "--table", join(folder, "others.json")];
  const child = spawn(process.execPath, [program, "study", file, ...flags], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text: Buffer) => {
    said += text;
  });
  await vi.waitFor(() => expect(said).toMatch(/judges nothing here/), { timeout: 20_000 });
  child.kill("SIGKILL");
});

it("names a lock that it cannot read, and ends", async () => {
  const out = join(folder, "power-cut");
  mkdirSync(out);
  writeFileSync(join(out, "lock"), "");
  expect(await supernetLab("study", file, "--out", out)).toMatchObject({
    code: 1,
    stderr: `error: ${join(out, "lock")} cannot be read; where no command works in ${out}, delete it\n`,
  });
});

it("refuses a link on images of one's own, which no study can be given", async () => {
  const own = join(folder, "own.json");
  const link = "https://lab.example/#v=2&dataset=own-16x16x3-10-10000-2000-4000-0123456789abcdef";
  writeFileSync(own, JSON.stringify({ link, seeds: [1] }));
  const { code, stderr } = await supernetLab("study", own, "--out", join(folder, "none"));
  expect([code, stderr]).toEqual([2, expect.stringContaining("link must be a link on images that ship")]);
});

it("refuses a study file that cannot be, in one line, and touches nothing", async () => {
  const broken = join(folder, "broken.json");
  writeFileSync(broken, JSON.stringify({ space: spaces[0].id, vary: { lr: [0.1, 7] } }));
  const { code, stdout, stderr } = await supernetLab("study", broken, "--out", join(folder, "none"));
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(`error: ${broken}: vary.lr[1] must be a number from 0.0001 to 1, not 7\n`);
  expect(existsSync(join(folder, "none"))).toBe(false);
});
