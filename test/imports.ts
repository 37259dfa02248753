/** @file Which file of src imports which, read from the text; for the tests of the architecture. */
import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { globSync } from "tinyglobby";

export const root = resolve(import.meta.dirname, "../src");

/** Every TypeScript file of src, relative to it. */
export const sourceFiles = globSync("**/*.{ts,tsx}", { cwd: root }).sort();

/** What a file imports (for its values, its types, later, or as a worker): own files relative to src, packages by name. */
export function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = text.matchAll(
    /\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"|\b(?:import\(|new URL\()\s*"([^"]+(?:\.tsx?|[^/]))"/gm,
  );
  return [...found].map((match) => {
    const target = (match[1] ?? match[2] ?? match[3]) as string;
    return target.startsWith(".") ? relative(root, resolve(root, dirname(file), target)) : target;
  });
}

/**
 * Circles of imports, each as the files on the way round, the first one again at the end; none exactly where there is no circle.
 * @param imports what each file imports; what is no key of it has no imports
 */
export function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const way: string[] = [];
  const follow = (file: string): void => {
    const met = way.indexOf(file);
    if (met >= 0) circles.push([...way.slice(met), file].join(" → "));
    if (met >= 0 || done.has(file)) return;
    way.push(file);
    for (const target of imports.get(file) ?? []) follow(target);
    way.pop();
    done.add(file);
  };
  for (const file of imports.keys()) follow(file);
  return circles;
}
