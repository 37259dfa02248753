/** @file Rank correlation over training steps, with the lines that it must be judged against. */
import { memo } from "react";
import { CartesianGrid, Line, LineChart, ReferenceLine, XAxis, YAxis } from "recharts";
import { short } from "../format.ts";

export type CorrelationId = "skdt" | "tau" | "rho";

export interface CorrelationRow {
  readonly step: number;
  /** Absent where the correlation is undefined. */
  readonly value?: number;
  readonly ghost?: number;
}

export interface ReferenceValue {
  readonly id: string;
  readonly title: string;
  readonly value: number;
  readonly color: string;
}

export interface ChangeMark {
  readonly step: number;
  readonly title: string;
}

export interface CorrelationChartProps {
  readonly rows: readonly CorrelationRow[];
  readonly shown: CorrelationId;
  readonly references: readonly ReferenceValue[];
  readonly changes: readonly ChangeMark[];
  readonly lastStep: number;
  readonly width: number;
  readonly height: number;
}

const axisText = { fill: "var(--text-2)", fontSize: 12 };
const margin = { top: 8, right: 10, bottom: 4, left: 0 };

export const CorrelationChart = memo(function CorrelationChart(props: CorrelationChartProps) {
  const { rows, shown, references, changes, lastStep, width, height } = props;
  const low = Math.min(0, ...rows.map((row) => Math.min(row.value ?? 0, row.ghost ?? 0)));
  const floor = Math.max(-1, Math.floor(low * 5) / 5);
  return (
    <LineChart
      width={width}
      height={height}
      data={rows as CorrelationRow[]}
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
      <YAxis domain={[floor, 1]} tick={axisText} tickLine={false} axisLine={false} width={34} tickCount={6} />
      {references.map((reference) => (
        <ReferenceLine
          key={reference.id}
          y={reference.value}
          stroke={reference.color}
          strokeDasharray="2 4"
          strokeWidth={1.5}
          label={{
            value: `${reference.title} ${reference.value.toFixed(2)}`,
            position: "insideBottomRight",
            fill: reference.color,
            fontSize: 11.5,
          }}
        />
      ))}
      {changes.map((change) => (
        <ReferenceLine
          key={`${change.step} ${change.title}`}
          x={change.step}
          stroke="var(--line-strong)"
          strokeDasharray="1 3"
          label={{ value: change.title, position: "insideTopLeft", fill: "var(--text-2)", fontSize: 11 }}
        />
      ))}
      <Line
        dataKey="ghost"
        stroke="var(--ghost)"
        strokeWidth={1.5}
        strokeDasharray="5 4"
        dot={false}
        isAnimationActive={false}
        connectNulls
      />
      <Line
        dataKey="value"
        stroke={`var(--${shown})`}
        strokeWidth={2.5}
        dot={false}
        isAnimationActive={false}
        connectNulls={false}
      />
    </LineChart>
  );
});
