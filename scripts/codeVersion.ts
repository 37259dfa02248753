/** @file A name for the code that decides what a run computes: it changes with every file of core and engine. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";

/** Twelve hexadecimal digits; line endings do not count. */
export function codeVersion(): string {
  const root = join(import.meta.dirname, "..");
  const hash = createHash("sha256");
  for (const file of globSync(["src/core/**/*.ts", "src/engine/**/*.{ts,wgsl}"], { cwd: root }).sort())
    hash.update(`${file}\n`).update(readFileSync(join(root, file), "utf8").replaceAll("\r\n", "\n"));
  return hash.digest("hex").slice(0, 12);
}

/** The commit of the checkout that the code is built from, with "-dirty" where a source differs from it; empty outside a checkout. */
export function codeCommit(): string {
  const git = (...args: string[]): string =>
    execFileSync("git", args, {
      cwd: join(import.meta.dirname, ".."),
      encoding: "utf8",
      stdio: "pipe",
    }).trim();
  try {
    const changed = git("status", "--porcelain", "--", "src", "package-lock.json");
    return `${git("rev-parse", "--short=12", "HEAD")}${changed === "" ? "" : "-dirty"}`;
  } catch {
    return "";
  }
}
