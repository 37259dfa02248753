/** @file What a user must load, against the limits in package.json, on the build that the other browser tests visit. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import limits from "../../package.json" with { type: "json" };

const program = join(dirname(createRequire(import.meta.url).resolve("size-limit/package.json")), "bin.js");

interface Part {
  readonly name: string;
  readonly size: number;
  readonly passed: boolean;
}

it("keeps every part of the page within its budget", async () => {
  // Beyond a limit the program fails, but it prints its table all the same.
  const { stdout } = await promisify(execFile)(process.execPath, [program, "--json"]).catch(
    (error: { stdout: string }) => error,
  );
  const parts = JSON.parse(stdout) as readonly Part[];
  expect(parts.length).toBeGreaterThan(0);
  expect(parts.filter(({ size }) => size === 0)).toEqual([]);
  // Every file that the page asks for at once must be counted.
  const counted = limits["size-limit"].flatMap(({ path }) => path);
  const asked = readFileSync("dist/index.html", "utf8").match(/assets\/[^"]*/g) ?? [];
  expect(asked.length).toBeGreaterThan(0);
  const isCounted = (file: string): boolean =>
    counted.some((path) =>
      new RegExp(`^${path.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}$`).test(`dist/${file}`),
    );
  expect(asked.filter((file) => !isCounted(file))).toEqual([]);
  expect(parts.filter(({ passed }) => !passed).map(({ name, size }) => `${name}: ${size} bytes`)).toEqual([]);
});
