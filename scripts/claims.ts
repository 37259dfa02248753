/**
 * @file Writes what the page shows as the claim of every space, `public/claims`, and `docs/claims.md`, from what was found on a well and on a
 * badly trained super-net: the lab's defaults, and the same on two hundredths of the images. For each SPACE, from a clean tree:
 *
 *     npx supernet-lab study docs/studies/SPACE-claim.study.json --weights --out docs/studies/SPACE-claim
 *     npx supernet-lab search --checkpoint docs/studies/SPACE-claim/weights/KEY.ckpt --algorithms … --seeds 1,2,… \
 *       --budget 100 --train-found --json >docs/studies/SPACE-claim/KEY.search.json
 *     npm run claims
 *
 * KEY is that of each of the two runs in `results.json`. What KEY.differentiable.search.json adds is told with it: algorithms that train a
 * super-net of their own take longer, so over fewer seeds.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultView } from "../src/core/linkView.ts";
import type { RunConfig } from "../src/core/run.ts";
import { type AgainstRandom, againstRandom, type Claim, type ClaimSide } from "../src/core/search/claim.ts";
import { printClaim } from "../src/core/search/claimFile.ts";
import { searchAlgorithms } from "../src/core/search/index.ts";
import { meanInterval, type SearchReferences } from "../src/core/search/judge.ts";
import { type SearchReport, unequalCompute } from "../src/core/search/outcome.ts";
import { searchRecord } from "../src/core/search/record.ts";
import { tableJudge } from "../src/core/search/tableJudge.ts";
import { toLink } from "../src/core/shareLink.ts";
import { spaces } from "../src/core/spaces/index.ts";
import type { SearchSpace } from "../src/core/spaces/space.ts";
import { signedText } from "../src/core/study/findingText.ts";
import type { StudyResult } from "../src/core/study/results.ts";
import { writeWhole } from "../src/headless/files.ts";
import { readTable } from "../src/headless/run/train.ts";
import { readStudyFolder } from "../src/headless/study/folder.ts";
import { claimSeeds, claimText } from "../src/ui/claimText.ts";

/** What `supernet-lab search --json` prints, as far as it is used here. */
interface Printed extends SearchReport {
  readonly step: number;
  readonly budget: number;
  readonly code: string;
}

const nameOf = (id: string): string => searchAlgorithms.find((one) => one.id === id)?.title ?? id;

/** Files of one super-net, one beside the other; the last is of searches that were done again. */
const parts = ["search", "differentiable.search", "again.search"] as const;

const out = "public/claims";
const page = "docs/claims.md";
const sections: string[] = [];

for (const space of spaces as readonly SearchSpace[]) {
  const folder = `docs/studies/${space.id}-claim`;
  if (!existsSync(folder)) continue;
  const { study } = readStudyFolder(folder);
  // The base is what the lab trains by default; in the order of the study file.
  const [good, bad] = study.results;
  if (!good || !bad || study.results.length > 2) throw new Error(`${folder}: not two runs`);
  const pairs = parts.map((part) =>
    [good, bad].map(({ key }) => printedIn(join(folder, `${key}.${part}.json`))),
  );
  const [first, other] = pairs[0]!;
  if (!first || !other) {
    console.error(`${folder}: searches of one or both super-nets are not there yet`);
    continue;
  }
  // Parts may be of different age.
  if (pairs.some(([one, another]) => one && another && one.code !== another.code))
    throw new Error(`${folder}: the two super-nets were not searched by one code`);
  const all = pairs.flat().filter((one) => one !== undefined);
  if (all.some(({ budget }) => budget !== first.budget))
    throw new Error(`${folder}: not all were searched with one budget`);
  const sideAt = (side: number): Printed[] => pairs.flatMap((pair) => pair[side] ?? []);
  const { references, searches } = first;
  if (!references) throw new Error(`${folder}: no row of the table judges`);
  mkdirSync(out, { recursive: true });
  const claim: Claim = {
    ...{ space: space.id, budget: first.budget },
    code: [...new Set(all.map(({ code }) => code))].join(", "),
    ...{ rows: searches[0]?.rows ?? 0, references },
    ...(!isOfShippedTable(good.config, references) && { isFormerTable: true }),
    good: sideOf(folder, `${space.id}-good.ckpt`, good, sideAt(0)),
    bad: sideOf(folder, `${space.id}-bad.ckpt`, bad, sideAt(1)),
  };
  writeWhole(join(out, `${space.id}.json`), printClaim(claim));
  console.log(join(out, `${space.id}.json`));
  sections.push(sectionOf(space, claim));
}
writeWhole(
  page,
  `# Does random search suffice?

Written by \`npm run claims\` from the searches in \`docs/studies\`; the search panel of the page shows the same. What algorithms found on two super-nets
of each space, one trained by the lab's defaults and one on two hundredths of the images: mean stand-alone test accuracy in %, with its 95 %
interval over the seeds of the search (Student's t), and the difference to random search in points, in brackets with an interval so wide that all of a
column and kind, those that search on the super-net and those that train weights of their own, hold at once with 95 % (Bonferroni). What the table lacks was trained alone, as the table was. Each is one training of a super-net; others would give other numbers.
More of the algorithms that train weights of their own is in [search.md](search.md).

${sections.join("\n\n")}
`,
);
console.log(page);

function sectionOf(space: SearchSpace, claim: Claim): string {
  const { verdict, points } = claimText(claim, nameOf);
  const searched = [...claim.good.finds, ...claim.bad.finds, ...claim.good.diverged, ...claim.bad.diverged];
  const ids = [...new Set(searched.map(({ algorithm }) => algorithm))];
  const sides = [claim.good, claim.bad];
  const against = sides.map(againstRandom);
  const head = [
    "found by",
    ...sides.map(
      ({ skdt, step }, i) =>
        `trained ${i === 0 ? "well" : "badly"}: S-KdT ${skdt?.toFixed(2).replace("-", "−") ?? "n/a"}, ${step} steps`,
    ),
  ];
  const rows = ids.map((id) => [
    nameOf(id),
    ...sides.map((side, i) =>
      foundBy(
        side,
        id,
        against[i]?.find(({ algorithm }) => algorithm === id),
      ),
    ),
  ]);
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const unequal = unequalCompute(
    [...claim.good.finds, ...claim.bad.finds].map((find) => ({ ...find, algorithm: nameOf(find.algorithm) })),
  );
  return [
    `## ${space.title}`,
    `**${verdict}**`,
    points.map((text) => `- ${text}`).join("\n"),
    [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n"),
    `${claimSeeds(claim, nameOf)}, ${claim.budget} evaluations a search, judged by ${claim.rows} architectures of the table${claim.isFormerTable ? " that shipped before the present one" : ""}; by code ${claim.code}. ${unequal ?? ""}`,
  ].join("\n\n");
}

function foundBy(side: ClaimSide, id: string, against: AgainstRandom | undefined): string {
  const found = side.finds.flatMap(({ algorithm, standAloneAccuracy }) =>
    algorithm === id ? [100 * standAloneAccuracy] : [],
  );
  const diverged = side.diverged.filter(({ algorithm }) => algorithm === id).length;
  const [only] = found;
  if (only === undefined) return diverged > 0 ? "diverged" : "–";
  const over = meanInterval(found);
  const mean = over ? `${over.mean.toFixed(2)} ± ${(over.high - over.mean).toFixed(2)}` : only.toFixed(2);
  const range = against?.interval?.map((end) => signedText(100 * end)).join(" to ");
  const difference =
    against?.difference == null
      ? ""
      : ` (${signedText(100 * against.difference)}${range ? `, ${range}` : ""})`;
  return `${mean}${difference}${diverged > 0 ? `, without ${diverged} that diverged` : ""}`;
}

function isOfShippedTable(config: RunConfig, { best, mean }: SearchReferences): boolean {
  const judge = tableJudge(config, readTable(config.space, undefined).table, new Map());
  const now = searchRecord({ config, step: null, budget: 1, searches: [] }, judge, []).references;
  // Sums of another version of the code may be in another order.
  return now !== null && Math.abs(now.best - best) < 1e-9 && Math.abs(now.mean - mean) < 1e-9;
}

function printedIn(file: string): Printed | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Printed) : undefined;
}

function sideOf(
  folder: string,
  checkpoint: string,
  { key, config, summary }: StudyResult,
  printed: readonly Printed[],
): ClaimSide {
  const searches = printed.flatMap((one) => one.searches);
  const diverged = printed.flatMap((one) => one.diverged ?? []);
  const step = printed[0]?.step ?? 0;
  const weights = join(folder, "weights", `${key}.ckpt`);
  // Kept once in the repository: where they ship.
  if (existsSync(weights)) copyFileSync(weights, join(out, checkpoint));
  if (!existsSync(join(out, checkpoint))) throw new Error(`${weights} is not there`);
  return {
    link: toLink({ config, view: defaultView }),
    ...{ step, checkpoint, skdt: summary?.skdt ?? null, interval: summary?.interval ?? null },
    params: summary?.params ?? null,
    diverged,
    finds: searches.map((search) => {
      const { algorithm, seed, architecture, superNetAccuracy, imagesTrained, imagesScored } = search;
      const { standAloneAccuracy, rank, surpassRandom } = search;
      if (standAloneAccuracy === null || rank === null || surpassRandom === null)
        throw new Error(`${folder}: ${architecture} was not trained alone`);
      return {
        ...{ algorithm, seed, architecture, superNetAccuracy, standAloneAccuracy, rank, surpassRandom },
        ...{ imagesTrained, imagesScored },
      };
    }),
  };
}
