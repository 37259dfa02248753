/** @file Builds the program `supernet-lab` for Node into `build/`: on `npm ci` and `npm pack`, and before tests and bench. */
import { defineConfig } from "vite";
import { codeCommit, codeVersion } from "./scripts/codeVersion.ts";

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  define: {
    __CODE_VERSION__: JSON.stringify(codeVersion()),
    __CODE_COMMIT__: JSON.stringify(codeCommit()),
  },
  build: {
    ssr: true,
    outDir: "build",
    target: "node20",
    minify: false,
    rolldownOptions: {
      input: {
        "supernet-lab": "src/headless/main.ts",
        thread: "src/headless/run/threadProcess.ts",
        worker: "src/headless/pool/workerProgram.ts",
      },
      output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
    },
  },
});
