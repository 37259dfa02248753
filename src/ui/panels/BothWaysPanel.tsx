/** @file After an evaluation setting changed: the same architectures scored the old way and the new way, side by side. */
import { useMemo, useState } from "react";
import { datasetOf } from "../../core/datasets.ts";
import { recipeOf, settingSpec } from "../../core/heuristics/index.ts";
import { metricOf } from "../../core/metrics/index.ts";
import { meanAccuracy, shareAtChance } from "../../core/metrics/level.ts";
import { defaultMetricOptions } from "../../core/metrics/metric.ts";
import { formatSetting } from "../../core/settings.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import { bothWays } from "../bothWays.ts";
import { accuracyDomain, type Domain, focusedDomain } from "../charts/axis.ts";
import { ChartMenu } from "../charts/ChartMenu.tsx";
import { ageClasses, Scatter } from "../charts/Scatter.tsx";
import { useSize } from "../charts/useSize.ts";
import { correlation, count, percent } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { useStaggered } from "../useStaggered.ts";

export function BothWaysPanel() {
  const generations = useLab((state) => state.run?.generations);
  const [hidden, setHidden] = useState<typeof generations>();
  if (!generations || generations.length < 2 || generations === hidden) return null;
  return <BothWays onHide={() => setHidden(generations)} />;
}

interface Point {
  readonly id: number;
  /** Super-net and stand-alone accuracy. */
  readonly x: number;
  readonly y: number | undefined;
}

function BothWays({ onHide }: { readonly onHide: () => void }) {
  const run = useStaggered(
    useLab((state) => state.run),
    500,
    0,
  );
  const architectures = useLab((state) => state.figures.architectures);
  const shown = useMemo(() => run && bothWays(run), [run]);
  const [before, after] = useMemo(() => {
    const side = (way: "before" | "after"): Point[] =>
      (shown?.pairs ?? []).map((pair) => ({
        id: pair.id,
        x: pair[way],
        y: architectures[pair.id]?.standAlone,
      }));
    return [side("before"), side("after")] as const;
  }, [shown, architectures]);
  const xDomain = useMemo(() => accuracyDomain([...before, ...after].map(({ x }) => x)), [before, after]);
  const yDomain = useMemo(() => focusedDomain(after.flatMap(({ y }) => y ?? [])), [after]);
  if (!run || !shown) return null;
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
        {names} changed after step {count(shown.step)}. Both sides show the same {count(shown.pairs.length)}{" "}
        architectures; on the right all were scored at once with the weights of that step
        {shown.oldest < shown.step
          ? `, on the left are the last scores before it, made from step ${count(shown.oldest)} on.`
          : ", on the left, too."}
      </p>
      <div className="both-ways">
        <Side title={`Before: ${values("from")}`} name="before" points={before} {...{ xDomain, yDomain }} />
        <Side title={`After: ${values("to")}`} name="after" points={after} {...{ xDomain, yDomain }} />
      </div>
    </section>
  );
}

interface SideProps {
  readonly title: string;
  readonly name: "before" | "after";
  readonly points: readonly Point[];
  readonly xDomain: Domain;
  readonly yDomain: Domain;
}

const none: readonly never[] = [];

function Side({ title, name, points, xDomain, yDomain }: SideProps) {
  const threshold = useLab((state) => state.view.thr);
  const config = useLab((state) => state.config);
  const selected = useLab((state) => state.selected);
  const hovered = useLab((state) => state.hovered);
  const hasTable = useLab((state) => state.truth.status === "ready");
  const actions = useActions();
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const chance = 1 / (datasetOf(config.dataset)?.classes.length ?? 10);
  const judged = useMemo(
    () => points.flatMap(({ y, ...point }) => (y === undefined ? [] : { ...point, y })),
    [points],
  );
  const dots = useMemo(
    () => judged.map((point) => ({ ...point, age: name === "before" ? ageClasses - 1 : 0 })),
    [judged, name],
  );
  const [skdt, tau] = useMemo(() => {
    const input = { predictions: judged.map(({ x }) => x), truths: judged.map(({ y }) => y) };
    const options = { ...defaultMetricOptions, threshold };
    return ["s-kdt", "tau"].map((id) => metricOf(id)?.compute(input, options));
  }, [judged, threshold]);
  const accuracies = points.map(({ x }) => x);
  const { images } = recipeOf(spaceById(config.space) ?? spaces[0], config.settings).evaluation;
  const facts = [
    ["S-KdT", correlation(skdt, "undefined")],
    ["Kendall τ", correlation(tau, "undefined")],
    ["mean", percent(meanAccuracy(accuracies))],
    ["at chance", percent(shareAtChance(accuracies, chance, images), 0)],
  ] as const;
  return (
    <section aria-label={title}>
      <div className="card-head">
        <h3>{title}</h3>
        <ChartMenu name={`scatter ${name} the change`} chart={box} />
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
              ghost={none}
              found={none}
              ranks={false}
              summary={`${title}. Scatter of ${judged.length} architectures by super-net and stand-alone accuracy; S-KdT ${correlation(skdt, "undefined")}.`}
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
