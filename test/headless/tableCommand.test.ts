/** @file `supernet-lab table` as a process: killed and given again it comes to the same table, and it says with which code that was made. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { codeVersion } from "../../src/core/codeVersion.ts";
import { andOthers, codeOfTable } from "../../src/headless/table/code.ts";
import { program, supernetLab } from "./program.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "table-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const tiny = (name: string): string[] => [
  ...["table", "--count", "3", "--seeds", "1", "--workers", "1", "--test", "part", "--allow-dirty"],
  ...["--set", "epochs=1", "portion=0.01", "channels=4", "--out", join(folder, `${name}.json`)],
  ...["--progress", join(folder, name)],
];
/** The file without what no two commands share: when it was made, and how long that took. */
const tableIn = (name: string): string =>
  readFileSync(join(folder, `${name}.json`), "utf8").replace(
    / {2}"(created|cost)": ("[^"]*"|\{[^}]*\}),\n/g,
    "",
  );

it("is the same whether it was killed in the middle or not", async () => {
  const { code, stderr } = await supernetLab(...tiny("whole"));
  expect(code, stderr).toBe(0);
  const child = spawn(process.execPath, [program, ...tiny("killed"), "--log", "json"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text: Buffer) => {
    said += text;
  });
  await vi.waitFor(() => expect(said).toContain('"event":"training"'), { timeout: 60_000, interval: 10 });
  child.kill("SIGKILL");
  expect(existsSync(join(folder, "killed.json"))).toBe(false);
  const again = await supernetLab(...tiny("killed"));
  expect(again.code, again.stderr).toBe(0);
  expect(again.stderr).toMatch(/3 trainings, [12] of them done before/);
  expect(tableIn("killed")).toBe(tableIn("whole"));
  const table = JSON.parse(readFileSync(join(folder, "killed.json"), "utf8"));
  expect(table.code.split(" ")[0]).toBe(codeVersion);
  expect(table.cost).toEqual({ trainings: 3, coreSeconds: expect.any(Number) });
  expect(table.cost.coreSeconds).toBeGreaterThan(0);
});

it("names the versions that trained some of it before", async () => {
  expect(andOthers("abc (commit 1)", new Set([codeVersion]))).toBe("abc (commit 1)");
  expect(andOthers("abc (commit 1)", new Set([codeVersion, "unknown", "older"]))).toBe(
    "abc (commit 1), some trained by older, unknown",
  );
  // A training that another version left is in the table, which says so.
  const [name = ""] = readdirSync(join(folder, "whole"));
  const journal = join(folder, "whole", name);
  const lines = readFileSync(journal, "utf8").trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).code)).toEqual(lines.map(() => codeVersion));
  const older = JSON.stringify({ ...JSON.parse(lines[0] ?? ""), code: "older" });
  writeFileSync(journal, `${[older, ...lines.slice(1)].join("\n")}\n`);
  expect((await supernetLab(...tiny("whole"))).code).toBe(0);
  expect(JSON.parse(readFileSync(join(folder, "whole.json"), "utf8")).code).toMatch(
    /, some trained by older$/,
  );
});

it("is of a commit, or says that it is not, and only where that is allowed", () => {
  expect(codeOfTable(false, "")).toBe(codeVersion);
  expect(codeOfTable(false, "0123456789ab")).toBe(`${codeVersion} (commit 0123456789ab)`);
  expect(() => codeOfTable(false, "0123456789ab-dirty")).toThrow(/--allow-dirty/);
  expect(codeOfTable(true, "0123456789ab-dirty")).toBe(`${codeVersion} (commit 0123456789ab-dirty)`);
});
