/** @file What two runs say of the same architectures, one on either axis. */
import { memo, useMemo } from "react";
import { type Domain, stripScale, ticks } from "./axis.ts";
import { nearestSpot } from "./nearest.ts";
import { pointing } from "./pointing.ts";

interface PairedDot {
  readonly id: string;
  readonly baseline: number;
  readonly own: number;
  /** Whether it is in the best third by stand-alone accuracy. */
  readonly isGood: boolean;
}

interface PairedScatterProps {
  readonly dots: readonly PairedDot[];
  readonly selected: string | undefined;
  readonly hovered: string | undefined;
  readonly width: number;
  readonly height: number;
  readonly summary: string;
  readonly caption: string;
  /** What both axes show, e.g. "accuracy, %". */
  readonly unit: string;
  /** How ticks are written, no two of them alike. */
  readonly printTicks: (all: readonly number[]) => (tick: number) => string;
  readonly onHover: (id: string | undefined) => void;
  readonly onSelect: (id: string) => void;
}

const margin = { left: 54, right: 14, top: 26, bottom: 40 };

export const PairedScatter = memo(function PairedScatter(props: PairedScatterProps) {
  const { dots, selected, hovered, width, height, unit, printTicks, onHover, onSelect } = props;
  const domain = useMemo<Domain>(() => {
    const values = dots.flatMap(({ baseline, own }) => [baseline, own]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const room = Math.max((high - low) * 0.04, 0.001);
    return [low - room, high + room];
  }, [dots]);
  const x = useMemo(() => stripScale(domain, margin.left, width - margin.right, 0), [domain, width]);
  const y = useMemo(() => stripScale(domain, height - margin.bottom, margin.top, 0), [domain, height]);
  const spots = useMemo(
    () => dots.map(({ id, baseline, own }) => ({ id, left: x.at(baseline), top: y.at(own) })),
    [dots, x, y],
  );
  const path = (isGood: boolean): string =>
    dots
      .filter((dot) => dot.isGood === isGood)
      .map(({ baseline, own }) => `M${x.at(baseline).toFixed(1)} ${y.at(own).toFixed(1)}h0`)
      .join("");
  const under = (left: number, top: number): string | undefined => nearestSpot(spots, left, top, 22);
  const [bottom, right] = [height - margin.bottom, width - margin.right];
  const [up, across] = [ticks(domain, height / 70), ticks(domain, width / 90)];
  const [labelUp, labelAcross] = [printTicks(up), printTicks(across)];
  return (
    <svg
      role="img"
      aria-label={props.summary}
      className="plot"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      {...pointing(under, onHover, onSelect)}
    >
      <g className="plot-frame">
        {up.map((tick) => (
          <g key={`y${tick}`}>
            <line x1={margin.left} x2={right} y1={y.at(tick)} y2={y.at(tick)} />
            <text x={margin.left - 8} y={y.at(tick) + 4} textAnchor="end">
              {labelUp(tick)}
            </text>
          </g>
        ))}
        {across.map((tick) => (
          <g key={`x${tick}`}>
            <line x1={x.at(tick)} x2={x.at(tick)} y1={margin.top} y2={bottom} />
            <text x={x.at(tick)} y={bottom + 16} textAnchor="middle">
              {labelAcross(tick)}
            </text>
          </g>
        ))}
        <line className="plot-diagonal" x1={margin.left} y1={bottom} x2={right} y2={margin.top} />
        <text x={right} y={14} textAnchor="end">
          {props.caption}
        </text>
        <text className="plot-title" x={right} y={height - 6} textAnchor="end">
          baseline run: {unit} →
        </text>
        <text className="plot-title" transform={`translate(12 ${margin.top}) rotate(-90)`} textAnchor="end">
          this run: {unit} →
        </text>
      </g>
      <path d={path(false)} stroke="var(--baseline)" strokeWidth={8} strokeLinecap="round" opacity={0.7} />
      <path d={path(true)} stroke="var(--dot)" strokeWidth={9} strokeLinecap="round" opacity={0.85} />
      {spots
        .filter(({ id }) => id === selected || id === hovered)
        .map(({ id, left, top }) => (
          <circle key={id} className="plot-selected" cx={left} cy={top} r={8} />
        ))}
    </svg>
  );
});
