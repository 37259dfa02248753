/** @file No file of src imports itself by a detour, not even for a type: each can be read before those that import it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { circlesOf, importsOf, root, sourceFiles } from "./imports.ts";

describe("imports", () => {
  const imports = new Map(sourceFiles.map((file) => [file, importsOf(file).map(withoutQuery)]));

  it("are resolved to files that exist", () => {
    const own = [...imports].flatMap(([file, targets]) =>
      targets.filter((target) => isOwn(target)).map((target) => ({ file, target })),
    );
    expect(own.length).toBeGreaterThan(sourceFiles.length);
    expect(own.filter(({ target }) => !existsSync(join(root, target)))).toEqual([]);
  });

  it("go round in no circle", () => {
    expect(circlesOf(imports)).toEqual([]);
  });

  it("would be named if they did", () => {
    const made = (entries: Record<string, string[]>) => circlesOf(new Map(Object.entries(entries)));
    expect(made({ a: ["b", "react"], b: ["c"], c: ["d"], d: [] })).toEqual([]);
    expect(made({ a: ["b", "c"], b: ["c"], c: [] })).toEqual([]);
    expect(made({ a: ["b"], b: ["c", "d"], c: ["b"], d: ["d"] })).toEqual(["b → c → b", "d → d"]);
  });
});

/** Vite's `?raw` and `?worker` say how, not what. */
function withoutQuery(target: string): string {
  return target.replace(/\?.*$/, "");
}

/** Own files are named with their ending, packages never. */
function isOwn(target: string): boolean {
  return /\.(tsx?|css|wgsl)$/.test(target);
}
