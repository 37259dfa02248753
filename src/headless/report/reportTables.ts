/** @file The tables of a report, cell by cell in words, for terminal and page. */
import { printSetting, type Settings } from "../../core/settings.ts";
import type { Configuration } from "../../core/study/configurations.ts";
import type { Effect } from "../../core/study/effects.ts";
import type { FoundBy } from "../../core/study/foundBy.ts";

const shownSettings = (settings: Settings): string =>
  Object.entries(settings)
    .map(([key, value]) => `${key}=${printSetting(value)}`)
    .join(" ") || "base";

const fixed = (value: number | null, digits = 3): string => value?.toFixed(digits) ?? "n/a";

/** Three digits with a true minus; n/a where there is no value. */
export function signed(value: number | null): string {
  if (value === null) return "n/a";
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
}

/** A count of runs or pairs, and what of them is in no mean. */
function withLost(
  count: number,
  {
    failed,
    failedReference = 0,
    unranked,
  }: Pick<Effect, "failed" | "unranked"> & Partial<Pick<Effect, "failedReference">>,
): string {
  const lost = [
    failed > 0 && `${failed} failed`,
    failedReference > 0 && `${failedReference} against failed`,
    unranked > 0 && `${unranked} ranked nothing`,
  ];
  return lost.some(Boolean) ? `${count} (${lost.filter(Boolean).join(", ")})` : `${count}`;
}

const configurationHead = [
  "configuration",
  "runs",
  "n",
  "S-KdT",
  "from",
  "to",
  "accuracy",
  "found",
  "P > R",
  "s",
];
const configurationCells = (one: Configuration): string[] => [
  shownSettings(one.varied),
  withLost(one.runs, one),
  one.architectures ? [...new Set(one.architectures)].join("–") : "n/a",
  fixed(one.skdt),
  fixed(one.range?.[0] ?? null),
  fixed(one.range?.[1] ?? null),
  fixed(one.accuracy),
  fixed(one.found),
  fixed(one.surpassRandom),
  fixed(one.seconds, 1),
];

const effectHead = [
  "option",
  "against",
  "Δ S-KdT",
  "low",
  "high",
  "pairs",
  "n",
  "Δ accuracy",
  "Δ found",
  "Δ P > R",
  "cost",
  "reported",
  "measured",
];
const effectCells = (one: Effect): string[] => [
  `${one.key}=${printSetting(one.value)}`,
  printSetting(one.reference),
  signed(one.difference),
  signed(one.interval?.[0] ?? null),
  signed(one.interval?.[1] ?? null),
  withLost(one.pairs, one),
  `${one.architectures}`,
  signed(one.accuracy),
  signed(one.found),
  signed(one.surpassRandom),
  one.cost === null ? "n/a" : `×${one.cost.toFixed(2)}`,
  one.reported ? `${one.reported.ranking} [${one.reported.trust}]` : "",
  one.reported?.verdict ?? "",
];

const searchHead = [
  "configuration",
  "algorithm",
  "runs",
  "searches",
  "diverged",
  "unknown",
  "found alone",
  "low",
  "high",
  "P > R",
];
const searchCells = (one: FoundBy): string[] => [
  shownSettings(one.varied),
  one.algorithm,
  `${one.runs}`,
  `${one.searches}`,
  `${one.diverged}`,
  `${one.unknown}`,
  ...[one.standAloneAccuracy, one.interval?.[0] ?? null, one.interval?.[1] ?? null].map((value) =>
    fixed(value, 4),
  ),
  fixed(one.surpassRandom),
];

/** What the tables are of. */
interface Tabled {
  readonly configurations: readonly Configuration[];
  readonly effects: readonly Effect[];
  readonly searches: readonly FoundBy[];
}

interface ReportTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Those that have rows. */
export function tablesOf({ configurations, effects, searches }: Tabled): readonly ReportTable[] {
  return [
    { title: "Effects", head: effectHead, rows: effects.map(effectCells) },
    { title: "Configurations", head: configurationHead, rows: configurations.map(configurationCells) },
    { title: "Searches", head: searchHead, rows: searches.map(searchCells) },
  ].filter(({ rows }) => rows.length > 0);
}
