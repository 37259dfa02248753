/** @file HPOBench's NAS-Bench-201: `data[seed][arch].eval_acc1es["ori-test@199"]`, per cent; the number counts epochs from 0. */
import { type ReadResult, refused } from "../fieldReader.ts";
import type { Cell, Grid } from "./grid.ts";
import { quoted } from "./question.ts";

type Members = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const member = "eval_acc1es";

export function isHpoBench(root: Members): boolean {
  const [seed] = Object.values(root);
  const [record] = isObject(seed) ? Object.values(seed) : [];
  return isObject(record) && isObject(record[member]);
}

/** The last epoch that the file has is read, for test and validation images. */
export function readHpoBench(root: Members): ReadResult<Grid> {
  const seeds = Object.entries(root);
  const epochs = new Set<number>();
  const records: [seed: number, text: string, accuracies: Members][] = [];
  for (const [index, [seed, byText]] of seeds.entries()) {
    if (!isObject(byText)) return refused(`"${quoted(seed)}" must hold architectures`);
    for (const [text, record] of Object.entries(byText)) {
      const accuracies = isObject(record) ? record[member] : undefined;
      if (!isObject(accuracies)) return refused(`"${quoted(seed)}", "${quoted(text)}" has no ${member}`);
      records.push([index, text, accuracies]);
      if (records.length > 1000) continue;
      for (const key of Object.keys(accuracies)) {
        const epoch = /^ori-test@(\d{1,6})$/.exec(key)?.[1];
        if (epoch) epochs.add(Number(epoch));
      }
    }
  }
  if (epochs.size === 0) return refused(`no ${member} holds an "ori-test@" with its epoch`);
  const ordered = [...epochs].sort((a, b) => a - b);
  const last = ordered.at(-1) as number;
  const rows = new Map<string, Cell[]>();
  for (const [index, text, accuracies] of records) {
    const cells = rows.get(text) ?? [text];
    rows.set(text, cells);
    for (const [offset, part] of ["ori-test", "x-valid"].entries()) {
      const value = accuracies[`${part}@${last}`];
      const at = 1 + index + offset * seeds.length;
      while (cells.length < at) cells.push(null);
      cells[at] = typeof value === "number" || typeof value === "string" ? value : null;
    }
  }
  const names = (part: string): string[] => seeds.map(([seed]) => `${part} seed ${seed}`);
  const others = ordered.slice(0, -1);
  const hasValidation = records.some(([, , accuracies]) => `x-valid@${last}` in accuracies);
  const columns = ["arch", ...names("test accuracy"), ...(hasValidation ? names("validation accuracy") : [])];
  return {
    ok: true,
    value: {
      form: "HPOBench NAS-Bench-201",
      columns,
      rows: [...rows].map(([text, cells]) => ({
        where: `"${quoted(text)}"`,
        cells: cells.slice(0, columns.length),
      })),
      notes: [
        `Accuracy after epoch ${last + 1}${others.length > 0 ? `, the last one; the file also holds ${others.length} earlier ones` : ""}.`,
      ],
    },
  };
}
