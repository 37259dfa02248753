/** @file Loss and accuracy in training. */
import { useMemo } from "react";
import { AppendLog } from "../../core/appendLog.ts";
import type { TrainingPoint } from "../../core/run.ts";
import { ChartMenu } from "../charts/ChartMenu.tsx";
import type { LineSeries } from "../charts/stepLines.ts";
import { useStepChart } from "../charts/useLater.tsx";
import { useSize } from "../charts/useSize.ts";
import { percent } from "../format.ts";
import { useLab } from "../LabContext.tsx";
import { useStaggered } from "../useStaggered.ts";

const maxPoints = 150;
/** Length of the axis while nothing has begun. */
const unknownSteps = 100;
const accuracyAxis = {
  domain: [0, 1] as const,
  tick: (value: number) => percent(value, 0).replace(" ", ""),
  print: (value: number) => percent(value),
};
const lossText = { tick: (value: number) => value.toFixed(1), print: (value: number) => value.toFixed(3) };
const none = AppendLog.of<TrainingPoint>([]);

interface TrainingRow {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** Means over neighboring points, so that the curve of a long run is calm and nothing is left out. */
export function trainingRows(points: readonly TrainingPoint[], most: number): TrainingRow[] {
  const size = Math.ceil(points.length / most);
  const rows: TrainingRow[] = [];
  for (let start = 0; start < points.length; start += size) {
    const group = points.slice(start, start + size);
    const mean = (read: (point: TrainingPoint) => number): number =>
      group.reduce((sum, point) => sum + read(point), 0) / group.length;
    const last = group.at(-1) as TrainingPoint;
    rows.push({
      step: last.step,
      loss: mean((point) => point.loss),
      accuracy: mean((point) => point.accuracy),
    });
  }
  return rows;
}

export default function TrainingPanel() {
  const points = useStaggered(
    useLab((state) => state.run?.points ?? none),
    1000,
    750,
  );
  const baseline = useLab((state) => state.baseline?.run.points ?? none);
  const total = useLab(
    (state) => Math.max(state.run?.totalSteps ?? 0, state.baseline?.run.step ?? 0) || unknownSteps,
  );
  const Chart = useStepChart();
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const before = useMemo(() => trainingRows(baseline.toArray(), maxPoints), [baseline]);
  const rows = useMemo(() => trainingRows(points.toArray(), maxPoints), [points]);
  const series = useMemo<LineSeries[]>(() => {
    const loss = { title: "loss", axis: "left" as const };
    return [
      ...(before.length > 0
        ? [
            {
              ...loss,
              id: "before",
              title: "loss before",
              points: before.map(({ step, loss }) => ({ step, value: loss })),
              color: "var(--baseline)",
              width: 1.5,
              dash: "5 4",
            },
          ]
        : []),
      {
        ...loss,
        id: "loss",
        points: rows.map(({ step, loss }) => ({ step, value: loss })),
        color: "var(--loss)",
        width: 2.2,
      },
      {
        id: "accuracy",
        title: "accuracy",
        axis: "right" as const,
        points: rows.map(({ step, accuracy }) => ({ step, value: accuracy })),
        color: "var(--accuracy)",
        width: 2.2,
        dash: "7 3",
      },
    ];
  }, [rows, before]);
  const left = useMemo(() => {
    const most = Math.max(0.5, ...rows.map((row) => row.loss), ...before.map((row) => row.loss));
    return { domain: [0, Math.ceil(most * 4) / 4] as const, ...lossText };
  }, [rows, before]);
  const last = points.last;
  return (
    <section className="card" aria-labelledby="training-title">
      <div className="card-head">
        <h2 id="training-title">Loss and accuracy in training</h2>
        <ChartMenu name="training" chart={box} />
      </div>
      <div className="legend">
        <span className="legend-key">
          <svg width="20" height="8" aria-hidden="true">
            <path d="M0 4h20" stroke="var(--loss)" strokeWidth="2.5" />
          </svg>
          loss (left) {last?.loss.toFixed(3) ?? ""}
        </span>
        <span className="legend-key">
          <svg width="20" height="8" aria-hidden="true">
            <path d="M0 4h20" stroke="var(--accuracy)" strokeWidth="2.5" strokeDasharray="6 3" />
          </svg>
          accuracy (right) {last ? `${(last.accuracy * 100).toFixed(0)} %` : ""}
        </span>
      </div>
      <div ref={box} className="plot-box line-box short">
        {Chart && width > 0 && (
          <Chart
            label="Training loss and training accuracy over steps"
            series={series}
            lastStep={total}
            left={left}
            right={accuracyAxis}
            width={width}
            height={height}
          />
        )}
      </div>
    </section>
  );
}
