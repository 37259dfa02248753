/** @file After an evaluation setting changed: the same architectures scored the old way and the new way, side by side. */
import { useMemo, useState } from "react";
import { datasetOf } from "../../core/datasets.ts";
import { settingSpec } from "../../core/heuristics/index.ts";
import { metricOf } from "../../core/metrics/index.ts";
import { meanAccuracy, shareAtChance } from "../../core/metrics/level.ts";
import { defaultMetricOptions } from "../../core/metrics/metric.ts";
import { sparseKendallTau } from "../../core/metrics/sparse.ts";
import type { Round } from "../../core/rounds.ts";
import { linkOfRun } from "../../core/runLink.ts";
import { formatSetting } from "../../core/settings.ts";
import { spaceById } from "../../core/spaces/index.ts";
import { bothWays, type BothWays as Shown } from "../bothWays.ts";
import { accuracyDomain, type Domain, focusedDomain } from "../charts/axis.ts";
import { ChartMenu } from "../charts/ChartMenu.tsx";
import { Scatter } from "../charts/Scatter.tsx";
import { useSize } from "../charts/useSize.ts";
import { differenceSentence } from "../difference.ts";
import { correlation, count, percent, thresholdText } from "../format.ts";
import { useActions, useLab, useLabState } from "../LabContext.tsx";
import { weightsOf } from "../rounds.ts";
import { useDifference } from "../useDifference.ts";

export default function BothWaysPanel() {
  const rounds = useLab((state) => state.run?.rounds);
  const scores = useLab((state) => state.run?.scores);
  const pool = useLab((state) => state.run?.pool);
  const changes = useLab((state) => state.run?.changes);
  const rankBy = useLab((state) => state.figures.rule?.rankBy);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scores of other rounds come all the time and change nothing of these two
  const shown = useMemo(
    () => rounds && scores && pool && changes && bothWays({ rounds, scores, pool, changes }, rankBy),
    [rounds, pool, changes, rankBy],
  );
  const [hidden, setHidden] = useState<Round>();
  if (!shown || shown.after === hidden) return null;
  return <BothWays shown={shown} onHide={() => setHidden(shown.after)} />;
}

interface Point {
  readonly id: string;
  /** Super-net and stand-alone accuracy. */
  readonly x: number;
  readonly y: number | undefined;
  /** What it is ranked by. */
  readonly ranked: number | undefined;
}

function BothWays({ shown, onHide }: { readonly shown: Shown; readonly onHide: () => void }) {
  const architectures = useLab((state) => state.figures.architectures);
  const [before, after] = useMemo(() => {
    const groundTruths = new Map(architectures.map((item) => [item.architecture, item.standAlone]));
    const side = (way: "before" | "after"): Point[] =>
      shown.pairs.map((pair) => ({
        id: pair.architecture,
        x: pair[way],
        y: groundTruths.get(pair.architecture),
        ranked: way === "before" ? pair.rankedBefore : pair.rankedAfter,
      }));
    return [side("before"), side("after")] as const;
  }, [shown, architectures]);
  const xDomain = useMemo(() => accuracyDomain([...before, ...after].map(({ x }) => x)), [before, after]);
  const yDomain = useMemo(() => focusedDomain(after.flatMap(({ y }) => y ?? [])), [after]);
  const names = shown.changes.map(({ key }) => settingSpec(key)?.title ?? key).join(", ");
  const values = (way: "from" | "to"): string =>
    shown.changes
      .map((change) => {
        const spec = settingSpec(change.key);
        return spec ? formatSetting(spec, change[way]) : String(change[way]);
      })
      .join(", ");
  return (
    <section className="card" aria-labelledby="both-ways-title">
      <div className="card-head">
        <h2 id="both-ways-title">Same weights, scored two ways</h2>
        <button type="button" className="link-button" onClick={onHide}>
          hide
        </button>
      </div>
      <p className="card-note">
        {names} changed. Both sides score the same {count(shown.pairs.length)} architectures on one frozen
        copy of the {weightsOf(shown.after)}.
      </p>
      <Difference before={before} after={after} />
      <div className="both-ways">
        <Side
          title={`Before: ${values("from")}`}
          name="before"
          points={before}
          round={shown.before}
          {...{ xDomain, yDomain }}
        />
        <Side
          title={`After: ${values("to")}`}
          name="after"
          points={after}
          round={shown.after}
          {...{ xDomain, yDomain }}
        />
      </div>
    </section>
  );
}

/** In S-KdT, on the architectures of both sides in pairs. */
function Difference({
  before,
  after,
}: {
  readonly before: readonly Point[];
  readonly after: readonly Point[];
}) {
  const threshold = useLab((state) => state.view.thr);
  const pairs = useMemo(() => {
    const both = after.flatMap(({ y, ranked }, index) => {
      const then = before[index]?.ranked;
      return y === undefined || ranked === undefined || then === undefined ? [] : [{ y, then, ranked }];
    });
    return {
      a: both.map(({ then }) => then),
      b: both.map(({ ranked }) => ranked),
      groundTruths: both.map(({ y }) => y),
    };
  }, [before, after]);
  const interval = useDifference(pairs, threshold);
  if (pairs.groundTruths.length < 2) return null;
  const [then, now] = [pairs.a, pairs.b].map((predictions) =>
    sparseKendallTau({ predictions, groundTruths: pairs.groundTruths }, threshold),
  );
  return (
    <p className="verdict-comparison">
      {metricOf("skdt").title} by the new rules:{" "}
      {differenceSentence({ of: "rules", before: then, now, interval, count: pairs.groundTruths.length })}.
    </p>
  );
}

interface SideProps {
  readonly title: string;
  readonly name: "before" | "after";
  readonly points: readonly Point[];
  readonly round: Round;
  readonly xDomain: Domain;
  readonly yDomain: Domain;
}

const none: readonly never[] = [];

function Side({ title, name, points, round, xDomain, yDomain }: SideProps) {
  const threshold = useLab((state) => state.view.thr);
  const dataset = useLab((state) => state.run?.config.dataset ?? state.config.dataset);
  const selected = useLab((state) => state.selected);
  const hovered = useLab((state) => state.hovered);
  const hasTable = useLab((state) => state.truth.status === "ready");
  const actions = useActions();
  const state = useLabState();
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const chance = 1 / (datasetOf(dataset)?.classes.length ?? 10);
  const dots = useMemo(
    () => points.flatMap(({ y, ...point }) => (y === undefined ? [] : { ...point, y })),
    [points],
  );
  const [skdt, tau] = useMemo(() => {
    const known = dots.flatMap(({ ranked, y }) => (ranked === undefined ? [] : [{ ranked, y }]));
    const input = { predictions: known.map(({ ranked }) => ranked), groundTruths: known.map(({ y }) => y) };
    const options = { ...defaultMetricOptions, threshold };
    return (["skdt", "tau"] as const).map((id) => metricOf(id).compute(input, options));
  }, [dots, threshold]);
  const accuracies = points.map(({ x }) => x);
  const images = round.rules?.images ?? defaultMetricOptions.images;
  const facts = [
    [metricOf("skdt").title, correlation(skdt, "n/a")],
    [metricOf("tau").title, correlation(tau, "n/a")],
    [metricOf("accuracy").title, percent(meanAccuracy(accuracies))],
    [metricOf("at-chance").title, percent(shareAtChance(accuracies, chance, images), 0)],
  ] as const;
  /** Of these two rounds, not of the last one, which a picture tells otherwise. */
  const told = (): readonly string[] => {
    const { run, view } = state();
    if (!run) return [];
    return [
      `${spaceById(run.config.space)?.title} · seed ${run.config.seed} · ${weightsOf(round)}`,
      `${metricOf("skdt").title} ${correlation(skdt, "n/a")} over ${count(dots.length)} architectures, stand-alone accuracies rounded to ${thresholdText(threshold)}`,
      linkOfRun(run, view) ?? "",
    ].filter(Boolean);
  };
  return (
    <section aria-label={title}>
      <div className="card-head">
        <h3>{title}</h3>
        <ChartMenu name={`scatter ${name} the change`} chart={box} caption={told} />
      </div>
      <dl className="facts">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {hasTable && (
        <div ref={box} className="plot-box both-ways-box">
          {width > 0 && (
            <Scatter
              dots={dots}
              compared={none}
              found={none}
              ranks={false}
              caption={weightsOf(round)}
              summary={`${title}. Scatter of ${dots.length} architectures by super-net and stand-alone accuracy; ${metricOf("skdt").title} ${correlation(skdt, "n/a")}.`}
              onHover={actions.hover}
              onSelect={actions.select}
              {...{ selected, hovered, xDomain, yDomain, chance, width, height }}
            />
          )}
        </div>
      )}
    </section>
  );
}
