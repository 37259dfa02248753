/** @file How many architectures have which accuracy. */
import { memo, useDeferredValue, useMemo } from "react";
import { Bar, ComposedChart, Line, ReferenceLine, XAxis, YAxis } from "recharts";
import { percent, percentTicks } from "../format.ts";
import { type Domain, ticks, tickText } from "./axis.ts";
import { binned } from "./bins.ts";
import { plotMargin } from "./ScatterFrame.tsx";

export interface HistogramProps {
  readonly accuracies: readonly number[];
  /** Whose accuracies they are, e.g. "super-net". */
  readonly of: string;
  /** Those of the baseline run, or before the last change: an outline over the bars. */
  readonly before: readonly number[];
  readonly domain: Domain;
  readonly chance: number;
  readonly width: number;
  readonly height: number;
}

const axisRoom = 20;
const margin = { top: 16, bottom: 0, left: plotMargin.left, right: plotMargin.right };

/** Like the other charts of the library it draws when nothing more urgent is left. */
export function Histogram(props: HistogramProps) {
  return <Drawing {...useDeferredValue(props)} />;
}

const Drawing = memo(function Drawing(props: HistogramProps) {
  const { accuracies, of, before, domain, chance, width, height } = props;
  const bins = Math.max(12, Math.min(40, Math.round(width / 18)));
  const barSize = Math.max(2, Math.floor((width - margin.left - margin.right) / bins) - 2);
  const rows = useMemo(() => {
    const size = (domain[1] - domain[0]) / bins;
    const countsBefore = before.length > 0 ? binned(before, domain, bins) : [];
    return binned(accuracies, domain, bins).map((now, bin) => ({
      middle: domain[0] + (bin + 0.5) * size,
      now,
      before: countsBefore[bin],
    }));
  }, [accuracies, before, domain, bins]);
  const frame = useMemo(
    () => (
      <>
        <XAxis
          type="number"
          dataKey="middle"
          domain={domain}
          ticks={ticks(domain, width / 90)}
          tickFormatter={percentTicks(ticks(domain, width / 90))}
          interval={0}
          tick={tickText}
          tickLine={false}
          stroke="var(--line-strong)"
          height={axisRoom}
          allowDataOverflow
        />
        <YAxis hide domain={[0, "dataMax"]} />
        {chance > domain[0] && chance < domain[1] && (
          <ReferenceLine
            x={chance}
            className="plot-chance"
            label={({ viewBox: { x = 0 } = {} }: { readonly viewBox?: { readonly x?: number } }) => (
              <text className="plot-chance-label" x={x + 5} y={11}>
                chance {percent(chance, 0)}
              </text>
            )}
          />
        )}
      </>
    ),
    [domain, chance, width],
  );
  return (
    <ComposedChart
      data={rows}
      width={width}
      height={height}
      margin={margin}
      className="plot"
      accessibilityLayer={false}
      role="img"
      aria-label={`Histogram of the ${of} accuracies of ${accuracies.length} architectures; guessing reaches ${percent(chance, 0)}.`}
    >
      {frame}
      <Bar dataKey="now" className="plot-bars" barSize={barSize} isAnimationActive={false} />
      {before.length > 0 && (
        <Line
          type="step"
          dataKey="before"
          stroke="var(--baseline)"
          strokeWidth={1.5}
          strokeDasharray="4 3"
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      )}
    </ComposedChart>
  );
});
