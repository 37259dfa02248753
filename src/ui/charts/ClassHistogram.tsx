/** @file How often which S-KdT came out, group by group on one axis: a square a run, and the mean with its interval below. */
import { signed } from "../difference.ts";
import { stripScale, ticks } from "./axis.ts";
import { ChartLabel } from "./ChartLabel.tsx";

interface HistogramGroup {
  readonly id: string;
  readonly title: string;
  readonly values: readonly { readonly id: string; readonly value: number }[];
  readonly mean: number;
  readonly interval: readonly [low: number, high: number] | null;
}

const margin = { left: 14, right: 14, bottom: 40 };
const title = 20;
const whisker = 22;
const maxSquare = 14;
/** Of the squares of the tallest column. */
const tallest = 112;

export function ClassHistogram({
  groups,
  width,
}: {
  readonly groups: readonly HistogramGroup[];
  readonly width: number;
}) {
  const ends = groups.flatMap(({ values, interval }) => [
    ...values.map(({ value }) => value),
    ...(interval ?? []),
  ]);
  const step = Math.max(...ends) - Math.min(...ends) > 0.6 || width < 420 ? 0.05 : 0.025;
  const low = Math.floor((Math.min(...ends) - step / 2) / step) * step;
  const high = Math.ceil((Math.max(...ends) + step / 2) / step) * step;
  const x = stripScale([low, high], margin.left, width - margin.right, 0);
  const placed = groups.map((group) => ({ ...group, columns: columnsOf(group, low, step) }));
  const most = Math.max(...placed.flatMap(({ columns }) => columns.map(({ runs }) => runs.length)));
  const square = Math.min(maxSquare, tallest / most, x.at(low + step) - x.at(low) - 1);
  const row = title + most * square + whisker;
  const height = groups.length * row + margin.bottom;
  const told = groups.map(
    ({ title, mean, values }) => `${title}: ${values.length} runs, mean ${signed(mean)}`,
  );
  return (
    <svg
      className="plot class-histogram"
      width={width}
      height={height}
      role="img"
      aria-label={`Histogram of S-KdT. ${told.join("; ")}.`}
    >
      {ticks([low, high], Math.min(width / 70, (high - low) / 0.01)).map((tick) => (
        <g key={tick}>
          <line className="grid" x1={x.at(tick)} x2={x.at(tick)} y1={title} y2={height - margin.bottom} />
          <text x={x.at(tick)} y={height - margin.bottom + 15} textAnchor="middle">
            {signed(tick)}
          </text>
        </g>
      ))}
      <text className="class-axis" x={width - margin.right} y={height - 6} textAnchor="end">
        S-KdT; a square is a run
      </text>
      {placed.map(({ id, title: name, columns, mean, interval }, index) => {
        const base = (index + 1) * row - whisker;
        return (
          <g key={id}>
            <ChartLabel
              className="class-name"
              text={name}
              x={margin.left}
              y={index * row + 14}
              width={width - margin.left}
            />
            <line className="axis" x1={margin.left} x2={width - margin.right} y1={base} y2={base} />
            {columns.map(({ bin, runs }) =>
              runs.map((run, place) => (
                <rect
                  key={run.id}
                  x={(x.at(low + bin * step) + x.at(low + (bin + 1) * step)) / 2 - square / 2 + 0.5}
                  y={base - (place + 1) * square + 0.5}
                  width={square - 1}
                  height={square - 1}
                  rx={2}
                >
                  <title>{`${run.id}: ${signed(run.value)}`}</title>
                </rect>
              )),
            )}
            {interval && (
              <line
                className="class-interval"
                x1={x.at(interval[0])}
                x2={x.at(interval[1])}
                y1={base + 9}
                y2={base + 9}
              />
            )}
            <circle cx={x.at(mean)} cy={base + 9} r={4.5} />
          </g>
        );
      })}
    </svg>
  );
}

/** The runs of each bin that has some, in the order of their files. */
function columnsOf({ values }: HistogramGroup, low: number, step: number) {
  const bins = new Map<number, (typeof values)[number][]>();
  for (const one of values) {
    const bin = Math.floor((one.value - low) / step + 1e-9);
    bins.set(bin, [...(bins.get(bin) ?? []), one]);
  }
  return [...bins].map(([bin, runs]) => ({ bin, runs }));
}
