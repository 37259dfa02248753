/** @file A loss landscape as filled contours: the plane through the weights, from −1 to 1 filter norms in both directions. */
import { contours } from "d3-contour";
import { useMemo } from "react";
import { landscapeSide, pointAt } from "../../core/landscape.ts";

interface LandscapeChartProps {
  /** Loss (nats) by index of the point, as far as it is known; null where it is no number. */
  readonly losses: ReadonlyMap<number, number | null>;
  /** Levels of the contour lines, rising; the same in pictures that stand beside each other. */
  readonly levels: readonly number[];
  readonly size: number;
  readonly label: string;
}

/** Losses as a full grid, row-major: what is not known yet is that of the nearest point that is; no number counts as the highest. */
function filled(losses: LandscapeChartProps["losses"]): number[] {
  const known = [...losses].map(([index, loss]) => ({ at: pointAt(index), loss }));
  const highest = Math.max(...known.map(({ loss }) => loss ?? Number.NEGATIVE_INFINITY));
  return Array.from({ length: landscapeSide ** 2 }, (_, index) => {
    const own = losses.get(index);
    if (own !== undefined) return own ?? highest;
    const [x, y] = pointAt(index);
    let [nearest, distance] = [highest, Number.POSITIVE_INFINITY];
    for (const { at, loss } of known) {
      const away = (at[0] - x) ** 2 + (at[1] - y) ** 2;
      if (away < distance) [nearest, distance] = [loss ?? highest, away];
    }
    return nearest;
  });
}

const contour = contours().size([landscapeSide, landscapeSide]);

export function LandscapeChart({ losses, levels, size, label }: LandscapeChartProps) {
  const areas = useMemo(() => {
    if (losses.size === 0) return [];
    const scale = size / landscapeSide;
    return contour
      .thresholds([...levels])(filled(losses))
      .map(({ value, coordinates }) => ({
        value,
        path: coordinates
          .flat()
          .map(
            (ring) =>
              `M${ring.map((point) => point.map((at) => (at * scale).toFixed(1)).join(" ")).join("L")}Z`,
          )
          .join(""),
      }));
  }, [losses, levels, size]);
  const middle = size / 2;
  return (
    <svg className="plot landscape" width={size} height={size} role="img" aria-label={label}>
      <rect width={size} height={size} fill="var(--surface-2)" />
      {areas.map(({ value, path }, index) => (
        <path
          key={value}
          d={path}
          style={{ fill: "var(--loss)", fillOpacity: 0.9 / levels.length }}
          fillRule="evenodd"
          stroke="var(--loss)"
          strokeWidth={0.7}
          strokeOpacity={0.25 + (0.6 * index) / levels.length}
        />
      ))}
      <path
        d={`M${middle - 6} ${middle}h12M${middle} ${middle - 6}v12`}
        stroke="var(--text)"
        strokeWidth={1.5}
        fill="none"
      />
    </svg>
  );
}
