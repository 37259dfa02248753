/** @file The chosen rank correlation over training, the lines to judge it by, and the baseline run. */
import { useMemo } from "react";
import { settingSpec } from "../../core/heuristics/index.ts";
import { viewSettings } from "../../core/linkView.ts";
import type { CorrelationPoint } from "../../core/metrics/history.ts";
import type { DrawnMetric } from "../../core/metrics/index.ts";
import type { Run } from "../../core/runState.ts";
import { formatSetting, type SettingValue } from "../../core/settings.ts";
import type { RunFigures } from "../../store/labState.ts";
import { ChartMenu } from "../charts/ChartMenu.tsx";
import type { ChangeMark, LinePoint, LineSeries, ReferenceValue } from "../charts/stepLines.ts";
import { thinned } from "../charts/thin.ts";
import { useStepChart } from "../charts/useLater.tsx";
import { useSize } from "../charts/useSize.ts";
import { Segmented } from "../controls/Segmented.tsx";
import { correlation, count } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { namesOf } from "../namesOf.ts";
import { referenceList } from "../references.ts";
import { seedCurve, seedGroups } from "../seedGroups.ts";
import { useStaggered } from "../useStaggered.ts";
import { ReferenceList } from "./ReferenceList.tsx";

const maxPoints = 150;
const maxMarks = 8;
const choices = viewSettings.find((spec) => spec.key === "metric")?.choices ?? [];
/** Length of the axis while nothing has begun. */
const unknownSteps = 100;
const none: readonly CorrelationPoint[] = [];

/** One correlation of the history, a point for every complete round; the line breaks where the rules of scoring or the number of architectures changed. */
export function correlationLine(history: readonly CorrelationPoint[], shown: DrawnMetric): LinePoint[] {
  const points: LinePoint[] = [];
  let before = history[0];
  for (const point of thinned(history, maxPoints)) {
    const isOther =
      point.generation !== before?.generation ||
      point.weights !== before.weights ||
      point.size !== before.size;
    if (isOther) points.push({ step: point.step });
    before = point;
    const value = point[shown];
    points.push({
      step: point.step,
      ...(value !== undefined && { value, note: `n = ${count(point.scored)}` }),
    });
  }
  return points;
}

const otherColors = ["var(--tau)", "var(--rho)", "var(--loss)", "var(--op-conv1)"];

/**
 * The newest configurations of runs that are neither shown, nor the baseline, nor hidden: a run as its curve, several seeds as their mean
 * with the range around it. With the run shown or the baseline among the seeds, the band is drawn beside its own line.
 */
function otherLines(
  listed: readonly RunFigures[],
  left: readonly (string | undefined)[],
  shown: DrawnMetric,
): LineSeries[] {
  const visible = listed.filter(({ entry, figures }) => !entry.isHidden && figures.history.length > 0);
  // Named as the list of runs names them.
  const groups = seedGroups(listed);
  const names = new Map([
    ...namesOf(listed).map((name, index) => [listed[index]?.entry.id, name] as const),
    ...namesOf(groups.map(({ members }) => members[0])).map((name, i) => [groups[i]?.key, name] as const),
  ]);
  const drawn = seedGroups(visible).filter(
    ({ members }) => members.length > 1 || !left.includes(members[0].entry.id),
  );
  return drawn.slice(-otherColors.length).map(({ key, members }, index) => {
    const isOwn = members.some(({ entry }) => entry.id === left[0]);
    const color = isOwn ? `var(--${shown})` : (otherColors[index] as string);
    const common = { axis: "left" as const, color, width: 1.2, dots: 1.5 };
    const [{ entry, figures }, ...others] = members;
    if (others.length === 0)
      return {
        ...{ ...common, id: entry.id, title: names.get(entry.id) ?? "" },
        points: correlationLine(figures.history, shown),
      };
    const histories = members.map((member) => thinned(member.figures.history, maxPoints));
    const name = isOwn ? "this configuration" : names.get(key)?.replace(/ · seed \d+$/, "");
    const title = `${name}, mean of ${members.length} seeds`;
    return { ...common, id: key, title, dash: "2 2", ...seedCurve(histories, shown) };
  });
}

const valuesOf = ({ points, band = [] }: LineSeries): number[] => [
  ...points.map((point) => point.value ?? 0),
  ...band.map(({ range }) => range?.low ?? 0),
];

/** What changed at one step is one mark; of several settings the first is named, and of one setting its last value. */
function marksOf(changes: Run["changes"]): ChangeMark[] {
  const steps = new Map<number, Map<string, SettingValue>>();
  for (const { step, key, to } of changes) {
    const known = steps.get(step) ?? new Map<string, SettingValue>();
    steps.set(step, known.set(key, to));
  }
  return [...steps].map(([step, values]) => {
    const [first] = values;
    const [key, to] = first as [string, SettingValue];
    const spec = settingSpec(key);
    const more = values.size > 1 ? ` and ${values.size - 1} more` : "";
    return { step, title: `${spec ? `${spec.title}: ${formatSetting(spec, to)}` : key}${more}` };
  });
}

const isShown = (listed: readonly RunFigures[], id: string | undefined): boolean =>
  !listed.some(({ entry }) => entry.id === id && entry.isHidden);

const axisText = { tick: (value: number) => value.toFixed(1).replace("-", "−"), print: correlation };

export function CorrelationPanel() {
  const shown = useLab((state) => state.view.metric);
  const history = useStaggered(
    useLab((state) => state.figures.history),
    1000,
    250,
  );
  const baseline = useLab((state) =>
    isShown(state.listed, state.baselineId) ? (state.baseline?.figures.history ?? none) : none,
  );
  const total = useLab((state) => state.run?.totalSteps ?? 0);
  const baselineSteps = useLab((state) => state.baseline?.run.step ?? 0);
  const runs = useStaggered(
    useLab((state) => state.listed),
    1000,
    250,
  );
  const activeId = useLab((state) => state.active);
  const baselineId = useLab((state) => state.baselineId);
  const references = useLab((state) => state.references);
  const changes = useLab((state) => state.run?.changes);
  const actions = useActions();
  const Chart = useStepChart();
  const [box, { width, height }] = useSize<HTMLDivElement>();

  const others = useMemo(
    () => otherLines(runs, [activeId, baselineId], shown),
    [runs, activeId, baselineId, shown],
  );
  const title = choices.find(({ value }) => value === shown)?.title ?? "";
  const series = useMemo<LineSeries[]>(() => {
    const common = { axis: "left" as const };
    const now = {
      id: "now",
      title,
      points: correlationLine(history, shown),
      color: `var(--${shown})`,
      width: 2.2,
      dots: 2.6,
    };
    const before = correlationLine(baseline, shown);
    return [
      ...others,
      ...(before.length > 0
        ? [
            {
              ...common,
              id: "baseline",
              title: "before",
              points: before,
              color: "var(--baseline)",
              width: 1.4,
              dots: 1.8,
              dash: "5 4",
            },
          ]
        : []),
      { ...common, ...now },
    ];
  }, [history, baseline, others, shown, title]);
  const left = useMemo(() => {
    const low = Math.min(0, ...series.flatMap(valuesOf));
    return { domain: [Math.max(-1, Math.floor(low * 5) / 5), 1] as const, ...axisText };
  }, [series]);
  const listed = useMemo(() => referenceList(references), [references]);
  const lines = useMemo<ReferenceValue[]>(
    () => listed.flatMap(({ color, ...line }) => (color ? [{ ...line, color }] : [])),
    [listed],
  );
  const marks = useMemo<ChangeMark[]>(() => marksOf(changes ?? []).slice(-maxMarks), [changes]);
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
      <div ref={box} className="plot-box line-box">
        {Chart && width > 0 && (
          <Chart
            label={`${title} over training steps. ${lines.map((line) => `${line.title} ${line.value.toFixed(2)}`).join(", ")}.`}
            series={series}
            references={lines}
            marks={marks}
            lastStep={Math.max(total, baselineSteps) || unknownSteps}
            left={left}
            width={width}
            height={height}
          />
        )}
      </div>
      <ReferenceList references={listed} />
      {others.length > 0 && (
        <div className="legend">
          {others.map(({ id, title: name, color, band }) => (
            <span key={id} className="legend-key">
              <svg width="18" height="6" aria-hidden="true">
                {band && <rect width="18" height="6" fill={color} fillOpacity="0.25" />}
                <path d="M0 3h18" stroke={color} strokeWidth="2" {...(band && { strokeDasharray: "2 2" })} />
              </svg>
              {name}
              {band && "; the band is their range"}
            </span>
          ))}
        </div>
      )}
      <p className="card-note">
        Each dot is one round: all its architectures scored on the weights of that step. A line joins rounds
        over as many architectures.{" "}
        {baseline.length > 0 && (
          <>
            Grey dashes: the baseline run{" "}
            <button type="button" className="link-button" onClick={actions.dropBaseline}>
              hide
            </button>
          </>
        )}
      </p>
    </section>
  );
}
