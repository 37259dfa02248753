/** @file The import table of ARCHITECTURE.md, as data, checked against every import of src. */
import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { globSync } from "tinyglobby";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../src");

/** The first layer whose prefix fits a file decides. `allowed`: prefixes of own files, and names of packages. */
const layers: readonly { readonly prefix: string; readonly allowed: readonly string[] }[] = [
  { prefix: "core/", allowed: ["core/"] },
  { prefix: "engine/", allowed: ["core/", "engine/", "@tensorflow/", "fflate"] },
  { prefix: "worker/protocol.ts", allowed: ["core/"] },
  { prefix: "worker/client.ts", allowed: ["core/", "worker/protocol.ts", "worker/lab.worker.ts"] },
  { prefix: "worker/", allowed: ["core/", "engine/", "worker/"] },
  {
    prefix: "headless/",
    allowed: ["core/", "engine/", "headless/", "node:", "commander", "@tensorflow/", "webgpu"],
  },
  {
    prefix: "store/",
    allowed: ["core/", "store/", "worker/protocol.ts", "worker/client.ts", "zustand", "valibot"],
  },
  { prefix: "ui/charts/", allowed: ["core/", "ui/", "react", "recharts", "@dagrejs/dagre"] },
  { prefix: "ui/controls/", allowed: ["core/", "ui/", "react", "@base-ui/react"] },
  { prefix: "ui/", allowed: ["core/", "store/", "ui/", "react", "recharts", "@base-ui/react"] },
  { prefix: "main.tsx", allowed: ["core/", "store/", "ui/", "worker/client.ts", "react"] },
];

const files = globSync("**/*.{ts,tsx}", { cwd: root });

/** What a file imports: own files relative to src, packages by name. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = text.matchAll(
    /\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"|\b(?:import\(|new URL\()\s*"([^"]+(?:\.tsx?|[^/]))"/gm,
  );
  return [...found].map((match) => {
    const target = (match[1] ?? match[2] ?? match[3]) as string;
    return target.startsWith(".") ? relative(root, resolve(root, dirname(file), target)) : target;
  });
}

describe("layers", () => {
  it("sees the files and their imports", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(importsOf("engine/session.ts")).toContain("core/config.ts");
  });

  it.each(files)("%s imports only what its layer may", (file) => {
    const layer = layers.find(({ prefix }) => file.startsWith(prefix));
    expect(layer, `${file} belongs to no layer`).toBeDefined();
    const forbidden = importsOf(file).filter(
      (target) => !layer?.allowed.some((prefix) => target === prefix || target.startsWith(prefix)),
    );
    expect(forbidden).toEqual([]);
  });

  it("keeps spaces and heuristics out of the engine and the page's charts", () => {
    const ids = /["'](nasbench201|nasbench101|darts)["']/;
    const offenders = files.filter(
      (file) => /^(engine|ui|worker|store)\//.test(file) && ids.test(readFileSync(join(root, file), "utf8")),
    );
    expect(offenders).toEqual([]);
  });
});
