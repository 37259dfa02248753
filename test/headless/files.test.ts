/** @file Files that commands write: links, pipes and devices stay what they are, and nothing that is read is written over. */
import { execFileSync } from "node:child_process";
import {
  closeSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { prepareOutput, prepareOutputs, writeWhole } from "../../src/headless/files.ts";
import { UsageError } from "../../src/headless/usage.ts";
import { supernetLab } from "./program.ts";

let folder: string;
const at = (name: string): string => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "files-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("writes to what a link leads to, beside that, and keeps the link", () => {
  mkdirSync(at("elsewhere"));
  writeFileSync(at("elsewhere/run.json"), "old");
  symlinkSync(at("elsewhere/run.json"), at("link"));
  prepareOutput(at("link"));
  writeWhole(at("link"), "new");
  expect(readFileSync(at("elsewhere/run.json"), "utf8")).toBe("new");
  expect(lstatSync(at("link")).isSymbolicLink()).toBe(true);
  expect(readdirSync(at("elsewhere"))).toEqual(["run.json"]);
});

it("names a link that leads nowhere", () => {
  symlinkSync(at("none"), at("link"));
  expect(() => prepareOutput(at("link"))).toThrow(/link: this is a link that leads nowhere/);
});

it.skipIf(process.platform === "win32")("writes into a pipe, as into a device, which stays one", () => {
  execFileSync("mkfifo", [at("pipe")]);
  // So that writing finds a reader.
  const reader = openSync(at("pipe"), "r+");
  prepareOutput(at("pipe"));
  writeWhole(at("pipe"), "text");
  const read = Buffer.alloc(9);
  expect(read.toString("utf8", 0, readSync(reader, read))).toBe("text");
  closeSync(reader);
  expect(statSync(at("pipe")).isFIFO()).toBe(true);
});

it("refuses to write over what is read, or twice to one file, by whatever path", () => {
  writeFileSync(at("table.json"), "{}");
  symlinkSync(at("table.json"), at("link.json"));
  const read = [["--table", at("table.json")]] as const;
  expect(() => prepareOutputs([["--out", at("link.json")]], read)).toThrow(
    /^--table and --out name the same file/,
  );
  const twice = [
    ["--out", at("new/x")],
    ["--checkpoint", `${folder}/new/../new/x`],
  ] as const;
  expect(() => prepareOutputs(twice, read)).toThrow(UsageError);
  expect(readdirSync(folder).sort()).toEqual(["link.json", "table.json"]);
});

it.each([
  ["run", "--out", ""],
  ["run", "--checkpoint="],
  ["study", "s.json", "--out", ""],
  ["search", "--progress", ""],
  ["table", "--out", ""],
  ["import", "mine.csv", "--space", "nasbench201", "--out", ""],
])("refuses an empty name before anything is trained: %s %s", async (...args) => {
  const { code, stdout, stderr } = await supernetLab(...args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^error: option '--\w+ <\w+>' argument '' is invalid\. The name is empty; .+\n$/);
});

it("imports no table over itself", async () => {
  const file = at("mine.csv");
  writeFileSync(file, "arch,test_acc\n|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|none~2|,0.9\n");
  const { code, stderr } = await supernetLab("import", file, "--space", "nasbench201", "--out", file);
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining("the table that is read and --out name the same file"),
  ]);
  expect(readFileSync(file, "utf8")).toMatch(/^arch/);
});

it.skipIf(process.platform !== "linux")(
  "keeps the run and prints what it came to where its checkpoint finds no place",
  async () => {
    const cheap = "--set epochs=1 bs=4 paths=1 channels=4 evalimages=50 evalbatch=50 pool=8 --steps 2".split(
      " ",
    );
    const files = ["--checkpoint", "/dev/full", "--out", at("run.json")];
    const { code, stdout, stderr } = await supernetLab("run", ...cheap, ...files, "--json");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: \/dev\/full: the disk is full$/m);
    expect(JSON.parse(stdout)).toMatchObject({ step: 2 });
    expect(JSON.parse(readFileSync(at("run.json"), "utf8"))).toMatchObject({ format: expect.any(String) });
  },
);
