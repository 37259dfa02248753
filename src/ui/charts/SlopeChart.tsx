/** @file Ranks alone on the left, ranks on the super-net on the right, a line for each architecture: where lines cross, the order is wrong. */
import { memo, useMemo } from "react";
import { count } from "../format.ts";
import { type Domain, stripScale, ticks } from "./axis.ts";
import { nearestSpot } from "./nearest.ts";
import { pointing } from "./pointing.ts";

interface SlopeLine {
  readonly id: string;
  readonly alone: number;
  readonly superNet: number;
}

interface SlopeChartProps {
  readonly lines: readonly SlopeLine[];
  readonly selected: string | undefined;
  readonly hovered: string | undefined;
  readonly width: number;
  readonly height: number;
  readonly summary: string;
  readonly onHover: (id: string | undefined) => void;
  readonly onSelect: (id: string) => void;
}

const side = 46;
const top = 26;
const bottom = 24;

export const SlopeChart = memo(function SlopeChart(props: SlopeChartProps) {
  const { lines, selected, hovered, width, height, onHover, onSelect } = props;
  const domain = useMemo<Domain>(() => [1, Math.max(2, lines.length)], [lines.length]);
  const y = useMemo(() => stripScale(domain, top, height - bottom, 0), [domain, height]);
  const right = width - side;
  const path = ({ alone, superNet }: SlopeLine): string =>
    `M${side} ${y.at(alone).toFixed(1)}L${right} ${y.at(superNet).toFixed(1)}`;
  // Far off: by more than a quarter of the list.
  const far = lines.length / 4;
  const isFar = ({ alone, superNet }: SlopeLine): boolean => Math.abs(alone - superNet) > far;
  const spots = useMemo(
    () =>
      lines.flatMap(({ id, alone, superNet }) => [
        { id, left: side, top: y.at(alone) },
        { id, left: right, top: y.at(superNet) },
      ]),
    [lines, y, right],
  );
  const under = (left: number, top: number): string | undefined => nearestSpot(spots, left, top, 40);
  const marked = lines.filter(({ id }) => id === selected || id === hovered);
  // Both headings side by side.
  const isNarrow = width < 400;
  return (
    <svg
      role="img"
      aria-label={props.summary}
      className="plot slope"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      {...pointing(under, onHover, onSelect)}
    >
      {[1, ...ticks(domain, height / 60).filter((tick) => tick > 1 && Number.isInteger(tick))].map((tick) => (
        <g key={tick} className="plot-frame">
          <text x={side - 8} y={y.at(tick) + 4} textAnchor="end">
            {count(tick)}
          </text>
          <text x={right + 8} y={y.at(tick) + 4}>
            {count(tick)}
          </text>
        </g>
      ))}
      <g className="plot-frame">
        <text x={side} y={14}>
          {isNarrow ? "rank alone" : "rank by stand-alone training"}
        </text>
        <text x={right} y={14} textAnchor="end">
          {isNarrow ? "super-net" : "rank by super-net"}
        </text>
      </g>
      <path
        className="slope-near"
        d={lines
          .filter((line) => !isFar(line))
          .map(path)
          .join("")}
      />
      <path className="slope-far" d={lines.filter(isFar).map(path).join("")} />
      {marked.map((line) => (
        <path key={line.id} className="slope-marked" d={path(line)} />
      ))}
    </svg>
  );
});
