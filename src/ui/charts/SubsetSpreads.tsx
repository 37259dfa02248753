/** @file How wide S-KdT is where a run is judged by few architectures: the middle 95 % of random draws. */
import type { Findings } from "../../core/study/findings.ts";
import { correlation } from "../format.ts";
import { stripScale, ticks } from "./axis.ts";

const row = 20;
const gap = 10;
const margin = { left: 96, right: 14, bottom: 24 };

export function SubsetSpreads({
  findings: { subsets },
  width,
}: {
  readonly findings: Findings;
  readonly width: number;
}) {
  const sizes = [...new Set(subsets.map(({ size }) => size))];
  if (sizes.length === 0) return null;
  const ends = subsets.flatMap(({ low, high }) => [low, high]);
  const x = stripScale(
    [Math.min(0, ...ends) - 0.02, Math.min(1, Math.max(...ends) + 0.02)],
    margin.left,
    width - margin.right,
    0,
  );
  const placed = subsets
    .toSorted((a, b) => a.size - b.size || a.seed - b.seed)
    .map((spread, index) => ({ ...spread, y: row / 2 + index * row + sizes.indexOf(spread.size) * gap }));
  const height = Math.max(...placed.map(({ y }) => y)) + row / 2 + margin.bottom;
  const told = sizes.map((size) => {
    const own = subsets.filter((spread) => spread.size === size);
    const width = own.reduce((sum, { low, high }) => sum + high - low, 0) / own.length;
    return `${width.toFixed(2)} with ${size}`;
  });
  const summary = `Ranges of S-KdT that hold 95 % of the draws: ${told.join(", ")} architectures.`;
  return (
    <div>
      <h3>How much S-KdT depends on the architectures drawn</h3>
      <p className="note">
        The base, scored on random draws of its architectures (with replacement): the middle 95 % span{" "}
        {told.join(", ")} architectures, mean over its seeds. Lines are its runs, dots the medians.
      </p>
      <svg className="plot" width={width} height={height} role="img" aria-label={summary}>
        <line className="axis" x1={x.at(0)} x2={x.at(0)} y1={0} y2={height - margin.bottom} />
        {ticks(x.domain, width / 80).map((tick) => (
          <text key={tick} x={x.at(tick)} y={height - 6} textAnchor="middle">
            {correlation(tick, "–", 1)}
          </text>
        ))}
        {placed.map(({ seed, size, low, median, high, y }) => (
          <g key={`${size} ${seed}`}>
            <text x={0} y={y + 4}>
              {size}, seed {seed}
            </text>
            <line className="spread" x1={x.at(low)} x2={x.at(high)} y1={y} y2={y} />
            <circle className="run" data-base cx={x.at(median)} cy={y} r={4} />
          </g>
        ))}
      </svg>
    </div>
  );
}
