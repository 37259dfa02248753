/** @file A report of searches for people to read. */
import { collapseShare } from "../../core/search/collapse.ts";
import { undecidedText } from "../../core/search/decided.ts";
import type { MeanOverSeeds } from "../../core/search/judge.ts";
import { divergedText, type SearchReport } from "../../core/search/outcome.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";

export function shownReport(report: SearchReport, space: SearchSpace): string {
  const { references, searches, diverged, algorithms, unequalCompute } = report;
  const lines = searches.map(
    ({
      algorithm,
      seed,
      evaluations,
      steps,
      collapsedAt,
      decided,
      architecture,
      superNetAccuracy,
      standAloneAccuracy,
      rank,
      rows,
      surpassRandom,
      imagesTrained,
      imagesScored,
      seconds,
    }) =>
      `${algorithm} seed ${seed}, ${steps === null ? `${evaluations} evaluations` : `${steps} training steps`}: ${architecture}\n  super-net ${superNetAccuracy.toFixed(3)}, ` +
      (standAloneAccuracy === null
        ? "not in the table"
        : `stand-alone ${standAloneAccuracy.toFixed(4)}, rank ${rank} of ${rows}, P > R ${surpassRandom?.toFixed(2)}`) +
      `\n  ${imagesTrained > 0 ? `${imagesTrained} images trained, ` : ""}${imagesScored} scored, ${seconds.toFixed(1)} s` +
      (collapsedAt === null
        ? ""
        : `\n  collapsed to skip connections at step ${collapsedAt}: more than ${100 * collapseShare} % of its operations from there on`) +
      (undecided(decided) ?? ""),
  );
  for (const { algorithm, seed, step } of diverged)
    lines.push(`${algorithm} seed ${seed} ${divergedText(String(step))}`);
  for (const { algorithm, seeds, superNetAccuracy, standAloneAccuracy } of algorithms)
    if (superNetAccuracy)
      lines.push(
        `${algorithm} over ${seeds} seeds: super-net ${interval(superNetAccuracy)}, stand-alone ${standAloneAccuracy ? `${interval(standAloneAccuracy)} over ${standAloneAccuracy.seeds}` : "n/a"}`,
      );
  if (unequalCompute !== null) lines.push(unequalCompute);
  if (references) {
    const { best, mean, bestOfDraws, draws, bestOfBudget, largest } = references;
    lines.push(
      `${space.title}, stand-alone, by the table: one random draw ${mean.toFixed(4)}, expected best of ${draws} ${bestOfDraws.toFixed(4)}, ${searches.some(({ steps }) => steps === null) ? `of as many as a search evaluated ${bestOfBudget.toFixed(4)}, ` : ""}largest ${largest?.toFixed(4) ?? "n/a"}, best ${best.toFixed(4)}`,
    );
  }
  return lines.join("\n");
}

function undecided(decided: SearchReport["searches"][number]["decided"]): string | undefined {
  const text = decided && undecidedText(decided);
  return text ? `\n  ${text}` : undefined;
}

const interval = ({ mean, low, high }: MeanOverSeeds): string =>
  `${mean.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`;
