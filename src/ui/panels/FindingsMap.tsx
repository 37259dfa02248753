/** @file Every option of a study with what it changed, colored where that is beyond the noise, beside what is reported. */
import type { CSSProperties } from "react";
import { type MetricId, metricOf } from "../../core/metrics/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { byHeuristic, type HeuristicFindings } from "../../core/study/byHeuristic.ts";
import type { Findings, FoundEffect } from "../../core/study/findings.ts";
import {
  isBeyondNoise,
  leftOutText,
  optionTitle,
  signedText,
  valueTitle,
} from "../../core/study/findingText.ts";
import { useLab } from "../LabContext.tsx";
import { useStoredLink } from "../storedLink.ts";

interface Column {
  /** The metric that it is the change of; absent: of the training time. */
  readonly metric?: MetricId;
  /** Of its numbers, where they have one. */
  readonly unit?: string;
  /** What a difference must reach for the strongest color. */
  readonly full: number;
  readonly value: (effect: FoundEffect) => number | null;
  readonly interval: (effect: FoundEffect) => readonly [number, number] | null;
  readonly text: (value: number) => string;
  /** The value at which nothing changed. */
  readonly neutral: number;
  /** neither: a change of it is good or bad for nothing by itself. */
  readonly better: "higher" | "lower" | "neither";
}

const points = (value: number): string => signedText(100 * value, 1);
const ratio = (value: number): string => `×${value.toFixed(2)}`;
const correlation = (value: number): string => signedText(value);
const difference = { neutral: 0, better: "higher" } as const;

const sKdT: Column = {
  ...{ metric: "skdt", full: 0.4, text: correlation, ...difference },
  value: (effect) => effect.difference,
  interval: ({ interval }) => interval,
};

const others: readonly Column[] = [
  {
    ...{ metric: "accuracy", unit: "points", full: 0.2, text: points, ...difference, better: "neither" },
    value: ({ accuracy }) => accuracy,
    interval: ({ overSeeds }) => overSeeds.accuracy,
  },
  {
    ...{ metric: "top", unit: "points", full: 0.01, text: points, ...difference },
    value: ({ found }) => found,
    interval: ({ overSeeds }) => overSeeds.found,
  },
  {
    ...{ metric: "surpass-random", full: 0.5, text: correlation, ...difference },
    value: ({ surpassRandom }) => surpassRandom,
    interval: ({ overSeeds }) => overSeeds.surpassRandom,
  },
  {
    ...{ full: 1, text: ratio, neutral: 1, better: "lower" },
    value: ({ cost }) => cost,
    interval: ({ overSeeds }) => overSeeds.cost,
  },
];

const headOf = ({ metric, unit }: Column): string =>
  [metric ? metricOf(metric).title : "Cost", ...(unit ? [unit] : [])].join(", ");

export function FindingsMap({
  findings,
  space,
}: {
  readonly findings: Findings;
  readonly space: SearchSpace;
}) {
  const hasLocks = useLab(({ view }) => view.lock.length > 0);
  return (
    <>
      <p className="note">
        <span className="findings-key" data-sign="better">
          Better
        </span>{" "}
        or{" "}
        <span className="findings-key" data-sign="worse">
          worse
        </span>{" "}
        beyond the noise: the option minus the one it is held against. In each column one in twenty without
        any effect would be colored, too. Each opens the configuration that made it
        {hasLocks && ", where nothing locked would change by it"}.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-scroll findings-scroll" aria-label="Effects of every option" tabIndex={0}>
        <table className="findings-map">
          <thead>
            <tr>
              <th scope="col">option</th>
              <th scope="col">{headOf(sKdT)}</th>
              <th scope="col">reported</th>
              {others.map((column) => (
                <th key={headOf(column)} scope="col">
                  {headOf(column)}
                </th>
              ))}
            </tr>
          </thead>
          {byHeuristic(findings, space).map((group) => (
            <Group key={group.heuristic.id} group={group} findings={findings} />
          ))}
        </table>
      </section>
    </>
  );
}

/** What the table's columns and colors mean. */
export function FindingsKey() {
  return (
    <p>
      Each number is the option minus the one it is held against, in pairs that share a seed, colored and bold
      only where the 95 % interval lies on one side of no change; the stronger, the larger. Super-net
      accuracy, which is good or bad for nothing by itself, is only bold. The interval of S-KdT is over seeds
      and architectures, those of the others over the seeds alone (Student's t). Found is what the three
      ranked highest reach, cost the time of the run with its scoring (of one core, or of a graphics card).
      Under what is reported, and how sure that is from A to C, stands whether the interval of S-KdT agrees.
      An option, and every number of its row, opens the configuration that made it beside the base.
    </p>
  );
}

function Group({
  group: { heuristic, unavailable, effects },
  findings,
}: {
  readonly group: HeuristicFindings;
  readonly findings: Findings;
}) {
  return (
    <tbody>
      <tr className="findings-heuristic">
        <th scope="rowgroup" colSpan={others.length + 3}>
          <span>
            {heuristic.number !== undefined && `${heuristic.number}. `}
            {heuristic.title}
            {effects.length === 0 && (
              <span className="note">
                {" "}
                {unavailable ? `not in this space: ${unavailable}` : "not varied"}
              </span>
            )}
          </span>
        </th>
      </tr>
      {effects.map((effect) => (
        <Row
          key={`${effect.key} ${effect.value}`}
          effect={effect}
          stored={findings.configurations[effect.configuration]?.link}
          fewest={findings.architectures[0]}
        />
      ))}
    </tbody>
  );
}

interface RowProps {
  readonly effect: FoundEffect;
  /** Its configuration, as the findings hold it. */
  readonly stored: string | undefined;
  /** Architectures that every run alone was judged by, at least. */
  readonly fewest: number;
}

function Row({ effect, stored, fewest }: RowProps) {
  const link = useStoredLink(stored);
  const { key, value, reference, reported, architectures } = effect;
  const lost = leftOutText(effect);
  return (
    <tr>
      <th scope="row">
        <a href={link}>{optionTitle(key, value)}</a>
        <span className="note">
          {" "}
          against {valueTitle(key, reference)}
          {lost && `, ${lost}`}
          {architectures < fewest && `, over ${architectures} architectures`}
        </span>
      </th>
      <Cell column={sKdT} effect={effect} link={link} />
      <td>
        {reported ? (
          <>
            {reported.ranking} [{reported.trust}]<span className="hidden-visually">, measured: </span>
            <span className="findings-verdict" data-verdict={reported.verdict}>
              {reported.verdict}
            </span>
          </>
        ) : (
          <span className="note">nothing</span>
        )}
      </td>
      {others.map((column) => (
        <Cell key={headOf(column)} column={column} effect={effect} link={link} />
      ))}
    </tr>
  );
}

interface CellProps {
  readonly column: Column;
  readonly effect: FoundEffect;
  /** Absent: a lock forbids it. */
  readonly link: string | undefined;
}

function Cell({ column, effect, link }: CellProps) {
  const { neutral, full, better, text } = column;
  const [value, interval] = [column.value(effect), column.interval(effect)];
  // By keyboard the link of the row's heading leads to the same.
  const opening = link ? { href: link, tabIndex: -1, title: "Opens the configuration that made it" } : {};
  if (value === null)
    return (
      <td className="findings-cell">
        <a {...opening}>n/a</a>
      </td>
    );
  const isClear =
    interval !== null && isBeyondNoise([interval[0] - neutral, interval[1] - neutral]) && value !== neutral;
  const sign =
    better === "neither" ? "changed" : value > neutral === (better === "higher") ? "better" : "worse";
  const strength = Math.round(100 * Math.min(1, Math.abs(value - neutral) / full));
  return (
    <td
      className="findings-cell"
      data-sign={isClear ? sign : undefined}
      style={isClear ? ({ "--strength": `${strength}%` } as CSSProperties) : undefined}
    >
      <a {...opening}>
        {text(value)}
        <span className="findings-interval" data-always={column === sKdT || undefined}>
          {interval ? (
            <>
              <span className="hidden-visually">, {isClear ? sign : "cannot tell"}, 95 % interval </span>
              {text(interval[0])} to {text(interval[1])}
            </>
          ) : (
            "no interval"
          )}
        </span>
      </a>
    </td>
  );
}
