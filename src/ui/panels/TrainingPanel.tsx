/** @file Loss and accuracy in training. */
import { useMemo } from "react";
import { AppendLog } from "../../core/appendLog.ts";
import type { TrainingPoint } from "../../core/run.ts";
import { ChartMenu } from "../charts/ChartMenu.tsx";
import { TrainingChart, type TrainingRow } from "../charts/TrainingChart.tsx";
import { thinned } from "../charts/thin.ts";
import { useSize } from "../charts/useSize.ts";
import { useLab } from "../LabContext.tsx";
import { useStaggered } from "../useStaggered.ts";

const mostPoints = 150;
const none = AppendLog.of<TrainingPoint>([]);

/** Means over neighbouring points, so that the curve of a long run is calm and nothing is left out. */
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
  const ghost = useLab((state) => state.ghost?.run.points ?? none);
  const total = useLab((state) => Math.max(state.run?.totalSteps ?? 0, state.ghost?.run.step ?? 0, 1));
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const ghostRows = useMemo<TrainingRow[]>(
    () =>
      thinned(trainingRows(ghost.toArray(), mostPoints), mostPoints).map(({ step, loss }) => ({
        step,
        ...(loss !== undefined && { ghostLoss: loss }),
      })),
    [ghost],
  );
  const rows = useMemo(
    () => [...trainingRows(points.toArray(), mostPoints), ...ghostRows].sort((a, b) => a.step - b.step),
    [points, ghostRows],
  );
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
      <div
        ref={box}
        className="plot-box line-box short"
        role="img"
        aria-label="Training loss and training accuracy over steps"
      >
        {width > 0 && <TrainingChart rows={rows} lastStep={total} width={width} height={height} />}
      </div>
    </section>
  );
}
