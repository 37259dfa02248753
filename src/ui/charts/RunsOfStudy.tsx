/** @file Whether the more accurate super-nets of a study rank better: one dot a run. */
import { useMemo, useState } from "react";
import { spearmanRho } from "../../core/metrics/spearman.ts";
import type { Findings } from "../../core/study/findings.ts";
import { optionTitle } from "../../core/study/findingText.ts";
import { correlation, percent } from "../format.ts";
import { accuracyDomain, stripScale, ticks } from "./axis.ts";
import { nearestSpot } from "./nearest.ts";

const height = 300;
const margin = { left: 48, right: 14, top: 22, bottom: 36 };
/** Of a pointer, in pixels. */
const reach = 24;

interface Dot {
  readonly id: string;
  readonly accuracy: number;
  readonly skdt: number;
  readonly isBase: boolean;
  /** Its configuration and seed. */
  readonly title: string;
}

/** Those of the base last, so that they lie above the others. */
function dotsOf({ configurations }: Findings): Dot[] {
  const dots = configurations.flatMap(({ different, runs }) => {
    const options = Object.entries(different).map(([key, value]) => optionTitle(key, value));
    const title = options.join(", ") || "the base";
    return runs.flatMap(({ seed, accuracy, skdt }) =>
      accuracy === null || skdt === null
        ? []
        : [
            {
              id: `${title} ${seed}`,
              title: `${title}, seed ${seed}`,
              isBase: options.length === 0,
              accuracy,
              skdt,
            },
          ],
    );
  });
  return dots.toSorted((a, b) => Number(a.isBase) - Number(b.isBase));
}

export function RunsOfStudy({ findings, width }: { readonly findings: Findings; readonly width: number }) {
  const [near, setNear] = useState<string>();
  const dots = useMemo(() => dotsOf(findings), [findings]);
  const rho = spearmanRho({
    predictions: dots.map(({ accuracy }) => accuracy),
    groundTruths: dots.map(({ skdt }) => skdt),
  });
  const [right, bottom] = [width - margin.right, height - margin.bottom];
  const levels = [
    { title: "parameter count", value: findings.params },
    { title: "best to hope for", value: findings.ceiling },
  ].flatMap(({ title, value }) => (value === null ? [] : [{ title, value }]));
  const values = [...dots, ...levels.map(({ value }) => ({ skdt: value }))].map(({ skdt }) => skdt);
  const x = stripScale(accuracyDomain(dots.map(({ accuracy }) => accuracy)), margin.left, right, 0);
  const y = stripScale([Math.min(0, ...values) - 0.04, Math.max(0, ...values) + 0.04], bottom, margin.top, 0);
  const spots = dots.map(({ id, accuracy, skdt }) => ({ id, left: x.at(accuracy), top: y.at(skdt) }));
  const told = dots.find(({ id }) => id === near);
  const summary = `Over ${dots.length} runs super-net accuracy and S-KdT have a rank correlation (Spearman) of ${correlation(rho, "n/a", 2)}.`;
  return (
    <div>
      <h3>Super-net accuracy against S-KdT</h3>
      <p className="note">
        {summary} One dot a run, the base in orange; runs of one configuration are not independent, and
        options that admit other architectures are judged on those. What happens within one run, while it
        trains, is another question.
      </p>
      <svg
        className="plot"
        width={width}
        height={height}
        role="img"
        aria-label={summary}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setNear(nearestSpot(spots, event.clientX - box.left, event.clientY - box.top, reach));
        }}
        onPointerLeave={() => setNear(undefined)}
      >
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
          mean super-net accuracy
        </text>
        <text x={4} y={12}>
          S-KdT
        </text>
        {levels.map(({ title, value }) => (
          <g key={title} className="level">
            <line x1={margin.left} x2={right} y1={y.at(value)} y2={y.at(value)} />
            <text x={margin.left + 4} y={y.at(value) - 5}>
              {title} {correlation(value, "–", 2)}
            </text>
          </g>
        ))}
        {dots.map(({ id, isBase }, index) => (
          <circle
            key={id}
            className="run"
            data-base={isBase || undefined}
            data-near={id === near || undefined}
            cx={spots[index]?.left}
            cy={spots[index]?.top}
            r={isBase ? 5 : 4}
          />
        ))}
      </svg>
      <p className="note number" role="status">
        {told
          ? `${told.title}: accuracy ${percent(told.accuracy)}, S-KdT ${correlation(told.skdt)}`
          : "Point at a dot to see its configuration."}
      </p>
    </div>
  );
}
