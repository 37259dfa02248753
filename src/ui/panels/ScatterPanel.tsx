/** @file The hero: every scored architecture by super-net and stand-alone accuracy, and the histogram below on the same axis. */

import { useMemo, useRef, useState } from "react";
import { datasetOf } from "../../core/datasets.ts";
import { metricOf } from "../../core/metrics/index.ts";
import { type ArchitectureFigures, type Figures, isRanked, type RankedFigures } from "../../store/figures.ts";
import { type TrainedHere, trainedHere } from "../../store/trainedHere.ts";
import { accuracyDomain, type Domain, focusedDomain, steadyDomain } from "../charts/axis.ts";
import { ChartMenu } from "../charts/ChartMenu.tsx";
import type { HistogramProps } from "../charts/Histogram.tsx";
import { type Dot, type LocalDot, Scatter } from "../charts/Scatter.tsx";
import { useHistogram } from "../charts/useLater.tsx";
import { useSize } from "../charts/useSize.ts";
import { comparedOf, hasTruth } from "../compared.ts";
import { Segmented } from "../controls/Segmented.tsx";
import { correlation, count, ordinal, percent } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { Late } from "../Late.tsx";
import { standAloneName, superNetName } from "../names.ts";
import { recordedStart, scatterViews } from "../parts.ts";
import { rankedBy, weightsOf } from "../rounds.ts";
import { useStaggered } from "../useStaggered.ts";
import { ScatterLegend } from "./ScatterLegend.tsx";

const histogramHeight = 96;
/** Of the captions in a chart, in pixels. */
const letterWidth = 6;
const none: readonly never[] = [];
const views = [
  { value: "accuracy", title: "Accuracies" },
  { value: "rank", title: "Ranks" },
  { value: "slope", title: "Slopes" },
  { value: "runs", title: "Two runs" },
] as const;

function useSteady(wanted: Domain): Domain {
  const last = useRef<Domain>(undefined);
  const next = useMemo(() => steadyDomain(last.current, wanted), [wanted]);
  last.current = next;
  return next;
}

export function ScatterPanel() {
  const [view, setView] = useState<(typeof views)[number]["value"]>("accuracy");
  const figures = useStaggered(
    useLab((state) => state.figures),
    500,
    0,
  );
  const baseline = useLab((state) => state.baseline?.figures);
  const hasBaseline = useLab((state) => state.figures.comparison?.with === "run") || view === "runs";
  const selected = useLab((state) => state.selected);
  const hovered = useLab((state) => state.hovered);
  const dataset = useLab((state) => state.config.dataset);
  const truth = useLab((state) => state.truth);
  const actions = useActions();
  const [box, { width, height }] = useSize<HTMLDivElement>();

  const ranked = useMemo(() => figures.architectures.filter(isRanked), [figures]);
  const accuracies = useMemo(
    () => figures.architectures.flatMap((item) => (item.superNet === undefined ? [] : [item.superNet])),
    [figures],
  );
  const found = useMemo(() => figures.found.best.map((item) => item.architecture), [figures]);
  const compared = useMemo(
    () =>
      comparedOf(
        figures,
        baseline,
        figures.rule?.rankBy === "loss" || figures.comparison?.rankBy.before === "loss",
      ),
    [figures, baseline],
  );
  const comparedDots = useMemo(() => compared?.dots.filter(hasTruth) ?? none, [compared]);
  const before = useMemo(() => compared?.dots.map((item) => item.x) ?? none, [compared]);
  const groundTruths = useMemo(
    () => figures.architectures.flatMap((item) => item.standAlone ?? []),
    [figures],
  );
  const alone = useLab((state) => state.standAlone);
  const space = useLab((state) => state.config.space);
  const local = useMemo(
    () => localDots(figures, trainedHere(alone, space, dataset)),
    [figures, alone, space, dataset],
  );
  const spread = useMemo(() => [...accuracies, ...before], [accuracies, before]);
  const xDomain = useSteady(useMemo(() => accuracyDomain(spread), [spread]));
  const xFocus = useSteady(useMemo(() => focusedDomain(spread), [spread]));
  const yDomain = useMemo(
    () => focusedDomain([...groundTruths, ...local.flatMap(({ low, high }) => [low, high])]),
    [groundTruths, local],
  );
  // Below the scatter the histogram has its axis, unless some dots lie outside of that.
  const xStrip = spread.some((accuracy) => accuracy < xFocus[0]);
  const dots = useMemo<Dot[]>(
    () => (view === "rank" ? ranked.map(rankDot) : figures.architectures.flatMap(accuracyDot)),
    [ranked, figures, view],
  );
  const rankDomain = useMemo<Domain>(
    () => [1 + ranked.length * 1.04, 1 - ranked.length * 0.06],
    [ranked.length],
  );
  const chance = 1 / (datasetOf(dataset)?.classes.length ?? 10);
  const { round } = figures;
  const caption = round
    ? [weightsOf(round), rankedBy(figures.rule), `n = ${count(ranked.length)}`].filter(Boolean).join(" · ")
    : "";
  // In the picture where there is room for it in one line.
  const fits = caption.length * letterWidth < width - 60;
  const tip =
    hovered === undefined ? undefined : figures.architectures.find((item) => item.architecture === hovered);
  const isOther = view === "slope" || view === "runs";
  const tableless = truth.status === "none";
  const isEmpty = !tableless && !isOther && dots.length === 0 && comparedDots.length === 0;

  return (
    <section className="card" aria-labelledby="scatter-title">
      <div className="card-head">
        <h2 id="scatter-title">Super-net against stand-alone</h2>
        <Segmented
          label="Show"
          value={view}
          options={hasBaseline ? views : views.slice(0, 3)}
          onChange={setView}
        />
        <ChartMenu name="scatter" chart={box} />
      </div>
      <div ref={box} className={`plot-box scatter-box${tableless ? " tableless" : ""}`}>
        {width > 0 && tableless && <NoTable reason={truth.reason} />}
        {width > 0 && !tableless && isOther && <Late part={scatterViews} props={{ view, width, height }} />}
        {width > 0 && !tableless && !isOther && (
          <Scatter
            dots={dots}
            compared={view === "rank" ? none : comparedDots}
            local={view === "rank" ? none : local}
            found={found}
            selected={selected}
            hovered={hovered}
            xDomain={view === "rank" ? rankDomain : xFocus}
            yDomain={view === "rank" ? rankDomain : yDomain}
            ranks={view === "rank"}
            chance={chance}
            width={width}
            height={height}
            caption={fits ? caption : ""}
            summary={`Scatter of ${ranked.length} architectures by ${superNetName} and ${standAloneName(truth)}${round ? `, ${weightsOf(round)}` : ""}; ${metricOf("skdt").title} ${correlation(figures.now?.skdt, "n/a")}. The table below lists the same.`}
            onHover={actions.hover}
            onSelect={actions.select}
          />
        )}
        {isEmpty && width > 0 && (
          <div className="empty scatter-empty">
            <p>The dots appear when the first round of scores is complete.</p>
          </div>
        )}
        <Late part={recordedStart} props={{ isEmpty, chance }} isOptional />
        {tip && tip.superNet !== undefined && (
          <div className="plot-tip" style={{ left: 56, top: 14 }}>
            <div className="mono two-lines">{tip.architecture}</div>
            <div className="number">
              super-net {percent(tip.superNet)}
              {tip.superNetRank !== undefined && ` (${ordinal(tip.superNetRank)})`} · stand-alone{" "}
              {percent(tip.standAlone)}
              {tip.standAloneRank !== undefined && ` (${ordinal(tip.standAloneRank)})`}
            </div>
          </div>
        )}
      </div>
      {!fits && !tableless && !isOther && <p className="note">{caption}</p>}
      {width > 0 && (view === "accuracy" || tableless) && (
        <HistogramStrip
          accuracies={accuracies}
          of="super-net"
          before={before}
          domain={tableless || xStrip ? xDomain : xFocus}
          chance={chance}
          width={width}
          height={tableless ? 340 : histogramHeight}
        />
      )}
      {!isOther && (
        <ScatterLegend
          compared={view !== "rank" && comparedDots.length > 0 ? compared : undefined}
          local={view !== "rank" && local.length > 0}
          hollow={dots.some((dot) => dot.hollow)}
        />
      )}
    </section>
  );
}

function HistogramStrip(props: HistogramProps) {
  const box = useRef<HTMLDivElement>(null);
  const hidden = useLab((state) => state.view.hide.includes("histogram"));
  const Chart = useHistogram();
  const { accuracies, before } = props;
  const values = useStaggered(
    useMemo(() => ({ accuracies, before }), [accuracies, before]),
    1000,
    400,
  );
  if (hidden) return null;
  return (
    <div className="histogram-strip">
      <div className="histogram-name">
        how many architectures have which super-net accuracy (%)
        <ChartMenu name="histogram" chart={box} />
      </div>
      <div ref={box} className="plot-box" style={{ height: props.height }}>
        {Chart && <Chart {...props} {...values} />}
      </div>
    </div>
  );
}

/** Axes of ranks run backwards: the best stand top right. */
function rankDot({ architecture: id, superNetRank: x, standAloneRank: y }: RankedFigures): Dot {
  return { id, x, y };
}

function accuracyDot(item: ArchitectureFigures): Dot[] {
  const { architecture: id, superNet: x, standAlone: y } = item;
  if (x === undefined || y === undefined) return [];
  return [{ id, x, y, ...(!isRanked(item) && { hollow: true }) }];
}

/** What was trained here, at its super-net accuracy of the round shown; what has none has no place. */
function localDots({ architectures }: Figures, trained: readonly TrainedHere[]): LocalDot[] {
  return trained.flatMap(({ architecture: id, results }) => {
    const x = architectures.find((item) => item.architecture === id)?.superNet;
    const tests = results.map(({ test }) => test);
    const y = tests.reduce((sum, test) => sum + test, 0) / tests.length;
    return x === undefined ? [] : [{ id, x, y, low: Math.min(...tests), high: Math.max(...tests) }];
  });
}

function NoTable({ reason }: { readonly reason: string }) {
  return (
    <div className="empty">
      <p>{reason}</p>
      <p>
        The super-net trains and its scores are shown below. Drop a table of your own (CSV or JSON) on the
        page to judge them.
      </p>
    </div>
  );
}
