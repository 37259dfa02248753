import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";
import { codeCommit, codeVersion } from "./scripts/codeVersion.ts";
import { contentPolicy } from "./scripts/contentPolicy.ts";
import { firstLoad } from "./scripts/firstLoad.ts";
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
  plugins: [
    react(),
    contentPolicy(),
    linkPreview(process.env.SITE_URL),
    VitePWA({
      // A new version waits until nobody has the old one open, or is asked for: scripts of two versions never meet.
      registerType: "prompt",
      injectRegister: false,
      manifest: {
        name: "Super-net lab",
        short_name: "Super-net lab",
        description: "Train a weight-sharing super-net and watch how well it ranks architectures.",
        start_url: ".",
        scope: ".",
        display: "standalone",
        background_color: "#f5f6f8",
        theme_color: "#f5f6f8",
        icons: [{ src: "favicon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
      },
      workbox: {
        globPatterns: ["**/*.{html,js,css,svg,json,bin}", "recorded/*.gz"],
        globIgnores: ["assets/tensorflow-*.js"],
        maximumFileSizeToCacheInBytes: 4 * 2 ** 20,
        cleanupOutdatedCaches: true,
        // Links carry what a site added behind a question mark; the page is the same.
        ignoreURLParametersMatching: [/./],
        sourcemap: false,
      },
    }),
  ],
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
        test: { name: "pure", include: pure, isolate: false, testTimeout: 300_000 },
      },
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/browser/**", ...pure],
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
