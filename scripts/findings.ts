/**
 * @file Judges the studies that are kept in `docs/studies` by the tables that ship, and writes what the page shows and `docs/findings.md`:
 *
 *     npm run findings
 */
import { existsSync } from "node:fs";
import { spaces } from "../src/core/spaces/index.ts";
import type { SearchSpace } from "../src/core/spaces/space.ts";
import { byHeuristic, type HeuristicFindings } from "../src/core/study/byHeuristic.ts";
import { type Findings, type FoundEffect, findingsOf } from "../src/core/study/findings.ts";
import { printFindings } from "../src/core/study/findingsFile.ts";
import {
  findingsText,
  heuristicSentence,
  isBeyondNoise,
  leftOutText,
  optionTitle,
  signedText,
  valueTitle,
} from "../src/core/study/findingText.ts";
import { prepareOutput, writeWhole } from "../src/headless/files.ts";
import { judgedBy } from "../src/headless/report/judge.ts";
import { tableFile } from "../src/headless/run/train.ts";
import { readStudyFolder } from "../src/headless/study/folder.ts";

const page = "docs/findings.md";

const sections = (spaces as readonly SearchSpace[]).flatMap((space) => {
  const folder = `docs/studies/${space.id}-findings`;
  if (!existsSync(folder)) return space.judgedBy ? [] : [`## ${space.title}\n\nNot run yet.`];
  const { study, seconds, warnings } = readStudyFolder(folder);
  const again = judgedBy(study, tableFile(space.id));
  for (const warning of [...warnings, ...again.warnings]) console.error(`warning: ${warning}`);
  const findings = findingsOf(again.study, seconds, again.judge);
  const file = `public/findings/${space.id}.json`;
  prepareOutput(file);
  writeWhole(file, printFindings(findings));
  console.log(file);
  return [sectionOf(space, findings)];
});
writeWhole(
  page,
  `# What the lab found

Written by \`npm run findings\` from the results in \`docs/studies\`, judged by the tables that ship; the page shows the same under
"What the lab found". Differences are the option minus what stands under "against", in pairs that share a seed. Bold is what lies beyond
the noise: the 95 % interval of S-KdT, over seeds and architectures, does not hold zero; of found accuracy and P > R hardly any difference is. Accuracy (mean of the super-net) and found
accuracy (stand-alone, of the three ranked highest) are in percentage points; P > R is the probability that the first choice beats the best
of ten random ones; "reported" is the direction that is told of the paper: [A] stated there or in its code, [B] recalled with confidence, [C] recalled and
unverified, so that the paper may say otherwise; cost is the time of the run with its scoring as a ratio, with its 95 % interval over the seeds.

${sections.join("\n\n")}
`,
);
console.log(page);

function sectionOf(space: SearchSpace, findings: Findings): string {
  const groups = byHeuristic(findings, space);
  const text = findingsText(findings);
  const rows = groups.flatMap(({ effects }) =>
    effects.map((effect) => cellsOf(effect, findings.architectures[0])),
  );
  const head = "option|against|S-KdT|95 % interval|accuracy|found|P > R|cost|reported|measured".split("|");
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    `## ${space.title}`,
    [text.made, `${text.levels} ${text.noise}`, text.care].join("\n\n"),
    [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n"),
    groups.map(told).join("\n"),
  ].join("\n\n");
}

function costText({ cost, overSeeds }: FoundEffect): string {
  if (cost === null) return "n/a";
  const range = overSeeds.cost?.map((end) => end.toFixed(2)).join(" to ");
  return `×${cost.toFixed(2)}${range === undefined ? "" : ` (${range})`}`;
}

/** @param fewest architectures that every run alone was judged by, at least */
function cellsOf(effect: FoundEffect, fewest: number): string[] {
  const { key, value, reference, difference, interval, accuracy, found, surpassRandom, reported } = effect;
  const number = (one: number | null, digits: number): string =>
    one === null ? "n/a" : signedText(one, digits);
  const points = (one: number | null): string => (one === null ? "n/a" : signedText(100 * one, 1));
  const measured = number(difference, 2);
  const { architectures } = effect;
  const lost = [leftOutText(effect), architectures < fewest && `over ${architectures} architectures`]
    .filter(Boolean)
    .join(", ");
  return [
    optionTitle(key, value),
    valueTitle(key, reference),
    `${isBeyondNoise(interval) ? `**${measured}**` : measured}${lost === "" ? "" : ` (${lost})`}`,
    interval ? interval.map((end) => signedText(end)).join(" to ") : "n/a",
    points(accuracy),
    points(found),
    number(surpassRandom, 2),
    costText(effect),
    reported ? `${reported.ranking} [${reported.trust}]` : "",
    reported?.verdict ?? "",
  ];
}

function told({ heuristic, unavailable, effects }: HeuristicFindings): string {
  const name =
    heuristic.number === undefined ? `- ${heuristic.title}` : `${heuristic.number}. ${heuristic.title}`;
  if (effects.length === 0) return `${name}: ${unavailable ?? "not varied."}`;
  return `${name}: ${heuristicSentence(effects)}`;
}
