/** @file The first rows of a table, as they were read. */
import type { Table, TableRow } from "../../core/tables/table.ts";
import { count, percent } from "../format.ts";

const shownRows = 10;

type Column = readonly [title: string, text: (row: TableRow) => string | undefined];

const all = (values: readonly number[]): string | undefined =>
  values.length > 0
    ? values
        .slice(0, 5)
        .map((value) => percent(value, 2))
        .join(", ")
    : undefined;

const possible: readonly Column[] = [
  ["test", ({ test }) => all(test)],
  ["validation", ({ validation }) => all(validation)],
  ["super-net", ({ superNet }) => (superNet === undefined ? undefined : percent(superNet, 2))],
  ["parameters", ({ parameters }) => (parameters === undefined ? undefined : count(parameters))],
];

export function ImportRows({ table }: { readonly table: Table }) {
  const rows = table.rows.slice(0, shownRows);
  const columns = possible.filter(([, text]) => rows.some((row) => text(row) !== undefined));
  return (
    <div>
      <h4>
        {rows.length < table.rows.length
          ? `The first ${rows.length} of ${count(table.rows.length)} architectures, as read`
          : "As read"}
      </h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-scroll import-rows" aria-label={`Rows of ${table.name}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">architecture</th>
              {columns.map(([title]) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <td className="mono">{row.architecture}</td>
                {columns.map(([title, text]) => (
                  <td key={title}>{text(row) ?? "–"}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
