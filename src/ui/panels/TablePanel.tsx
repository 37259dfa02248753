/** @file The scatter as a table: sortable, for keyboards, readers and copying. */
import { useMemo, useState } from "react";
import type { ArchitectureFigures } from "../../store/figures.ts";
import { count, percent, short } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { superNetName } from "../names.ts";
import { weightsOf } from "../rounds.ts";
import { useStaggered } from "../useStaggered.ts";

type Column = "superNet" | "standAlone" | "superNetRank" | "standAloneRank" | "parameters" | "flops";

const columns: readonly { readonly id: Column; readonly title: string; readonly ascending: boolean }[] = [
  { id: "superNet", title: "super-net", ascending: false },
  { id: "superNetRank", title: "super-net rank", ascending: true },
  { id: "standAlone", title: "stand-alone", ascending: false },
  { id: "standAloneRank", title: "stand-alone rank", ascending: true },
  { id: "parameters", title: "parameters", ascending: false },
  { id: "flops", title: "FLOPs", ascending: false },
];

const accessibleTitle: Readonly<Record<Column, string>> = {
  superNet: superNetName,
  superNetRank: "rank by super-net",
  standAlone: "stand-alone accuracy",
  standAloneRank: "rank by stand-alone",
  parameters: "parameters",
  flops: "FLOPs",
};

/** Rows without a value come last, whichever way the rest is sorted. */
export function sortedBy(
  items: readonly ArchitectureFigures[],
  column: Column,
  ascending: boolean,
): ArchitectureFigures[] {
  return [...items].sort((a, b) => {
    const [x, y] = [a[column], b[column]];
    if (x === undefined || y === undefined) return x === y ? 0 : x === undefined ? 1 : -1;
    return ascending ? x - y : y - x;
  });
}

export default function TablePanel() {
  const [open, setOpen] = useState(false);
  const scored = useLab((state) => state.figures.scored);
  const round = useLab((state) => state.figures.round);
  return (
    <section className="card wide" aria-labelledby="table-title">
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="table-summary">
          <h2 id="table-title">All architectures as a table</h2>
          <span className="note">
            {round ? `${count(scored)} scored with the ${weightsOf(round)}` : "none scored yet"}
          </span>
        </summary>
        {open && <Table />}
      </details>
    </section>
  );
}

function Table() {
  const architectures = useStaggered(
    useLab((state) => state.figures.architectures),
    2000,
    0,
  );
  const selected = useLab((state) => state.selected);
  const actions = useActions();
  const [sort, setSort] = useState<{ readonly column: Column; readonly ascending: boolean }>({
    column: "superNet",
    ascending: false,
  });
  const rows = useMemo(() => sortedBy(architectures, sort.column, sort.ascending), [architectures, sort]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" aria-label="Architectures" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">architecture</th>
            {columns.map(({ id, title, ascending }) => (
              <th
                key={id}
                scope="col"
                aria-sort={sort.column === id ? (sort.ascending ? "ascending" : "descending") : "none"}
              >
                <button
                  type="button"
                  aria-label={`Sort by ${accessibleTitle[id]}`}
                  onClick={() =>
                    setSort({ column: id, ascending: sort.column === id ? !sort.ascending : ascending })
                  }
                >
                  {title}
                  {sort.column === id && (sort.ascending ? " ↑" : " ↓")}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((item) => (
            <tr key={item.architecture} data-selected={item.architecture === selected || undefined}>
              <td>
                <button
                  type="button"
                  className="mono"
                  title={item.architecture}
                  onClick={() => actions.select(item.architecture)}
                >
                  <span className="two-lines">{item.architecture}</span>
                </button>
              </td>
              <td>{percent(item.superNet)}</td>
              <td>{item.superNetRank ?? "–"}</td>
              <td>{percent(item.standAlone, 2)}</td>
              <td>{item.standAloneRank ?? "–"}</td>
              <td>{item.parameters === undefined ? "–" : short(item.parameters)}</td>
              <td>{item.flops === undefined ? "–" : short(item.flops)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
