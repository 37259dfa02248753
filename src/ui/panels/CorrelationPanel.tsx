/** @file The chosen rank correlation over training, the lines to judge it by, and the previous run. */
import { useMemo } from "react";
import { settingSpec } from "../../core/heuristics/index.ts";
import type { CorrelationPoint } from "../../core/metrics/history.ts";
import { formatSetting } from "../../core/settings.ts";
import { viewSettings } from "../../core/shareLink.ts";
import { ChartMenu } from "../charts/ChartMenu.tsx";
import {
  type ChangeMark,
  CorrelationChart,
  type CorrelationRow,
  type ReferenceValue,
} from "../charts/CorrelationChart.tsx";
import { thinned } from "../charts/thin.ts";
import { useSize } from "../charts/useSize.ts";
import { Segmented } from "../controls/Segmented.tsx";
import { useActions, useLab } from "../LabContext.tsx";
import { useStaggered } from "../useStaggered.ts";

const mostPoints = 150;
const mostMarks = 8;
const choices = viewSettings.find((spec) => spec.key === "metric")?.choices ?? [];
const member = { skdt: "sKdT", tau: "tau", rho: "rho" } as const;
const none: readonly CorrelationPoint[] = [];

/** Rows of both runs by step; a gap stands where the scores began anew. */
export function correlationRows(
  history: readonly CorrelationPoint[],
  ghost: readonly CorrelationPoint[],
  shown: keyof typeof member,
): CorrelationRow[] {
  const key = member[shown];
  const rows: CorrelationRow[] = [];
  let generation = history[0]?.generation;
  for (const point of thinned(history, mostPoints)) {
    if (point.generation !== generation) rows.push({ step: point.step });
    generation = point.generation;
    const value = point[key];
    rows.push({ step: point.step, ...(value !== undefined && { value }) });
  }
  for (const point of thinned(ghost, mostPoints)) {
    const value = point[key];
    if (value !== undefined) rows.push({ step: point.step, ghost: value });
  }
  return rows.sort((a, b) => a.step - b.step);
}

export default function CorrelationPanel() {
  const shown = useLab((state) => state.view.metric);
  const history = useStaggered(
    useLab((state) => state.figures.history),
    1000,
    250,
  );
  const ghost = useLab((state) => state.ghost?.figures.history ?? none);
  const total = useLab((state) => state.run?.totalSteps ?? 0);
  const ghostSteps = useLab((state) => state.ghost?.run.step ?? 0);
  const references = useLab((state) => state.references);
  const changes = useLab((state) => state.run?.changes);
  const actions = useActions();
  const [box, { width, height }] = useSize<HTMLDivElement>();

  const rows = useMemo(() => correlationRows(history, ghost, shown), [history, ghost, shown]);
  const lines = useMemo<ReferenceValue[]>(
    () => [
      ...(references.ceiling === undefined
        ? []
        : [
            { id: "ceiling", title: "seed against seed", value: references.ceiling, color: "var(--ceiling)" },
          ]),
      ...(references.parameters === undefined
        ? []
        : [
            {
              id: "parameters",
              title: "parameter count",
              value: references.parameters,
              color: "var(--parameters)",
            },
          ]),
      { id: "random", title: "random", value: 0, color: "var(--line-strong)" },
    ],
    [references],
  );
  const marks = useMemo<ChangeMark[]>(
    () =>
      (changes ?? []).slice(-mostMarks).map(({ step, key, to }) => {
        const spec = settingSpec(key);
        return { step, title: spec ? `${key} ${formatSetting(spec, to)}` : key };
      }),
    [changes],
  );
  return (
    <section className="card" aria-labelledby="correlation-title">
      <div className="card-head">
        <h2 id="correlation-title">Correlation over training</h2>
        <ChartMenu name="correlation" chart={box} />
      </div>
      <Segmented
        label="Correlation shown"
        value={shown}
        options={choices}
        onChange={(metric) => actions.changeView({ metric })}
      />
      <div
        ref={box}
        className="plot-box line-box"
        role="img"
        aria-label={`${choices.find(({ value }) => value === shown)?.title} over training steps. ${lines
          .map((line) => `${line.title} ${line.value.toFixed(2)}`)
          .join(", ")}.`}
      >
        {width > 0 && (
          <CorrelationChart
            rows={rows}
            shown={shown}
            references={lines}
            changes={marks}
            lastStep={Math.max(total, ghostSteps, 1)}
            width={width}
            height={height}
          />
        )}
      </div>
      <p className="card-note">
        Steps on the horizontal axis.{" "}
        {ghost.length > 0 ? (
          <>
            Grey dashes: the previous run{" "}
            <button type="button" className="link-button" onClick={actions.dropGhost}>
              hide
            </button>
          </>
        ) : (
          "A correlation is worth something only above the parameter count; seed against seed is as good as it gets."
        )}
      </p>
    </section>
  );
}
