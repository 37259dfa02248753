/** @file Training loss and training accuracy over steps, each on an axis of its own. */
import { memo } from "react";
import { CartesianGrid, Line, LineChart, XAxis, YAxis } from "recharts";
import { percent, short } from "../format.ts";

export interface TrainingRow {
  readonly step: number;
  readonly loss?: number;
  readonly accuracy?: number;
  readonly ghostLoss?: number;
}

export interface TrainingChartProps {
  readonly rows: readonly TrainingRow[];
  readonly lastStep: number;
  readonly width: number;
  readonly height: number;
}

const axisText = { fill: "var(--text-2)", fontSize: 12 };
const margin = { top: 8, right: 0, bottom: 4, left: 0 };

export const TrainingChart = memo(function TrainingChart(props: TrainingChartProps) {
  const { rows, lastStep, width, height } = props;
  return (
    <LineChart
      width={width}
      height={height}
      data={rows as TrainingRow[]}
      margin={margin}
      accessibilityLayer={false}
    >
      <CartesianGrid stroke="var(--line)" vertical={false} />
      <XAxis
        dataKey="step"
        type="number"
        domain={[0, lastStep]}
        tick={axisText}
        tickFormatter={short}
        tickLine={false}
        axisLine={{ stroke: "var(--line)" }}
        minTickGap={40}
      />
      <YAxis
        yAxisId="loss"
        domain={[0, "auto"]}
        tick={axisText}
        tickLine={false}
        axisLine={false}
        width={34}
        tickCount={5}
      />
      <YAxis
        yAxisId="accuracy"
        orientation="right"
        domain={[0, 1]}
        tick={axisText}
        tickFormatter={(value: number) => percent(value, 0).replace(" ", "")}
        tickLine={false}
        axisLine={false}
        width={44}
        tickCount={6}
      />
      <Line
        yAxisId="loss"
        dataKey="ghostLoss"
        stroke="var(--ghost)"
        strokeWidth={1.5}
        strokeDasharray="5 4"
        dot={false}
        isAnimationActive={false}
        connectNulls
      />
      <Line
        yAxisId="loss"
        dataKey="loss"
        stroke="var(--loss)"
        strokeWidth={2}
        dot={false}
        isAnimationActive={false}
        connectNulls
      />
      <Line
        yAxisId="accuracy"
        dataKey="accuracy"
        stroke="var(--accuracy)"
        strokeWidth={2}
        strokeDasharray="7 3"
        dot={false}
        isAnimationActive={false}
        connectNulls
      />
    </LineChart>
  );
});
