/** @file Lines across a chart with their names on them: levels to judge by, and steps at which something changed. */
import { ReferenceLine } from "recharts";
import type { ChangeMark, ReferenceValue } from "./stepLines.ts";

interface LabelPlace {
  readonly viewBox?: {
    readonly x?: number;
    readonly y?: number;
    readonly width?: number;
    readonly height?: number;
  };
}

/**
 * The highest level carries its name above, the others below, so that two that lie close do not write over each other; at the
 * bottom of the chart there is no room below.
 */
export function levelLine(
  { id, title, value, text, color }: ReferenceValue,
  highest: boolean,
  bottom: number,
) {
  return (
    <ReferenceLine
      key={id}
      y={value}
      yAxisId="left"
      stroke={color}
      strokeWidth={1.5}
      strokeDasharray="2 4"
      ifOverflow="hidden"
      label={({ viewBox: { x = 0, y = 0, width = 0 } = {} }: LabelPlace) => (
        <text
          className="plot-reference"
          x={x + width}
          y={y + ((highest && y > 24) || y > bottom - 16 ? -5 : 14)}
          textAnchor="end"
          style={{ fill: color }}
        >
          {title} {text ?? value.toFixed(2).replace("-", "−")}
        </text>
      )}
    />
  );
}

/** Names of neighboring marks stand in different rows. */
const rows = 4;

export function changeLine({ step, title }: ChangeMark, index: number, lastStep: number) {
  const late = step > lastStep / 2;
  return (
    <ReferenceLine
      key={`${step} ${title}`}
      x={step}
      yAxisId="left"
      stroke="var(--line-strong)"
      strokeDasharray="1 3"
      label={({ viewBox: { x = 0, y = 0, height = 0 } = {} }: LabelPlace) => (
        <text
          className="plot-mark"
          x={x + (late ? -4 : 4)}
          y={y + height - 5 - (index % rows) * 13}
          textAnchor={late ? "end" : "start"}
        >
          {title}
        </text>
      )}
    />
  );
}
