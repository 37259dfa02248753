/** @file What a sweep came to so far: every configuration over its seeds, and every option's effect with its interval, in words too. */

import { useMemo } from "react";
import { metricOf } from "../../core/metrics/index.ts";
import type { Settings } from "../../core/settings.ts";
import { spaceById } from "../../core/spaces/index.ts";
import { configurationsOf, isOnOneGround } from "../../core/study/configurations.ts";
import type { Effect } from "../../core/study/effects.ts";
import { chanceText, leftOutText, optionTitle, valueTitle } from "../../core/study/findingText.ts";
import type { StudyPlan } from "../../core/study/studyPlan.ts";
import { type SweepState, sweepResults } from "../../store/sweepState.ts";
import { ChartMenu } from "../charts/ChartMenu.tsx";
import { Forest } from "../charts/Forest.tsx";
import { useSize } from "../charts/useSize.ts";
import { differenceSentence } from "../difference.ts";
import { correlation, duration, percent, points } from "../format.ts";
import { useEffects } from "../useEffectIntervals.ts";

const variedTitle = (varied: Settings): string =>
  Object.entries(varied)
    .map(([key, value]) => optionTitle(key, value))
    .join(" · ");
const known = (value: number | null): number | undefined => value ?? undefined;

export function SweepResults({ sweep }: { readonly sweep: SweepState }) {
  const { outcomes, seconds } = sweep;
  // biome-ignore lint/correctness/useExhaustiveDependencies: results depend on the outcomes alone
  const configurations = useMemo(() => configurationsOf(sweepResults(sweep), seconds), [outcomes, seconds]);
  const effects = useEffects(sweep);
  if (configurations.length === 0)
    return <p className="card-note">The first result comes with the first run.</p>;
  // The best of values over different architectures is none.
  const best = isOnOneGround(sweepResults(sweep))
    ? Math.max(...configurations.map(({ skdt }) => skdt ?? Number.NEGATIVE_INFINITY))
    : undefined;
  return (
    <>
      {effects.length > 0 && <Effects effects={effects} plan={sweep.plan} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-scroll" aria-label="Configurations" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">configuration</th>
              <th scope="col">runs</th>
              <th scope="col" title="Architectures that the runs are judged by">
                n
              </th>
              <th scope="col">{metricOf("skdt").title}</th>
              <th scope="col">over seeds</th>
              <th scope="col">accuracy</th>
              <th scope="col">top 3</th>
              <th scope="col" title="Chance that the first choice beats the best of 10 random trials">
                {metricOf("surpass-random").title}
              </th>
              <th scope="col">time</th>
            </tr>
          </thead>
          <tbody>
            {configurations.map(
              ({ varied, runs, failed, unranked, architectures, skdt, range, accuracy, found, ...more }) => (
                <tr key={variedTitle(varied)} data-selected={skdt === best || undefined}>
                  <th scope="row">{variedTitle(varied)}</th>
                  <td>
                    {runs}
                    {failed > 0 && <span className="note"> ({failed} failed)</span>}
                    {unranked > 0 && <span className="note"> ({unranked} ranked nothing)</span>}
                  </td>
                  <td>{architectures ? [...new Set(architectures)].join("–") : "–"}</td>
                  <td>{correlation(known(skdt))}</td>
                  <td>
                    {range ? `${correlation(range[0], "–", 2)} to ${correlation(range[1], "–", 2)}` : "–"}
                  </td>
                  <td>{percent(known(accuracy))}</td>
                  <td>{percent(known(found), 2)}</td>
                  <td>{more.surpassRandom?.toFixed(2) ?? "–"}</td>
                  <td>{more.seconds === null ? "–" : duration(more.seconds)}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </section>
    </>
  );
}

interface EffectsProps {
  readonly effects: readonly Effect[];
  readonly plan: StudyPlan;
}

function Effects({ effects, plan }: EffectsProps) {
  const [box, { width }] = useSize<HTMLDivElement>();
  const rows = effects.flatMap(({ key, value, difference, interval }) =>
    difference === null
      ? []
      : [{ id: `${key} ${value}`, title: optionTitle(key, value), value: difference, interval }],
  );
  const told = effects.map(
    (effect) =>
      `${optionTitle(effect.key, effect.value)} against ${valueTitle(effect.key, effect.reference)}: ${sentenceOf(effect)}.`,
  );
  const swept = plan.vary.map(({ key }) => key);
  const fixed = Object.entries(plan.base.settings).filter(([key]) => !swept.includes(key));
  const settings = variedTitle(Object.fromEntries(fixed)) || "the defaults";
  const caption = (): string[] => [
    `${spaceById(plan.base.space)?.title ?? plan.base.space} · seeds ${plan.seeds.join(", ")} · accuracies rounded to ${points(plan.threshold, 2)} · all else: ${settings}`,
    ...told,
  ];
  return (
    <>
      <div className="card-head sweep-head">
        <h3>Effect on {metricOf("skdt").title}</h3>
        <ChartMenu name="sweep" chart={box} caption={caption} />
      </div>
      <div ref={box} className="plot-box forest-box">
        {width > 0 && rows.length > 0 && <Forest rows={rows} width={Math.min(width, 760)} />}
      </div>
      <ul className="sweep-effects">
        {effects.map((effect) => (
          <li key={`${effect.key} ${effect.value}`}>
            <strong>{optionTitle(effect.key, effect.value)}</strong> against{" "}
            {valueTitle(effect.key, effect.reference)}: {sentenceOf(effect)}.
          </li>
        ))}
      </ul>
      <p className="note">Of these effects some may be chance: {chanceText(effects.length)}.</p>
    </>
  );
}

function sentenceOf(effect: Effect): string {
  const { difference, interval, seeds, pairs, isApart, architectures, cost } = effect;
  const lost = leftOutText(effect);
  const few = isApart ? "the runs share too few architectures to tell" : "no pair of runs yet";
  if (pairs === 0) return lost || few;
  const told = differenceSentence({
    of: "run",
    before: difference === null ? undefined : 0,
    now: known(difference),
    interval: interval ? { low: interval[0], high: interval[1] } : undefined,
    seeds,
    count: architectures,
  });
  return `${told} (${lost ? `${lost}; ` : ""}${pairs} ${pairs === 1 ? "pair" : "pairs"}, ${seeds} ${seeds === 1 ? "seed" : "seeds"}${cost === null ? "" : `; ${cost.toFixed(2)} times the training time`})`;
}
