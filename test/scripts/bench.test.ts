/** @file The bench as a command: what it prints where, and the figures that are counted, not timed. */
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { benches } from "../../scripts/bench/index.ts";

const runner = join(
  dirname(createRequire(import.meta.url).resolve("vite-node/package.json")),
  "dist/cli.mjs",
);
const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, [runner, "scripts/bench/main.ts", "--", ...args]);

describe("npm run bench", () => {
  it("has every figure that is asked of the engines, each once", () => {
    const names = benches.flatMap((bench) => bench.names);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([
        "wasm_images_per_second",
        "wasm_vs_stock_webgpu",
        "host_ms_random_step",
        "dispatches_random_step",
        "dispatches_full_step",
        "submits_per_step",
        "buffers_per_step",
        "webgpu_vs_stock_full_step",
        "webgpu_vs_stock_evaluation",
      ]),
    );
  });

  it("prints the chosen figures as one JSON object: a step is one submission of few dispatches and makes no buffer", async () => {
    const { stdout } = await run(
      "--json",
      "--only",
      "dispatches_random_step,dispatches_full_step",
      "--only",
      "submits_per_step",
      "--only",
      "buffers_per_step",
    );
    const figures: Record<string, number> = JSON.parse(stdout);
    const { dispatches_random_step, dispatches_full_step, ...calls } = figures;
    expect(calls).toEqual({ submits_per_step: 1, buffers_per_step: 0 });
    expect(dispatches_random_step).toBeLessThanOrEqual(160);
    expect(dispatches_full_step).toBeLessThanOrEqual(300);
  });

  it("names the figures there are where one is asked for that is not", async () => {
    await expect(run("--only", "frames_per_second")).rejects.toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/no bench "frames_per_second".*host_ms_random_step/),
    });
  });
});
