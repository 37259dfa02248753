/** @file The lock of a folder where the file system has no links, as exFAT, and where nothing can be written. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { lockFolder } from "../../src/headless/lock.ts";

vi.mock("node:fs", async (original) => ({
  ...(await original<typeof import("node:fs")>()),
  linkSync: () => {
    throw Object.assign(new Error("EPERM: operation not permitted, link"), { code: "EPERM" });
  },
}));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("lets one command in, and the next when that gives it back", () => {
  const giveBack = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(`${folder} is in use by process ${process.pid}`);
  giveBack();
  expect(existsSync(join(folder, "lock"))).toBe(false);
  lockFolder(folder)();
});

it("takes over what a command that was killed left", () => {
  // No process has this number.
  const dead = { host: hostname(), pid: 2 ** 30, began: "1" };
  writeFileSync(join(folder, "lock"), JSON.stringify(dead));
  lockFolder(folder)();
  expect(existsSync(join(folder, "lock"))).toBe(false);
});

it("says in words why there can be none", () => {
  const none = join(folder, "none");
  expect(() => lockFolder(none)).toThrow(`${none}: there is no such file`);
});
