import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";
import { codeCommit, codeVersion } from "./scripts/codeVersion.ts";
import { contentPolicy } from "./scripts/contentPolicy.ts";
import { firstLoad } from "./scripts/firstLoad.ts";
import { keptSite } from "./scripts/keptSite.ts";
import { linkPreview } from "./scripts/linkPreview.ts";
import LongestFirst from "./test/setup/longestFirst.ts";

// Cross-origin isolation gives a page a finer clock. Nothing needs it: training threads share no memory.
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** TensorFlow.js under a name of its own: a page with a sound engine never loads it. */
const output = {
  chunkFileNames: ({ moduleIds }: { readonly moduleIds: readonly string[] }): string =>
    moduleIds.some((id) => id.includes("/@tensorflow/"))
      ? "assets/tensorflow-[hash].js"
      : "assets/[name]-[hash].js",
};

/** Tests that only compute: they share a process, since loading modules anew for every file takes longer than they do. */
const pure = ["test/*.test.ts", "test/{core,ui}/**/*.test.{ts,tsx}"];

export default defineConfig({
  base: "./",
  define: {
    __CODE_VERSION__: JSON.stringify(codeVersion()),
    __CODE_COMMIT__: JSON.stringify(codeCommit()),
  },
  plugins: [react(), contentPolicy(), linkPreview(process.env.SITE_URL), VitePWA(keptSite)],
  server: { headers },
  preview: { headers },
  worker: { format: "es", rolldownOptions: { output } },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        ...output,
        codeSplitting: {
          groups: [{ debugName: "first", name: firstLoad(join(import.meta.dirname, "src/main.tsx")) }],
        },
      },
    },
  },
  test: {
    reporters: ["default", "./test/setup/closingLine.ts"],
    // By default vitest leaves a core of two idle.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          include: pure,
          isolate: false,
          testTimeout: 300_000,
          setupFiles: ["./test/setup/seededProperties.ts", "./test/setup/patientWaits.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/browser/**", ...pure],
          setupFiles: ["./test/setup/patientWaits.ts"],
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
          // Whatever is waited for may take long beside a neighbor; asking all the time makes it take longer.
          expect: { poll: { timeout: 60_000, interval: 200 } },
          // After the unit tests, which take both cores.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
