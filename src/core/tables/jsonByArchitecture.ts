/** @file JSON whose keys are architectures, at any depth. */
import type { ReadResult } from "../fieldReader.ts";
import { readColumnName } from "./columns.ts";
import type { Cell, Grid, IsArchitecture } from "./grid.ts";
import { cellOf, deepest, flattened, GridBuilder, isObject, type Members, sampled } from "./jsonCells.ts";
import { quoted } from "./question.ts";

/**
 * Architectures are keys, below up to three levels of seeds, data sets or columns: `data[dataset][arch] = {…}` (NAS-Bench-Suite-Zero),
 * `arch → number`, `arch → {dataset → …}`.
 */
export function readByArchitecture(
  root: Members,
  isArchitecture: IsArchitecture,
): ReadResult<Grid> | undefined {
  const depth = depthOfArchitectures(root, isArchitecture);
  if (depth === undefined) return undefined;
  const rows = new Map<string, Map<string, Cell>>();
  const levels: string[] = [];
  const onTheWay = new Set<string>();
  const walk = (value: unknown, left: number, path: readonly string[]): void => {
    if (!isObject(value)) return;
    for (const [key, below] of Object.entries(value)) {
      if (left > 0) {
        onTheWay.add(key);
        walk(below, left - 1, [...path, key]);
      } else {
        const cells = rows.get(key) ?? new Map<string, Cell>();
        rows.set(key, cells);
        const prefix = path.length > 0 ? `${path.join(" ")} ` : "";
        for (const [name, cell] of valuesOf(below)) cells.set(`${prefix}${name}`.trim(), cell);
      }
    }
  };
  // A level with one key tells nothing apart.
  let top: unknown = root;
  let left = depth;
  while (left > 0 && isObject(top) && Object.keys(top).length === 1) {
    const [key] = Object.keys(top) as [string];
    levels.push(key);
    top = top[key];
    left--;
  }
  walk(top, left, []);
  const isSuite = depth > 0 && isSuiteZero([...rows.values()].slice(0, sampled), [...levels, ...onTheWay]);
  const form = isSuite ? "NAS-Bench-Suite-Zero" : "JSON, architecture → accuracy";
  const notes = levels.map((key) => `All values stand under "${quoted(key)}".`);
  const grid = gridOf(
    form,
    [...rows].map(([text, cells]) => [text, [...cells]]),
    notes,
  );
  return { ok: true, value: { ...grid, ...(isSuite && { numbering: "suite-zero" }) } };
}

/**
 * NAS-Bench-Suite-Zero has one numbering of operations. Others wrap a `val_accuracy`, too, so that a data set must stand above the
 * architectures, or zero-cost proxies within them.
 */
function isSuiteZero(records: readonly ReadonlyMap<string, Cell>[], keysAbove: readonly string[]): boolean {
  const held = new Set(records.flatMap((record) => [...record.keys()]));
  const names = [...held];
  const isProxy = (name: string): boolean =>
    name.endsWith(" score") && held.has(name.replace(/score$/, "time"));
  return (
    names.some((name) => name.endsWith("val_accuracy")) &&
    (keysAbove.some((key) => readColumnName(key).dataset !== undefined) || names.some(isProxy))
  );
}

function depthOfArchitectures(root: Members, isArchitecture: IsArchitecture): number | undefined {
  let level: unknown = root;
  for (let depth = 0; depth < deepest && isObject(level); depth++) {
    const keys = Object.keys(level);
    if (keys.slice(0, sampled).some(isArchitecture)) return depth;
    level = level[keys[0] ?? ""];
  }
  return undefined;
}

/** The values of one architecture, by name; a lone number has the name "". */
function valuesOf(below: unknown): [string, Cell][] {
  return isObject(below) ? flattened(below) : [["", cellOf(below)]];
}

export const entriesOf = (root: Members): [string, [string, Cell][]][] =>
  Object.entries(root).map(([key, below]) => [key, valuesOf(below)]);

/** A row per architecture, the architecture in front. */
export function gridOf(
  form: string,
  rows: readonly [string, readonly [string, Cell][]][],
  notes: readonly string[],
): Grid {
  const builder = new GridBuilder();
  for (const [text, cells] of rows)
    builder.add(`"${quoted(text)}"`, [
      ["arch", text],
      ...cells.map(([name, cell]): [string, Cell] => [name || "value", cell]),
    ]);
  return { ...builder.grid(form, notes), meanings: new Map([[0, "architecture"]]) };
}
