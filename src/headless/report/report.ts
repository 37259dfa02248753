/** @file A study's results in the forms that are asked for: the same rows as text for a terminal, as CSV and as JSON. */
import { csvCell } from "../../core/csv.ts";
import { printSetting } from "../../core/settings.ts";
import { type Configuration, configurationsOf, isOnOneGround } from "../../core/study/configurations.ts";
import { type Effect, effectsOf } from "../../core/study/effects.ts";
import type { TableJudge } from "../../core/study/findings.ts";
import { chanceText, trainingsText } from "../../core/study/findingText.ts";
import { type FoundBy, foundBy } from "../../core/study/foundBy.ts";
import type { StudyResults } from "../../core/study/results.ts";
import { hardly } from "../../core/study/verdict.ts";
import { inPoints } from "../../core/threshold.ts";
import { tablesOf } from "./reportTables.ts";

export interface Report {
  readonly study: StudyResults;
  readonly configurations: readonly Configuration[];
  readonly effects: readonly Effect[];
  readonly searches: readonly FoundBy[];
  /** Absent where the study is judged by the table that it was run with. */
  readonly judge?: TableJudge;
}

/** @param seconds that runs took, by key of the job */
export function reportOf(
  study: StudyResults,
  seconds: ReadonlyMap<string, number>,
  judge?: TableJudge,
): Report {
  return {
    study,
    ...(judge && { judge }),
    configurations: configurationsOf(study, seconds),
    effects: effectsOf(study, seconds),
    searches: foundBy(study),
  };
}

/** What was run, in a line, and what must be known of the numbers. */
export function introductionOf({ study, configurations, effects, searches, judge }: Report): string[] {
  const { plan, results, ground } = study;
  const failed = results.filter(({ failure }) => failure !== undefined).length;
  return [
    `${results.length} runs in ${plan.base.space}, ${plan.design}, seeds ${plan.seeds.join(", ")}${plan.steps === undefined ? "" : `, ${plan.steps} steps`}; engine ${ground.engine}, code ${ground.code}.`,
    judge
      ? `Judged again by ${judge.file} (checksum ${ground.table}; ${judge.rows} architectures, ${trainingsText(judge)}); ${judge.missing} scored architectures are not in it and left out.`
      : `Judged by the table with checksum ${ground.table}.`,
    `S-KdT rounds stand-alone accuracies to ${inPoints(plan.threshold)} percentage points.`,
    ...(failed > 0 ? [`${failed} runs failed and are in no mean.`] : []),
    ...(effects.length > 0
      ? [
          `"Reported" is the direction that is told of the paper, with how sure that is: A stated there or in its code, B recalled with confidence, C recalled and unverified, so that the paper may say otherwise; "about the same" is a difference below ${hardly}.`,
          `Differences are value minus reference, in pairs of the same seed; intervals are 95 % over ${plan.seeds.length < 2 ? "architectures alone, since there is one seed" : "seeds and architectures, by Student's t"}; ${chanceText(effects.length)}. Options that are held against the same runs err together.`,
          "Columns: pairs of runs, n architectures; found: mean stand-alone accuracy of the three ranked highest, from 0 to 1; P > R: probability that the first choice beats the best of ten random ones; from and to: smallest and largest over the seeds; s and cost: seconds of a run, and their ratio, on whichever machine each ran. Low and high that reach -2 or 2, the largest difference there can be, tell nothing.",
        ]
      : []),
    ...(configurations.length > 1 && !isOnOneGround(study)
      ? [
          "Configurations are judged by different architectures (see n), so their values do not stand beside each other; differences are over those that both sides share.",
        ]
      : []),
    ...searchRemarks(study, searches),
  ];
}

function searchRemarks({ plan }: StudyResults, searches: readonly FoundBy[]): string[] {
  if (!plan.search || searches.length === 0) return [];
  const [unknown, diverged] = (["unknown", "diverged"] as const).map((key) =>
    searches.reduce((sum, one) => sum + one[key], 0),
  ) as [number, number];
  const left = [
    unknown > 0 && `${unknown} finds are not in the table and in no mean`,
    diverged > 0 && `${diverged} searches diverged, found nothing and are in no mean`,
  ].filter((text) => text !== false);
  return [
    `Searches: ${plan.search.budget} evaluations each, seeds ${plan.search.seeds.join(", ")}, on the weights of every run at its end. Stand-alone accuracies of finds are means over each run first, intervals 95 % over runs${left.map((text) => `; ${text}`).join("")}.`,
  ];
}

export function reportText(report: Report): string {
  const tables = tablesOf(report).map(({ head, rows }) => aligned([head, ...rows]));
  return `${[introductionOf(report).join("\n"), ...tables].join("\n\n")}\n`;
}

/** One line per effect, full precision; empty cells where nothing can be said. */
export function reportCsv({ study, effects }: Report): string {
  const lines = [
    [
      "setting",
      "value",
      "reference",
      "pairs",
      "seeds",
      "failed",
      "failed_reference",
      "unranked",
      "architectures",
      "skdt",
      "difference",
    ].concat([
      "low",
      "high",
      "accuracy",
      "found",
      "surpass_random",
      "cost",
      "reported",
      "trust",
      "verdict",
      "threshold",
      "code",
    ]),
    ...effects.map((one) => [
      one.key,
      printSetting(one.value),
      printSetting(one.reference),
      one.pairs,
      one.seeds,
      one.failed,
      one.failedReference,
      one.unranked,
      one.architectures,
      ...[one.skdt, one.difference, one.interval?.[0], one.interval?.[1]].map((value) => value ?? undefined),
      ...[one.accuracy, one.found, one.surpassRandom, one.cost].map((value) => value ?? undefined),
      ...[one.reported?.ranking, one.reported?.trust, one.reported?.verdict],
      ...[study.plan.threshold, study.ground.code],
    ]),
  ];
  return lines.map((cells) => `${cells.map(csvCell).join(",")}\n`).join("");
}

export function reportJson({ study, configurations, effects, searches, judge }: Report): string {
  const { plan, ground } = study;
  return `${JSON.stringify({ plan, ground, ...(judge && { judge }), effects, configurations, ...(searches.length > 0 && { searches }) }, undefined, 1)}\n`;
}

/** Columns side by side; the first one to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => (cells[column] ?? "").length)),
  );
  return rows
    .map((cells) =>
      cells
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
