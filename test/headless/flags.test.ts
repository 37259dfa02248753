/** @file The terminal refuses nonsense in one line that names the flag, and touches nothing. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../../build/supernet-lab.js", import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "flags-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const lab = (args: readonly string[]) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    execFile(process.execPath, [program, ...args], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    );
  });

describe("nonsense in a flag", () => {
  it.each([
    ["table", "--out", /required option '--out <file>'/],
    ["table --count abc", "--count", /'--count <n>' argument 'abc' is invalid.*from 1 to 100000/],
    ["table --seeds abc", "--seeds", /'--seeds <n>' argument 'abc' is invalid/],
    ["table --space elsewhere", "--space", /Allowed choices are nasbench201, nasbench101, darts/],
    ["run --threshold abc", "--threshold", /'--threshold <accuracy>' argument 'abc' is invalid/],
    ["run --set lr=abc", "lr", /lr must be a number from 0.0001 to 1, not "abc"/],
  ])("%s is refused and names %s", async (line, _, expected) => {
    const out = join(folder, "table.json");
    const words = line.split(" ");
    const isWithFile = words[0] === "table" && words.length > 1;
    const { code, said } = await lab(isWithFile ? [...words, "--out", out] : words);
    expect(said).toMatch(expected);
    expect(said.trim().split("\n")).toHaveLength(1);
    expect(code).toBe(1);
    expect(existsSync(out)).toBe(false);
  });
});
