import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { codeVersion } from "./scripts/codeVersion.ts";
import LongestFirst from "./test/setup/longestFirst.ts";

// Cross-origin isolation gives a page a finer clock. Nothing needs it: training threads share no memory.
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  base: "./",
  define: { __CODE_VERSION__: JSON.stringify(codeVersion()) },
  plugins: [react()],
  server: { headers },
  preview: { headers },
  worker: { format: "es" },
  build: { target: "es2023", assetsInlineLimit: 0 },
  test: {
    reporters: ["default", "./test/setup/closingLine.ts"],
    // By default vitest leaves a core of two idle.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/browser/**"],
          globalSetup: ["./test/setup/builtProgram.ts", "./test/setup/webgpuInNode.ts"],
          testTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["./test/setup/builtProgram.ts", "./test/setup/servedLab.ts"],
          testTimeout: 400_000,
          hookTimeout: 300_000,
          // One browser at a time: what a visitor sees within seconds must not depend on the neighbour.
          fileParallelism: false,
          // After the unit tests, for the same reason.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
