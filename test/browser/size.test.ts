/** @file What a user must load, against the limits in package.json, on the build that the other browser tests visit. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { globSync } from "tinyglobby";
import { expect, it } from "vitest";
import limits from "../../package.json" with { type: "json" };
import { cheap, labBrowser, output, reached } from "./labPage.ts";

const program = join(dirname(createRequire(import.meta.url).resolve("size-limit/package.json")), "bin.js");

const lab = labBrowser();

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
  const there = globSync(counted);
  expect(asked.filter((file) => !there.includes(`dist/${file}`))).toEqual([]);
  expect(parts.filter(({ passed }) => !passed).map(({ name, size }) => `${name}: ${size} bytes`)).toEqual([]);
});

it("trains, scores and draws a WASM run with nothing but what is counted for it", async () => {
  const files = limits["size-limit"]
    .filter(({ name }) => /a WASM run|images of a run/.test(name))
    .flatMap(({ path }) => globSync(path));
  const denied: string[] = [];
  const page = await lab.open({
    hash: `#v=2&backend=wasm&${cheap}`,
    prepare: (context) =>
      context.route("**/*", (route) => {
        const path = new URL(route.request().url()).pathname.slice(1) || "index.html";
        if (files.includes(`dist/${path}`)) return route.continue();
        denied.push(path);
        return route.abort();
      }),
  });
  await reached(page, 3);
  await expect.poll(() => output(page, "S-KdT").textContent()).toMatch(/\d/);
  await page.locator("svg.recharts-surface").first().waitFor();
  // Panels that wait to be opened, as they come once the page is at rest.
  expect(denied.filter((path) => !/^(assets|recorded)\//.test(path))).toEqual([]);
});
