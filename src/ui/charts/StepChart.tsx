/** @file Lines over training steps, with lines to judge them by and marks where something changed. */
import { memo, useDeferredValue, useMemo } from "react";
import {
  CartesianGrid,
  Line,
  LineChart,
  Tooltip,
  type TooltipContentProps,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from "recharts";
import { count } from "../format.ts";
import { ticks, tickText } from "./axis.ts";
import { changeLine, levelLine } from "./judgeLines.tsx";
import { Reading } from "./Reading.tsx";
import {
  bandParts,
  type ChangeMark,
  type LineAxis,
  type LineSeries,
  type ReferenceValue,
} from "./stepLines.ts";

/** Everything that is drawn should be the same object as long as it says the same: only what changed is drawn anew. */
interface StepChartProps {
  readonly label: string;
  readonly series: readonly LineSeries[];
  readonly references?: readonly ReferenceValue[];
  readonly marks?: readonly ChangeMark[];
  readonly lastStep: number;
  readonly left: LineAxis;
  readonly right?: LineAxis;
  readonly width: number;
  readonly height: number;
}

const bottomRoom = 24;
const leftRoom = 38;
const rightRoom = 44;
/** On the right half of the last step's number must fit. */
const margin = { top: 10, bottom: 0, left: 0, right: 22 };
const none: readonly never[] = [];

/** A change waits until nothing more urgent is left to draw, and never shares a task with other panels. */
export function StepChart(props: StepChartProps) {
  return <Drawing {...useDeferredValue(props)} />;
}

const Drawing = memo(function Drawing(props: StepChartProps) {
  const { series, references = none, marks = none, lastStep, left, right, width, height } = props;
  const plotHeight = height - margin.top - bottomRoom;
  const frame = useMemo(() => {
    const wanted = plotHeight / 36;
    const steps = ticks([0, lastStep], (width - leftRoom - rightRoom) / 76).filter(Number.isInteger);
    const common = { type: "number", axisLine: false, tickLine: false, interval: 0, tick: tickText } as const;
    const values = (axis: LineAxis) => ({
      ...common,
      domain: axis.domain,
      ticks: ticks(axis.domain, wanted),
      tickFormatter: axis.tick,
      allowDataOverflow: true,
    });
    return (
      <>
        <CartesianGrid vertical={false} yAxisId="left" stroke="var(--line)" />
        <XAxis
          {...common}
          dataKey="step"
          domain={[0, lastStep]}
          ticks={steps}
          tickFormatter={count}
          height={bottomRoom}
          allowDataOverflow
        />
        <YAxis {...values(left)} yAxisId="left" width={leftRoom} />
        {right && (
          <YAxis {...values(right)} yAxisId="right" orientation="right" width={rightRoom - margin.right} />
        )}
      </>
    );
  }, [lastStep, left, right, width, plotHeight]);
  const levels = useMemo(() => {
    const highest = Math.max(...references.map(({ value }) => value));
    return references.map((reference) =>
      levelLine(reference, reference.value === highest, margin.top + plotHeight),
    );
  }, [references, plotHeight]);
  const changes = useMemo(
    () => marks.map((mark, index) => changeLine(mark, index, lastStep)),
    [marks, lastStep],
  );
  const reading = useMemo(
    () => (
      <Tooltip
        isAnimationActive={false}
        content={({ active, label }: TooltipContentProps) =>
          active && typeof label === "number" ? <Reading {...{ series, left, right }} step={label} /> : null
        }
      />
    ),
    [series, left, right],
  );
  return (
    <LineChart
      width={width}
      height={height}
      margin={margin}
      className="plot"
      role="application"
      aria-roledescription="chart"
      aria-label={`${props.label} The arrow keys read the values.`}
    >
      {frame}
      {levels}
      {changes}
      {series.map(({ id, band, axis, color }) => band && <BandArea key={id} {...{ band, axis, color }} />)}
      {series.map((line) => (
        <SeriesLine key={line.id} line={line} />
      ))}
      {reading}
    </LineChart>
  );
});

const SeriesLine = memo(function SeriesLine({ line }: { readonly line: LineSeries }) {
  return (
    <Line
      data={line.points}
      dataKey="value"
      yAxisId={line.axis}
      stroke={line.color}
      strokeWidth={line.width}
      {...(line.dash && { strokeDasharray: line.dash })}
      strokeLinejoin="round"
      dot={line.dots ? { r: line.dots, fill: line.color, strokeWidth: 0, clipDot: false } : false}
      isAnimationActive={false}
    />
  );
});

/** Between the lowest and the highest value, step by step. */
function BandArea({ band, axis, color }: Required<Pick<LineSeries, "band" | "axis" | "color">>) {
  const [x, y] = [useXAxisScale(), useYAxisScale(axis)];
  if (!x || !y) return null;
  const outlines = bandParts(band).map((part) => {
    const upper = part.map(({ step, high }) => `${x(step)} ${y(high)}`);
    const lower = part.map(({ step, low }) => `${x(step)} ${y(low)}`).reverse();
    return `M${[...upper, ...lower].join("L")}Z`;
  });
  return <path className="plot-band" d={outlines.join("")} fill={color} />;
}
