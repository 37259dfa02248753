/** @file Whether the ranking of a study's base settles while it trains: each round held against the one before it. */
import type { Findings } from "../../core/study/findings.ts";
import { correlation, percent } from "../format.ts";
import { stripScale, ticks } from "./axis.ts";

const height = 200;
const margin = { left: 48, right: 14, top: 22, bottom: 36 };

export function RoundAgreements({
  findings: { stability },
  width,
}: {
  readonly findings: Findings;
  readonly width: number;
}) {
  const lines = stability.map(({ seed, steps, agreements }) => ({
    seed,
    points: agreements.flatMap(({ step, tau }) => (tau === null ? [] : [{ share: step / steps, tau }])),
  }));
  const ends = lines.flatMap(({ points }) => points.at(-1)?.tau ?? []);
  if (ends.length === 0) return null;
  const all = lines.flatMap(({ points }) => points.map(({ tau }) => tau));
  const [right, bottom] = [width - margin.right, height - margin.bottom];
  const x = stripScale([0, 1], margin.left, right, 0);
  const y = stripScale([Math.min(0, ...all) - 0.02, 1], bottom, margin.top, 0);
  const mean = ends.reduce((sum, tau) => sum + tau, 0) / ends.length;
  const summary = `Kendall τ between a run's last two rounds of scoring: ${correlation(mean, "n/a", 2)}, mean over ${ends.length} seeds.`;
  return (
    <div>
      <h3>How the ranking changes from round to round</h3>
      <p className="note">
        {summary} The base, a line a seed; no table is needed for it, and a ranking can be stable and wrong.
      </p>
      <svg className="plot" width={width} height={height} role="img" aria-label={summary}>
        <line className="axis" x1={margin.left} x2={right} y1={y.at(0)} y2={y.at(0)} />
        {ticks(x.domain, width / 80).map((tick) => (
          <text key={tick} x={x.at(tick)} y={bottom + 16} textAnchor="middle">
            {percent(tick, 0)}
          </text>
        ))}
        {ticks(y.domain, height / 50).map((tick) => (
          <text key={tick} x={margin.left - 8} y={y.at(tick) + 4} textAnchor="end">
            {correlation(tick, "–", 1)}
          </text>
        ))}
        <text x={right} y={height - 4} textAnchor="end">
          of training
        </text>
        <text x={4} y={12}>
          τ with the round before
        </text>
        {lines.map(({ seed, points }) => (
          <polyline
            key={seed}
            className="agreement"
            points={points.map(({ share, tau }) => `${x.at(share)},${y.at(tau)}`).join(" ")}
          >
            <title>seed {seed}</title>
          </polyline>
        ))}
      </svg>
    </div>
  );
}
