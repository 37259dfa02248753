/** @file What stands around the dots of the scatter: grid, axes, the level of chance, strips for outliers. */
import { memo } from "react";
import { count, percentTicks } from "../format.ts";
import { type Scale, ticks } from "./axis.ts";

/** Room for the axis labels; the histogram below uses the same left and right. */
export const plotMargin = { left: 46, right: 14, top: 22, bottom: 40 };

interface FrameProps {
  readonly x: Scale;
  readonly y: Scale;
  readonly width: number;
  readonly height: number;
  readonly chance: number;
  readonly ranks: boolean;
  /** Room at the beginning of each axis for dots below its domain; 0 where there are none. */
  readonly xStrip: number;
  readonly yStrip: number;
  /** Which weights the dots belong to. */
  readonly caption: string;
}

export const ScatterFrame = memo(function ScatterFrame({
  x,
  y,
  width,
  height,
  chance,
  ranks,
  xStrip,
  yStrip,
  caption,
}: FrameProps) {
  const [across, up] = [ticks(x.domain, width / 90), ticks(y.domain, height / 70)];
  const [labelX, labelY] = [across, up].map((all) => (ranks ? count : percentTicks(all)));
  const shown = (tick: number): boolean => !ranks || (tick > 0 && Number.isInteger(tick));
  const bottom = height - plotMargin.bottom;
  const right = width - plotMargin.right;
  const chanceLeft = x.at(chance);
  return (
    <g className="plot-frame">
      {up.filter(shown).map((tick) => (
        <g key={tick}>
          <line x1={plotMargin.left} x2={right} y1={y.at(tick)} y2={y.at(tick)} />
          <text x={plotMargin.left - 8} y={y.at(tick) + 4} textAnchor="end">
            {labelY?.(tick)}
          </text>
        </g>
      ))}
      {across.filter(shown).map((tick) => (
        <g key={tick}>
          <line x1={x.at(tick)} x2={x.at(tick)} y1={plotMargin.top} y2={bottom} />
          <text x={x.at(tick)} y={bottom + 16} textAnchor="middle">
            {labelX?.(tick)}
          </text>
        </g>
      ))}
      {yStrip > 0 && (
        <>
          <line
            className="plot-break"
            x1={plotMargin.left}
            x2={right}
            y1={bottom - yStrip}
            y2={bottom - yStrip}
          />
          <text x={plotMargin.left - 8} y={bottom - yStrip / 2 + 4} textAnchor="end">
            below
          </text>
        </>
      )}
      {xStrip > 0 && (
        <>
          <line
            className="plot-break"
            x1={plotMargin.left + xStrip}
            x2={plotMargin.left + xStrip}
            y1={plotMargin.top}
            y2={bottom}
          />
          <text x={plotMargin.left} y={bottom + 30}>
            below
          </text>
        </>
      )}
      {ranks && (
        <line x1={plotMargin.left} y1={bottom} x2={right} y2={plotMargin.top} className="plot-diagonal" />
      )}
      {!ranks && chance > x.domain[0] && chance < x.domain[1] && (
        <line className="plot-chance" x1={chanceLeft} x2={chanceLeft} y1={plotMargin.top} y2={bottom} />
      )}
      <text x={right} y={plotMargin.top - 8} textAnchor="end">
        {caption}
      </text>
      <text className="plot-title" x={right} y={height - 6} textAnchor="end">
        {ranks ? "rank by super-net" : "super-net validation accuracy, %"} →
      </text>
      <text className="plot-title" transform={`translate(12 ${plotMargin.top}) rotate(-90)`} textAnchor="end">
        {ranks ? "rank by stand-alone training" : "stand-alone accuracy, %"} →
      </text>
    </g>
  );
});
