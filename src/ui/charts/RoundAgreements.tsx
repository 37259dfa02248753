/** @file Whether the ranking of a study's base settles while it trains: each round held against the one before it. */
import { Fragment } from "react";
import type { Findings } from "../../core/study/findings.ts";
import { correlation, count, percent } from "../format.ts";
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
    points: agreements.flatMap(({ step, n, tau }, index) =>
      tau === null ? [] : [{ step, n, tau, share: step / steps, before: agreements[index - 1]?.step }],
    ),
  }));
  const ends = lines.flatMap(({ points }) => points.at(-1) ?? []);
  if (ends.length === 0) return null;
  const all = lines.flatMap(({ points }) => points.map(({ tau }) => tau));
  const [right, bottom] = [width - margin.right, height - margin.bottom];
  const x = stripScale([0, 1], margin.left, right, 0);
  const y = stripScale([Math.min(0, ...all) - 0.02, 1], bottom, margin.top, 0);
  const mean = ends.reduce((sum, { tau }) => sum + tau, 0) / ends.length;
  const [last] = ends as [(typeof ends)[number]];
  const between = last.before === undefined ? "" : ` (steps ${count(last.before)} and ${count(last.step)})`;
  const summary = `Kendall τ between a run's last two rounds of scoring${between}, over the ${last.n} architectures of both: ${correlation(mean, "n/a", 2)}, mean over ${ends.length} seeds.`;
  return (
    <div>
      <h3>How the ranking changes from round to round</h3>
      <p className="note">
        {summary} The base, a dot a seed and round; early rounds score few, so dots are joined only where both
        are over as many. No table is needed for it, and a ranking can be stable and wrong.
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
          <g key={seed} className="agreement">
            {points.map(({ step, n, tau, share }, index) => {
              const next = points[index + 1];
              return (
                <Fragment key={step}>
                  {next?.n === n && (
                    <line x1={x.at(share)} y1={y.at(tau)} x2={x.at(next.share)} y2={y.at(next.tau)} />
                  )}
                  <circle cx={x.at(share)} cy={y.at(tau)} r={4}>
                    <title>{`seed ${seed}, step ${count(step)}, over ${n}: ${correlation(tau, "n/a", 2)}`}</title>
                  </circle>
                  {seed === lines[0]?.seed && (
                    <text x={x.at(share)} y={bottom - 6} textAnchor={share > 0.9 ? "end" : "middle"}>
                      n = {n}
                    </text>
                  )}
                </Fragment>
              );
            })}
          </g>
        ))}
      </svg>
    </div>
  );
}
