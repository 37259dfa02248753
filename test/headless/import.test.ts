/** @file `supernet-lab import`: what it prints, writes and ends with. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { supernetLab } from "./program.ts";

const fixture = (file: string): string =>
  fileURLToPath(new URL(`../fixtures/tables/${file}`, import.meta.url));
const ofSpace = (...files: string[]): string[] => ["import", ...files.map(fixture), "--space", "nasbench201"];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "import-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("tells what it understood, as the members that are promised", async () => {
  const { code, stdout, stderr } = await supernetLab(...ofSpace("A8-long-form-seeds.csv"), "--json");
  expect([code, stderr]).toEqual([0, ""]);
  const told = JSON.parse(stdout) as Record<string, unknown>;
  expect(Object.keys(told).sort()).toEqual(
    ["columns", "form", "known", "notes", "questions", "rows", "seeds", "space", "unknown"].sort(),
  );
  expect(told).toMatchObject({
    ...{ form: "CSV", space: "nasbench201", rows: 6, known: 6, unknown: 0, seeds: 2, questions: [] },
    columns: { arch: "architecture", seed: "seed", test_acc: "test accuracy" },
  });
});

it("asks, ends with 2 and writes nothing; with the answer it writes a table that reads again", async () => {
  const out = join(folder, "table.json");
  const asked = await supernetLab(...ofSpace("C7-number-tuples.csv"), "--out", out);
  expect(asked.code).toBe(2);
  expect(asked.stdout).toMatch(
    /\? Which numbering .*\n +--map "numbering=suite-zero" .*\n +--map "numbering=benchmark"/,
  );
  expect(existsSync(out)).toBe(false);

  const answered = await supernetLab(
    ...ofSpace("C7-number-tuples.csv"),
    "--map",
    "numbering=benchmark",
    "--out",
    out,
  );
  expect(answered.code).toBe(0);
  expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({
    ...{ format: "super-net-lab/table", version: 3, space: "nasbench201" },
    rows: [{ test: [0.932] }, { test: [0.701] }, { test: [0.845] }],
  });
  const again = await supernetLab("import", out, "--space", "nasbench201", "--json");
  expect(again.code).toBe(0);
  expect(JSON.parse(again.stdout)).toMatchObject({ rows: 3, known: 3, questions: [] });
});

it("replaces no larger table unless told to", async () => {
  const [out, file] = [join(folder, "large.json"), join(folder, "one.csv")];
  expect((await supernetLab(...ofSpace("A8-long-form-seeds.csv"), "--out", out)).code).toBe(0);
  const before = readFileSync(out, "utf8");
  writeFileSync(file, `arch,test_acc\n${JSON.parse(before).rows[0].architecture},0.9\n`);
  const line = ["import", file, "--space", "nasbench201", "--out", out];
  const refused = await supernetLab(...line);
  expect([refused.code, readFileSync(out, "utf8")]).toEqual([2, before]);
  expect(refused.stderr).toMatch(/large\.json is a table of .* with 2 trainings each, .* --force/);
  expect((await supernetLab(...line, "--force")).code).toBe(0);
  expect(JSON.parse(readFileSync(out, "utf8")).rows).toHaveLength(1);
});

it("makes no copy of a table of the lab, which would lose how it was made", async () => {
  const out = join(folder, "copy.json");
  const shipped = "public/tables/nasbench201.json";
  const { code, stderr } = await supernetLab("import", shipped, "--space", "nasbench201", "--out", out);
  expect([code, existsSync(out)]).toEqual([1, false]);
  expect(stderr).toMatch(/in the lab's own form, with how it was made, which a copy would lose/);
});

it("ends with 2, as other words of the command line that cannot be, where an answer is none", async () => {
  for (const [map, why] of [
    ["nonsense", /"nonsense" is not column=meaning/],
    ["nope=test accuracy", /there is no column "nope"/],
  ] as const) {
    const { code, stderr } = await supernetLab(...ofSpace("A2-utf16-tab.csv"), "--map", map);
    expect([code, stderr]).toEqual([2, expect.stringMatching(why)]);
  }
});

it("names each file that cannot be used, and tells of the others", async () => {
  const { code, stdout, stderr } = await supernetLab(
    ...ofSpace("cifar10-two-rows.bin", "no-such.csv", "A2-utf16-tab.csv"),
    ...["--json"],
  );
  expect(code).toBe(1);
  expect(stderr.trim().split("\n")).toEqual([
    expect.stringMatching(/cifar10-two-rows\.bin: the file is a batch of CIFAR images/),
    expect.stringMatching(/no-such\.csv: there is no such file/),
  ]);
  expect(JSON.parse(stdout)).toMatchObject([{ rows: 0 }, { rows: 0 }, { rows: 3, known: 3 }]);
});
