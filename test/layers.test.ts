/** @file Which layer may import what, as data, checked against every import of src. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { describe, expect, it } from "vitest";
import { spaces } from "../src/core/spaces/index.ts";
import { sourceFiles as files, importsOf, root } from "./imports.ts";

it("no kernel uses relaxed SIMD, which may fuse or round otherwise on another processor", () => {
  const kernels = files.filter((file) => file.startsWith("engine/wasm/"));
  const codes = kernels.flatMap((file) => [
    ...readFileSync(join(root, file), "utf8").matchAll(/simd\((0x[0-9a-f]+)\)/g),
  ]);
  expect(codes.length).toBeGreaterThan(10);
  // All are written so that they are seen here.
  const used = kernels.flatMap((file) => [
    ...readFileSync(join(root, file), "utf8").matchAll(/(?<!const )\bsimd\(/g),
  ]);
  expect(used.length).toBe(codes.length);
  // https://webassembly.github.io/spec/core/binary/instructions.html: relaxed ones begin at 0x100.
  expect(codes.map(([, code]) => code).filter((code) => Number(code) >= 0x100)).toEqual([]);
});

it("one place alone writes the page's state", () => {
  const writers = files.filter((file) =>
    /(?<!this)\.setState\(/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(writers).toEqual(["store/labStore.ts"]);
});

/** The first layer whose prefix fits a file decides. `allowed`: prefixes of own files, and names of packages. */
const layers: readonly { readonly prefix: string; readonly allowed: readonly string[] }[] = [
  { prefix: "core/datasets/", allowed: ["core/", "fflate"] },
  { prefix: "core/search/", allowed: ["core/", "ml-matrix"] },
  { prefix: "core/", allowed: ["core/"] },
  { prefix: "engine/", allowed: ["core/", "engine/", "@tensorflow/", "fflate"] },
  { prefix: "worker/protocol.ts", allowed: ["core/"] },
  {
    prefix: "worker/client.ts",
    allowed: ["worker/protocol.ts", "worker/threadWatch.ts", "worker/lab.worker.ts"],
  },
  { prefix: "worker/threadWatch.ts", allowed: ["worker/protocol.ts"] },
  { prefix: "worker/importProtocol.ts", allowed: ["core/", "worker/recordPieces.ts"] },
  { prefix: "worker/recordPieces.ts", allowed: ["core/"] },
  {
    prefix: "worker/importClient.ts",
    allowed: [
      ...["core/", "worker/threadJob.ts", "worker/importProtocol.ts", "worker/import.worker.ts"],
      "worker/recordPieces.ts",
    ],
  },
  { prefix: "worker/imagesProtocol.ts", allowed: [] },
  {
    prefix: "worker/imagesClient.ts",
    allowed: ["worker/threadJob.ts", "worker/imagesProtocol.ts", "worker/images.worker.ts"],
  },
  { prefix: "worker/fetchBytes.ts", allowed: [] },
  { prefix: "worker/", allowed: ["core/", "engine/", "worker/"] },
  {
    prefix: "headless/",
    allowed: [
      "core/",
      "engine/",
      "headless/",
      "node:",
      "bullmq",
      "commander",
      "ioredis",
      "webgpu",
      "workerpool",
    ],
  },
  {
    prefix: "store/",
    allowed: [
      "core/",
      "store/",
      "worker/protocol.ts",
      "worker/client.ts",
      "worker/importProtocol.ts",
      "worker/imagesProtocol.ts",
      "worker/fetchBytes.ts",
      "zustand",
      "idb",
    ],
  },
  { prefix: "ui/charts/", allowed: ["core/", "ui/", "react", "recharts", "d3-contour", "@dagrejs/dagre"] },
  { prefix: "ui/controls/", allowed: ["core/", "ui/", "react"] },
  { prefix: "ui/", allowed: ["core/", "store/", "ui/", "react", "recharts", "uqr"] },
  {
    prefix: "main.tsx",
    allowed: [
      ...[
        "core/",
        "store/",
        "ui/",
        "siteUpdate.ts",
        "worker/client.ts",
        "worker/importClient.ts",
        "worker/imagesClient.ts",
      ],
      "react",
    ],
  },
  { prefix: "siteUpdate.ts", allowed: ["virtual:pwa-register"] },
];

const spaceFolders = globSync("core/spaces/*/", { cwd: root, onlyDirectories: true });

/** What a file says to the machine: without its comments. */
const codeOf = (file: string): string =>
  readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, "");

/** Files whose inexact functions decide no run, and why. */
const inexactByIntent: ReadonlyMap<string, string> = new Map([
  ["core/spaces/nasbench101/md5.ts", "constants of the standard, cut far above the last bit"],
  ["engine/soundness.ts", "a bound many times beyond any healthy loss"],
]);

describe("layers", () => {
  it("sees the files and their imports", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(importsOf("engine/training.ts")).toContain("core/schedule.ts");
  });

  it.each(files)("%s imports only what its layer may", (file) => {
    const layer = layers.find(({ prefix }) => file.startsWith(prefix));
    expect(layer, `${file} belongs to no layer`).toBeDefined();
    const forbidden = importsOf(file).filter(
      (target) => !layer?.allowed.some((prefix) => target === prefix || target.startsWith(prefix)),
    );
    expect(forbidden).toEqual([]);
  });

  it("computes what decides a run with exact operations only", () => {
    // ECMA-262 leaves the last bits of these open, and of powers; powers of whole numbers are exact as far as they fit.
    const inexact =
      /\bMath\.a?(exp|log|cos|sin|tan|pow|cbrt|hypot)|\}\s*=\s*Math\b|(?<![\s(]\d+|\.length)\s\*\*=?\s/;
    const decides = (file: string): boolean =>
      /^(core|engine)\//.test(file) && !/^(core\/metrics|engine\/tfjs)\//.test(file);
    const found = files.filter((file) => decides(file) && inexact.test(codeOf(file)));
    expect(found).toContain("core/spaces/nasbench101/md5.ts");
    expect(found.filter((file) => !inexactByIntent.has(file))).toEqual([]);
  });

  it("puts a session together in one place only", () => {
    const everywhere = globSync(["src/**/*.{ts,tsx}", "scripts/**/*.ts", "test/**/*.ts"], {
      cwd: join(root, ".."),
    });
    const makers = everywhere.filter((file) =>
      /new Session\(/.test(readFileSync(join(root, "..", file), "utf8").replace(/\/new .*/g, "")),
    );
    expect(makers).toEqual(["src/engine/openSession.ts"]);
  });

  it("names a space in the folder of the spaces only", () => {
    const ids = new RegExp(`["'\`](${spaces.map(({ id }) => id).join("|")})["'\`]`);
    // The algorithm that came with the space of its name.
    const namesakes = ["core/search/darts.ts"];
    const naming = files.filter(
      (file) => !namesakes.includes(file) && ids.test(readFileSync(join(root, file), "utf8")),
    );
    expect(naming.length).toBe(spaceFolders.length);
    expect(naming.filter((file) => !file.startsWith("core/spaces/"))).toEqual([]);
  });

  it("imports a space's folder in the lists of the spaces, their relaxations and their super-nets only", () => {
    const inside = (file: string): boolean => spaceFolders.some((folder) => file.startsWith(folder));
    const importing = files.filter((file) => !inside(file) && importsOf(file).some(inside));
    expect(importing).toEqual([
      "core/spaces/index.ts",
      "core/spaces/relaxations.ts",
      "core/spaces/superNets.ts",
    ]);
  });
});
