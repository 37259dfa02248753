/** @file The other views of the hero, which are loaded when they are asked for: ranks as slopes, and this run beside the baseline. */

import { useMemo } from "react";
import { metricOf } from "../../core/metrics/index.ts";
import { isRanked } from "../../store/figures.ts";
import { PairedScatter } from "../charts/PairedScatter.tsx";
import { SlopeChart } from "../charts/SlopeChart.tsx";
import { ThresholdControl } from "../controls/ThresholdControl.tsx";
import { correlation, count, percentTicks } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { weightsOf } from "../rounds.ts";
import { levelsOf, slopesOf } from "../slope.ts";
import "../styles/views.css";

interface ViewProps {
  readonly view: "slope" | "runs";
  readonly width: number;
  readonly height: number;
}

export default function ScatterViews({ view, ...size }: ViewProps) {
  return view === "slope" ? <Slopes {...size} /> : <TwoRuns {...size} />;
}

/** Of losses, with as many digits as their steps need. */
const lossTicks = (all: readonly number[]): ((tick: number) => string) => {
  const step = (all[1] ?? 1) - (all[0] ?? 0);
  return (tick) => tick.toFixed(step < 0.01 ? 3 : step < 0.1 ? 2 : 1).replace("-", "−");
};

type Size = Omit<ViewProps, "view">;
const controlHeight = 54;

function Slopes({ width, height }: Size) {
  const figures = useLab((state) => state.figures);
  const threshold = useLab((state) => state.view.thr);
  const selected = useLab((state) => state.selected);
  const hovered = useLab((state) => state.hovered);
  const actions = useActions();
  const lines = useMemo(
    () => slopesOf(figures.architectures.filter(isRanked), threshold),
    [figures, threshold],
  );
  const { round, now } = figures;
  if (lines.length === 0)
    return <Empty text="The ranks appear when the first round of scores is complete." />;
  return (
    <>
      <SlopeChart
        lines={lines}
        selected={selected}
        hovered={hovered}
        width={width}
        height={height - controlHeight}
        summary={`Slope chart of ${lines.length} architectures from their stand-alone rank to their rank by the super-net; ${metricOf("skdt").title} ${correlation(now?.skdt, "n/a")}. The table below lists the same.`}
        onHover={actions.hover}
        onSelect={actions.select}
      />
      <div className="slope-threshold">
        <span className="note">
          {round && `${weightsOf(round)} · `}n = {count(lines.length)}, {count(levelsOf(lines))} levels after
          rounding. {metricOf("skdt").title} {correlation(now?.skdt, "n/a", 2)}
        </span>
        <ThresholdControl />
      </div>
    </>
  );
}

function TwoRuns({ width, height }: Size) {
  const comparison = useLab((state) => state.comparedFigures.comparison);
  const own = useLab((state) => state.comparedFigures.round?.step ?? 0);
  const selected = useLab((state) => state.selected);
  const hovered = useLab((state) => state.hovered);
  const actions = useActions();
  const dots = useMemo(() => {
    if (comparison?.with !== "run") return [];
    const { a, b, groundTruths } = comparison.pairs;
    const third = [...groundTruths].sort((x, y) => y - x)[Math.floor(groundTruths.length / 3)] ?? 1;
    return comparison.architectures.map((id, index) => ({
      id,
      baseline: a[index] as number,
      own: b[index] as number,
      isGood: (groundTruths[index] as number) > third,
    }));
  }, [comparison]);
  if (comparison?.with === "rules")
    return (
      <Empty text="The scores shown are held against those of the same weights by the rules before; the next round is held against the baseline run again." />
    );
  if (!comparison || dots.length === 0)
    return (
      <Empty text="There is no round of the baseline run to compare with: choose a baseline in the list of runs." />
    );
  const { now, before } = comparison.rankBy;
  if (now !== before)
    return (
      <Empty text="One of the two runs is ranked by the loss, the other by the accuracy: they share no axis. Rank both by the same." />
    );
  const isLoss = now === "loss";
  return (
    <PairedScatter
      dots={dots}
      selected={selected}
      hovered={hovered}
      width={width}
      height={height}
      caption={`steps ${count(comparison.step)} and ${count(own)} · orange: best third alone`}
      summary={`Scatter of ${dots.length} architectures by their scores in the baseline run and in this one; ${metricOf("skdt").title} ${correlation(comparison.before, "n/a")} there, ${correlation(comparison.now, "n/a")} here.`}
      unit={isLoss ? "minus the loss" : "super-net accuracy, %"}
      printTicks={isLoss ? lossTicks : percentTicks}
      onHover={actions.hover}
      onSelect={actions.select}
    />
  );
}

function Empty({ text }: { readonly text: string }) {
  return (
    <div className="empty scatter-empty">
      <p>{text}</p>
    </div>
  );
}
