/** @file Effects with their intervals around a line at zero, one row each. */
import { ticks } from "./axis.ts";
import { ChartLabel } from "./ChartLabel.tsx";

interface ForestRow {
  readonly id: string;
  readonly title: string;
  readonly value: number;
  readonly interval: readonly [number, number] | null;
}

const rowHeight = 34;
const bottom = 22;
const padding = 12;

/** What the rows say must stand in words beside it. */
export function Forest({ rows, width }: { readonly rows: readonly ForestRow[]; readonly width: number }) {
  const ends = rows.flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
  const most = Math.max(0.05, ...ends.map(Math.abs));
  const x = (value: number): number => width / 2 + (value / most) * (width / 2 - padding);
  const height = rows.length * rowHeight + bottom;
  return (
    <svg
      className="plot forest"
      width={width}
      height={height}
      role="img"
      aria-label="Effects with their intervals"
    >
      <line className="forest-zero" x1={x(0)} x2={x(0)} y1={0} y2={height - bottom + 4} />
      {ticks([-most, most], width / 110).map((value) => (
        <text key={value} x={x(value)} y={height - 4} textAnchor="middle">
          {value.toFixed(2).replace("-", "−")}
        </text>
      ))}
      {rows.map(({ id, title, value, interval }, index) => {
        const y = index * rowHeight + 24;
        const isClear = interval !== null && (interval[0] > 0 || interval[1] < 0);
        return (
          <g key={id} className={isClear ? "forest-clear" : "forest-unclear"}>
            <ChartLabel text={title} x={0} y={y - 11} width={width} />
            {interval && <line x1={x(interval[0])} x2={x(interval[1])} y1={y} y2={y} />}
            <circle cx={x(value)} cy={y} r={5} />
          </g>
        );
      })}
    </svg>
  );
}
