/** @file The journal: an entry that does not reach the disk leaves the file as it was. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { Journal } from "../../src/headless/journal.ts";

let isFull = false;
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  return {
    ...fs,
    fsyncSync: (file: number) => {
      if (isFull) throw Object.assign(new Error("write failed"), { code: "ENOSPC" });
      fs.fsyncSync(file);
    },
  };
});

it("says in words why a file cannot be opened", () => {
  const folder = mkdtempSync(join(tmpdir(), "journal-"));
  writeFileSync(join(folder, "file"), "");
  const file = join(folder, "file", "journal.jsonl");
  expect(() => new Journal(file, String)).toThrow(`${file}: a part of the path is no folder`);
  rmSync(folder, { recursive: true });
});

it("takes a failed entry off the file again, and says why it failed", () => {
  const folder = mkdtempSync(join(tmpdir(), "journal-"));
  const file = join(folder, "journal.jsonl");
  const journal = new Journal<{ key: string }>(file, ({ key }) => key);
  journal.add({ key: "a" });
  isFull = true;
  expect(() => journal.add({ key: "b" })).toThrow(`${file}: the disk is full`);
  expect(journal.get("b")).toBeUndefined();
  isFull = false;
  journal.add({ key: "c" });
  expect(readFileSync(file, "utf8")).toBe('{"key":"a"}\n{"key":"c"}\n');
  rmSync(folder, { recursive: true });
});
