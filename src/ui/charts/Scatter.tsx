/**
 * @file The scatter of super-net accuracy against stand-alone accuracy. All dots are one SVG path of round-capped points, so a
 * hundred or ten thousand dots cost the same handful of elements.
 */
import { memo, useMemo, useState } from "react";
import { type Domain, stripScale } from "./axis.ts";
import { nearestSpot, type Spot } from "./nearest.ts";
import { pointing } from "./pointing.ts";
import { plotMargin, ScatterFrame } from "./ScatterFrame.tsx";

export interface Dot {
  /** The architecture. */
  readonly id: string;
  /** Super-net accuracy. */
  readonly x: number;
  /** Stand-alone accuracy. */
  readonly y: number;
  /** Shown, but not judged. */
  readonly hollow?: boolean;
}

/** An architecture that was trained alone on this device. */
export interface LocalDot extends Dot {
  /** The lowest and the highest of its trainings. */
  readonly low: number;
  readonly high: number;
}

interface ScatterProps {
  readonly dots: readonly Dot[];
  /** The state compared with. */
  readonly compared: readonly { readonly x: number; readonly y: number }[];
  readonly local?: readonly LocalDot[];
  /** The architectures that random search picked, best first. */
  readonly found: readonly string[];
  readonly selected: string | undefined;
  readonly hovered: string | undefined;
  readonly xDomain: Domain;
  readonly yDomain: Domain;
  /** Whether the values are ranks (1 is best) instead of accuracies. */
  readonly ranks: boolean;
  /** Accuracy of guessing. */
  readonly chance: number;
  readonly width: number;
  readonly height: number;
  readonly summary: string;
  /** Which weights the dots belong to; stands in the picture, so that a saved one carries it. */
  readonly caption: string;
  readonly onHover: (id: string | undefined) => void;
  readonly onSelect: (id: string) => void;
}

/** Room for dots that lie below a domain. */
const stripSize = 28;

export const Scatter = memo(function Scatter(props: ScatterProps) {
  const { dots, compared, found, width, height, xDomain, yDomain, chance } = props;
  const [pointed, setPointed] = useState(false);
  const stripIf = (outside: boolean): number => (outside && !props.ranks ? stripSize : 0);
  const { local = [] } = props;
  const xStrip = stripIf([...dots, ...(compared ?? []), ...local].some((dot) => dot.x < xDomain[0]));
  const yStrip = stripIf(dots.some((dot) => dot.y < yDomain[0]) || local.some(({ low }) => low < yDomain[0]));
  const x = useMemo(
    () => stripScale(xDomain, plotMargin.left, width - plotMargin.right, xStrip),
    [xDomain, width, xStrip],
  );
  const y = useMemo(
    () => stripScale(yDomain, height - plotMargin.bottom, plotMargin.top, yStrip),
    [yDomain, height, yStrip],
  );
  const spots = useMemo<Spot[]>(
    () => dots.map((dot) => ({ id: dot.id, left: x.at(dot.x), top: y.at(dot.y) })),
    [dots, x, y],
  );
  const [solid, hollow] = useMemo(() => {
    const parts: [string, string] = ["", ""];
    dots.forEach((dot, index) => {
      const spot = spots[index] as Spot;
      parts[dot.hollow ? 1 : 0] += `M${spot.left.toFixed(1)} ${spot.top.toFixed(1)}h0`;
    });
    return parts;
  }, [dots, spots]);
  const comparedPath = useMemo(
    () => compared.map((dot) => `M${x.at(dot.x).toFixed(1)} ${y.at(dot.y).toFixed(1)}h0`).join(""),
    [compared, x, y],
  );
  const spotOf = (id: string | undefined): Spot | undefined =>
    id === undefined ? undefined : spots.find((spot) => spot.id === id);
  const hovered = spotOf(props.hovered);
  const selected = spotOf(props.selected);
  const hover = (id: string | undefined): void => {
    setPointed(id !== undefined);
    props.onHover(id);
  };
  const size = dots.length > 600 ? 5 : dots.length > 250 ? 7 : 9;
  return (
    <svg
      role="img"
      aria-label={props.summary}
      className="plot"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      style={{ cursor: pointed ? "pointer" : "default" }}
      {...pointing((left, top) => nearestSpot(spots, left, top, 22), hover, props.onSelect)}
    >
      <ScatterFrame
        x={x}
        y={y}
        width={width}
        height={height}
        chance={chance}
        ranks={props.ranks}
        xStrip={xStrip}
        yStrip={yStrip}
        caption={props.caption}
      />
      <path d={comparedPath} stroke="var(--baseline)" strokeWidth={5} strokeLinecap="round" opacity={0.45} />
      <path d={hollow} stroke="var(--dot)" strokeWidth={size} strokeLinecap="round" />
      <path d={hollow} stroke="var(--surface)" strokeWidth={size - 3.5} strokeLinecap="round" />
      <path d={solid} stroke="var(--dot)" strokeWidth={size} strokeLinecap="round" opacity={0.8} />
      {props.local?.map((dot) => (
        <path
          key={dot.id}
          className="plot-local"
          d={`M${x.at(dot.x)} ${y.at(dot.low)}V${y.at(dot.high)}M${x.at(dot.x) - 5} ${y.at(dot.y) - 5}h10v10h-10z`}
        />
      ))}
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
