/** @file What was understood of a table, for people. */
import type { SearchSpace } from "../../core/spaces/space.ts";
import { quoted } from "../../core/tables/question.ts";
import type { TableRow } from "../../core/tables/table.ts";
import type { ReadTable } from "../../core/tables/understanding.ts";

/** Rows that are shown as read. */
const shownRows = 10;

export function summaryOf(file: string, { understood, table }: ReadTable, space: SearchSpace): string {
  const { form, rows, known, unknown, seeds, columns, notes, questions } = understood;
  const lines = [
    `${file}: ${form}, ${space.title}`,
    `  ${rows} rows, ${known} with an architecture of the space, ${unknown} without; ${seeds === 1 ? "1 training" : `up to ${seeds} trainings`} of an architecture`,
    ...Object.entries(columns).map(([name, meaning]) => `  column "${quoted(name)}": ${meaning}`),
    ...notes.map((note) => `  ${note}`),
  ];
  if (table) {
    lines.push(
      `  judged by ${table.judgedBy} accuracy; the first ${Math.min(shownRows, table.rows.length)} of ${table.rows.length} architectures as read:`,
    );
    lines.push(...table.rows.slice(0, shownRows).map((row) => `    ${rowText(row)}`));
  }
  for (const { text, options } of questions)
    lines.push(`  ? ${text}`, ...options.map(({ map, means }) => `      --map "${map}"  ${means}`));
  return lines.join("\n");
}

function rowText({ architecture, test, validation, superNet, parameters }: TableRow): string {
  const list = (title: string, values: readonly number[]): string[] =>
    values.length === 0 ? [] : [`${title} ${values.map((value) => value.toFixed(4)).join(" ")}`];
  return [
    quoted(architecture, 100),
    ...list("test", test),
    ...list("validation", validation),
    ...list("super-net", superNet === undefined ? [] : [superNet]),
    ...(parameters === undefined ? [] : [`${parameters} parameters`]),
  ].join("  ");
}
