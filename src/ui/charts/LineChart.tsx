/**
 * @file Lines over training steps. One SVG path a line, so that an update while training costs about a millisecond; a chart
 * library that keeps a component per tick and point costs tens of them.
 */
import { memo, useMemo, useState } from "react";
import { count } from "../format.ts";
import { type Domain, linearScale, type Scale, ticks } from "./axis.ts";

export interface LinePoint {
  readonly step: number;
  /** Absent where the line breaks. */
  readonly value?: number;
}

export interface LineSeries {
  readonly id: string;
  readonly title: string;
  readonly points: readonly LinePoint[];
  readonly axis: "left" | "right";
  readonly color: string;
  readonly width: number;
  readonly dash?: string;
}

/** A horizontal line to judge by. */
export interface ReferenceValue {
  readonly id: string;
  readonly title: string;
  readonly value: number;
  readonly color: string;
}

/** A vertical line: something changed here. */
export interface ChangeMark {
  readonly step: number;
  readonly title: string;
}

export interface LineAxis {
  readonly domain: Domain;
  readonly tick: (value: number) => string;
  /** With the digits that a reading deserves. */
  readonly print: (value: number) => string;
}

export interface LineChartProps {
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

const top = 10;
const bottomRoom = 24;
const leftRoom = 38;
const markRows = 4;

const none: readonly never[] = [];

export const LineChart = memo(function LineChart(props: LineChartProps) {
  const { series, references = none, marks = none, lastStep, left, right, width, height } = props;
  const [pointed, setPointed] = useState<number>();
  const bottom = height - bottomRoom;
  const edge = width - (right ? 44 : 10);
  const x = useMemo(() => linearScale([0, lastStep], leftRoom, edge), [lastStep, edge]);
  const yLeft = useMemo(() => linearScale(left.domain, bottom, top), [left.domain, bottom]);
  const yRight = useMemo(() => (right ? linearScale(right.domain, bottom, top) : undefined), [right, bottom]);
  const scaleOf = (line: LineSeries): Scale => (line.axis === "right" && yRight ? yRight : yLeft);
  const near = pointed === undefined ? none : series.map((line) => nearestPoint(line.points, pointed));
  const at = near.find((point) => point !== undefined);
  return (
    <svg
      role="img"
      aria-label={props.label}
      className="plot"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      onPointerMove={(event) => {
        const from = event.currentTarget.getBoundingClientRect().left;
        setPointed(((event.clientX - from - leftRoom) / (edge - leftRoom)) * lastStep);
      }}
      onPointerLeave={() => setPointed(undefined)}
    >
      <Axes x={x} left={left} yLeft={yLeft} right={right} yRight={yRight} edge={edge} bottom={bottom} />
      <References references={references} y={yLeft} edge={edge} bottom={bottom} />
      {marks.map((mark, index) => (
        <Mark
          key={`${mark.step} ${mark.title}`}
          mark={mark}
          left={x.at(mark.step)}
          row={index % markRows}
          bottom={bottom}
          edge={edge}
        />
      ))}
      {series.map((line) => (
        <path
          key={line.id}
          d={linePath(line.points, x, scaleOf(line))}
          stroke={line.color}
          strokeWidth={line.width}
          strokeDasharray={line.dash}
          strokeLinejoin="round"
        />
      ))}
      {at && (
        <g className="plot-cursor">
          <line x1={x.at(at.step)} x2={x.at(at.step)} y1={top} y2={bottom} />
          {series.map((line, index) => {
            const point = near[index];
            const axis = line.axis === "right" && right ? right : left;
            return (
              point?.value !== undefined && (
                <g key={line.id}>
                  <circle
                    cx={x.at(point.step)}
                    cy={scaleOf(line).at(point.value)}
                    r={3.5}
                    fill={line.color}
                  />
                  <text
                    x={Math.min(edge - 4, Math.max(leftRoom + 4, x.at(at.step)))}
                    y={bottom - 6 - 14 * (series.length - 1 - index)}
                    textAnchor={x.at(at.step) > width / 2 ? "end" : "start"}
                    dx={x.at(at.step) > width / 2 ? -6 : 6}
                  >
                    {line.title} {axis.print(point.value)} at {count(point.step)}
                  </text>
                </g>
              )
            );
          })}
        </g>
      )}
    </svg>
  );
});

/** A path that breaks where a value is absent. */
export function linePath(points: readonly LinePoint[], x: Scale, y: Scale): string {
  let path = "";
  let pen = "M";
  for (const { step, value } of points) {
    if (value === undefined) {
      pen = "M";
      continue;
    }
    path += `${pen}${x.at(step).toFixed(1)} ${y.at(value).toFixed(1)}`;
    pen = "L";
  }
  return path;
}

function nearestPoint(points: readonly LinePoint[], step: number): LinePoint | undefined {
  let best: LinePoint | undefined;
  for (const point of points)
    if (point.value !== undefined && (!best || Math.abs(point.step - step) < Math.abs(best.step - step)))
      best = point;
  return best;
}

interface AxesProps {
  readonly x: Scale;
  readonly left: LineAxis;
  readonly yLeft: Scale;
  readonly right: LineAxis | undefined;
  readonly yRight: Scale | undefined;
  readonly edge: number;
  readonly bottom: number;
}

const Axes = memo(function Axes({ x, left, yLeft, right, yRight, edge, bottom }: AxesProps) {
  return (
    <g className="plot-frame">
      {ticks(left.domain, (bottom - top) / 36).map((tick) => (
        <g key={tick}>
          <line x1={leftRoom} x2={edge} y1={yLeft.at(tick)} y2={yLeft.at(tick)} />
          <text x={leftRoom - 8} y={yLeft.at(tick) + 4} textAnchor="end">
            {left.tick(tick)}
          </text>
        </g>
      ))}
      {right &&
        yRight &&
        ticks(right.domain, (bottom - top) / 36).map((tick) => (
          <text key={tick} x={edge + 6} y={yRight.at(tick) + 4}>
            {right.tick(tick)}
          </text>
        ))}
      {ticks(x.domain, (edge - leftRoom) / 76)
        .filter(Number.isInteger)
        .map((tick) => (
          <text key={tick} x={x.at(tick)} y={bottom + 17} textAnchor={tick === 0 ? "start" : "middle"}>
            {count(tick)}
          </text>
        ))}
    </g>
  );
});

interface ReferencesProps {
  readonly references: readonly ReferenceValue[];
  readonly y: Scale;
  readonly edge: number;
  readonly bottom: number;
}

/** The highest line carries its name above, the others below, so that two that lie close do not write over each other. */
const References = memo(function References({ references, y, edge, bottom }: ReferencesProps) {
  const highest = references.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const above = (value: number): boolean =>
    y.at(value) > bottom - 16 || (value === highest && y.at(value) > top + 14);
  return references.map(({ id, title, value, color }) => (
    <g key={id}>
      <line
        x1={leftRoom}
        x2={edge}
        y1={y.at(value)}
        y2={y.at(value)}
        stroke={color}
        strokeWidth={1.5}
        strokeDasharray="2 4"
      />
      <text
        className="plot-reference"
        x={edge}
        y={y.at(value) + (above(value) ? -5 : 14)}
        textAnchor="end"
        style={{ fill: color }}
      >
        {title} {value.toFixed(2).replace("-", "−")}
      </text>
    </g>
  ));
});

interface MarkProps {
  readonly mark: ChangeMark;
  /** Names of neighbouring marks stand in different rows. */
  readonly row: number;
  readonly left: number;
  readonly bottom: number;
  readonly edge: number;
}

function Mark({ mark, row, left, bottom, edge }: MarkProps) {
  const late = left > (leftRoom + edge) / 2;
  return (
    <g className="plot-mark">
      <line x1={left} x2={left} y1={top} y2={bottom} />
      <text x={left + (late ? -4 : 4)} y={bottom - 5 - row * 13} textAnchor={late ? "end" : "start"}>
        {mark.title}
      </text>
    </g>
  );
}
