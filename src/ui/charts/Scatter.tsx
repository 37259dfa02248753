/**
 * @file The scatter of super-net accuracy against stand-alone accuracy. All dots of one age are one SVG path of round-capped
 * points, so a hundred or ten thousand dots cost the same handful of elements.
 */
import { memo, useMemo, useState } from "react";
import { count, percent } from "../format.ts";
import { type Domain, linearScale, ticks } from "./axis.ts";
import { nearestSpot, type Spot } from "./nearest.ts";

export const ageClasses = 6;

export interface Dot {
  readonly id: number;
  /** Super-net accuracy. */
  readonly x: number;
  /** Stand-alone accuracy. */
  readonly y: number;
  /** 0 (fresh) to `ageClasses` − 1 (oldest). */
  readonly age: number;
}

export interface ScatterProps {
  readonly dots: readonly Dot[];
  /** The previous run's last state. */
  readonly ghost: readonly { readonly x: number; readonly y: number }[];
  /** The architectures that random search picked, best first. */
  readonly found: readonly number[];
  readonly selected: number | undefined;
  readonly hovered: number | undefined;
  readonly xDomain: Domain;
  readonly yDomain: Domain;
  /** Whether the values are ranks (1 is best) instead of accuracies. */
  readonly ranks: boolean;
  /** Accuracy of guessing. */
  readonly chance: number;
  readonly width: number;
  readonly height: number;
  readonly summary: string;
  readonly onHover: (id: number | undefined) => void;
  readonly onSelect: (id: number) => void;
}

/** Height of the strip for dots below the vertical domain. */
const stripHeight = 26;

/** Room for the axis labels; the histogram below uses the same left and right. */
export const plotMargin = { left: 46, right: 14, top: 12, bottom: 40 };

export const Scatter = memo(function Scatter(props: ScatterProps) {
  const { dots, ghost, found, width, height, xDomain, yDomain, chance } = props;
  const [pointed, setPointed] = useState(false);
  const x = useMemo(() => linearScale(xDomain, plotMargin.left, width - plotMargin.right), [xDomain, width]);
  const strip = !props.ranks && dots.some((dot) => dot.y < yDomain[0]) ? stripHeight : 0;
  const y = useMemo(
    () => linearScale(yDomain, height - plotMargin.bottom - strip, plotMargin.top),
    [yDomain, height, strip],
  );
  const spots = useMemo<Spot[]>(
    () =>
      dots.map((dot) => ({
        id: dot.id,
        left: x.at(dot.x),
        top: strip > 0 && dot.y < yDomain[0] ? height - plotMargin.bottom - strip / 2 : y.at(dot.y),
      })),
    [dots, x, y, yDomain, height, strip],
  );
  const layers = useMemo(() => {
    const parts = Array.from({ length: ageClasses }, () => "");
    dots.forEach((dot, index) => {
      const spot = spots[index] as Spot;
      parts[dot.age] += `M${spot.left.toFixed(1)} ${spot.top.toFixed(1)}h0`;
    });
    return parts;
  }, [dots, spots]);
  const ghostPath = useMemo(
    () =>
      ghost
        .filter((dot) => dot.y >= yDomain[0])
        .map((dot) => `M${x.at(dot.x).toFixed(1)} ${y.at(dot.y).toFixed(1)}h0`)
        .join(""),
    [ghost, x, y, yDomain],
  );
  const spotOf = (id: number | undefined): Spot | undefined =>
    id === undefined ? undefined : spots.find((spot) => spot.id === id);
  const hovered = spotOf(props.hovered);
  const selected = spotOf(props.selected);
  const under = (event: { currentTarget: Element; clientX: number; clientY: number }): number | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    return nearestSpot(spots, event.clientX - box.left, event.clientY - box.top, 22);
  };
  const size = dots.length > 600 ? 5 : dots.length > 250 ? 7 : 9;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table beside it offers the same choice to the keyboard
    <svg
      role="img"
      aria-label={props.summary}
      className="plot"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      style={{ cursor: pointed ? "pointer" : "default" }}
      onPointerMove={(event) => {
        const id = under(event);
        setPointed(id !== undefined);
        props.onHover(id);
      }}
      onPointerLeave={() => props.onHover(undefined)}
      onClick={(event) => {
        const id = under(event);
        if (id !== undefined) props.onSelect(id);
      }}
    >
      <Frame x={x} y={y} width={width} height={height} chance={chance} ranks={props.ranks} strip={strip} />
      <path d={ghostPath} stroke="var(--ghost)" strokeWidth={5} strokeLinecap="round" opacity={0.45} />
      {layers.map((_, age) => {
        // Oldest below, freshest on top.
        const index = ageClasses - 1 - age;
        return (
          <path
            key={index}
            d={layers[index]}
            stroke={`var(--age-${index})`}
            strokeWidth={size}
            strokeLinecap="round"
            opacity={0.86}
          />
        );
      })}
      {found.map((id, rank) => {
        const spot = spotOf(id);
        return spot && <Found key={id} left={spot.left} top={spot.top} rank={rank + 1} />;
      })}
      {selected && <circle className="plot-selected" cx={selected.left} cy={selected.top} r={8} />}
      {hovered && <circle className="plot-hovered" cx={hovered.left} cy={hovered.top} r={8} />}
    </svg>
  );
});

/** A diamond around a dot that random search picked. */
function Found({ left, top, rank }: { readonly left: number; readonly top: number; readonly rank: number }) {
  return (
    <g className="plot-found" transform={`translate(${left} ${top})`}>
      <path d="M0-9 9 0 0 9-9 0Z" />
      <text x={0} y={-12} textAnchor="middle">
        {rank}
      </text>
    </g>
  );
}

interface FrameProps {
  readonly x: ReturnType<typeof linearScale>;
  readonly y: ReturnType<typeof linearScale>;
  readonly width: number;
  readonly height: number;
  readonly chance: number;
  readonly ranks: boolean;
  readonly strip: number;
}

const Frame = memo(function Frame({ x, y, width, height, chance, ranks, strip }: FrameProps) {
  const label = (tick: number): string => (ranks ? count(tick) : percent(tick, 0).replace(" %", ""));
  const shown = (tick: number): boolean => !ranks || tick > 0;
  const unit = ranks ? "rank" : "accuracy, %";
  const bottom = height - plotMargin.bottom;
  const right = width - plotMargin.right;
  const chanceLeft = x.at(chance);
  return (
    <g className="plot-frame">
      {ticks(y.domain, height / 70)
        .filter(shown)
        .map((tick) => (
          <g key={tick}>
            <line x1={plotMargin.left} x2={right} y1={y.at(tick)} y2={y.at(tick)} />
            <text x={plotMargin.left - 8} y={y.at(tick) + 4} textAnchor="end">
              {label(tick)}
            </text>
          </g>
        ))}
      {ticks(x.domain, width / 90)
        .filter(shown)
        .map((tick) => (
          <g key={tick}>
            <line x1={x.at(tick)} x2={x.at(tick)} y1={plotMargin.top} y2={bottom} />
            <text x={x.at(tick)} y={bottom + 16} textAnchor="middle">
              {label(tick)}
            </text>
          </g>
        ))}
      {strip > 0 && (
        <>
          <line
            className="plot-break"
            x1={plotMargin.left}
            x2={right}
            y1={bottom - strip}
            y2={bottom - strip}
          />
          <text x={plotMargin.left - 8} y={bottom - strip / 2 + 4} textAnchor="end">
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
      <text className="plot-title" x={right} y={height - 6} textAnchor="end">
        super-net {unit} →
      </text>
      <text className="plot-title" transform={`translate(12 ${plotMargin.top}) rotate(-90)`} textAnchor="end">
        stand-alone {unit} →
      </text>
    </g>
  );
});
