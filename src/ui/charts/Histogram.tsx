/** @file How many architectures the super-net gives which accuracy. One path of bars. */
import { memo, useMemo } from "react";
import { percent } from "../format.ts";
import { type Domain, linearScale, ticks } from "./axis.ts";
import { plotMargin } from "./ScatterFrame.tsx";

export interface HistogramProps {
  readonly accuracies: readonly number[];
  /** Those of the previous run, or before the last change: an outline behind the bars. */
  readonly before: readonly number[];
  readonly domain: Domain;
  readonly chance: number;
  readonly width: number;
  readonly height: number;
}

/** Counts of the values in `bins` equal parts of the domain. */
export function binned(values: readonly number[], [low, high]: Domain, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * bins)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

const axisRoom = 20;

export const Histogram = memo(function Histogram(props: HistogramProps) {
  const { accuracies, before, domain, chance, width, height } = props;
  const bottom = height - axisRoom;
  const x = linearScale(domain, plotMargin.left, width - plotMargin.right);
  const [path, outline] = useMemo(() => {
    const bins = Math.max(12, Math.min(40, Math.round(width / 18)));
    const step = (width - plotMargin.left - plotMargin.right) / bins;
    const counts = binned(accuracies, domain, bins);
    const countsBefore = before.length > 0 ? binned(before, domain, bins) : [];
    const scale = (bottom - 16) / Math.max(1, ...counts, ...countsBefore);
    return [barsPath(counts, scale, step, bottom), outlinePath(countsBefore, scale, step, bottom)];
  }, [accuracies, before, domain, width, bottom]);
  const atChance = chance > domain[0] && chance < domain[1];
  const left = x.at(chance);
  return (
    <svg
      role="img"
      aria-label={`Histogram of the super-net accuracies of ${accuracies.length} architectures; guessing reaches ${percent(chance, 0)}.`}
      className="plot"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      <line
        className="plot-base"
        x1={plotMargin.left}
        x2={width - plotMargin.right}
        y1={bottom}
        y2={bottom}
      />
      <path d={path} className="plot-bars" />
      <path d={outline} className="plot-outline" />
      {atChance && (
        <>
          <line className="plot-chance" x1={left} x2={left} y1={0} y2={bottom} />
          <text className="plot-chance-label" x={left + 5} y={11}>
            chance {percent(chance, 0)}
          </text>
        </>
      )}
      <g className="plot-frame">
        {ticks(domain, width / 90).map((tick) => (
          <text key={tick} x={x.at(tick)} y={bottom + 16} textAnchor="middle">
            {percent(tick, 0).replace(" %", "")}
          </text>
        ))}
      </g>
    </svg>
  );
});

function barsPath(counts: readonly number[], scale: number, step: number, bottom: number): string {
  return counts
    .map((count, bin) => {
      const left = plotMargin.left + bin * step + 1;
      const rise = (count * scale).toFixed(1);
      return count > 0 ? `M${left.toFixed(1)} ${bottom}v-${rise}h${(step - 2).toFixed(1)}V${bottom}Z` : "";
    })
    .join("");
}

function outlinePath(counts: readonly number[], scale: number, step: number, bottom: number): string {
  if (counts.length === 0) return "";
  const tops = counts.map((count) => `V${(bottom - count * scale).toFixed(1)}h${step.toFixed(1)}`);
  return `M${plotMargin.left} ${bottom}${tops.join("")}V${bottom}`;
}
