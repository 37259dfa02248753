/** @file Holds a finished study against a table of stand-alone accuracy that was made later. */
import { basename } from "node:path";
import { datasetOf } from "../../core/datasets.ts";
import { spaceById } from "../../core/spaces/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import type { TableJudge } from "../../core/study/findings.ts";
import { remarksOfPlan } from "../../core/study/planRemarks.ts";
import { rejudged } from "../../core/study/rejudge.ts";
import type { StudyResults } from "../../core/study/results.ts";
import { isOnSameImages } from "../../core/tables/fit.ts";
import { readTable } from "../run/train.ts";

/** Fewer have no S-KdT to tell of. */
const minScored = 10;

interface StudyWithTruth {
  readonly study: StudyResults;
  readonly judge: TableJudge;
  /** What should be known of the table, one sentence each. */
  readonly warnings: readonly string[];
}

/** @throws Error where the table cannot be read, or is of another space or other images than the study */
export function judgedBy(study: StudyResults, file: string): StudyWithTruth {
  const { base } = study.plan;
  const space: SearchSpace | undefined = spaceById(base.space);
  const images = datasetOf(base.dataset);
  if (!space || !images) throw new Error(`this lab has no ${space ? "images" : "space"} as the study's`);
  const { table, warnings, checksum } = readTable(space.id, file);
  const made = table.provenance?.space;
  if (made !== undefined && made !== space.id && made !== space.judgedBy)
    throw new Error(`${file}: this is a table of ${made}; the study is of ${space.id}`);
  if (!isOnSameImages(table, images))
    throw new Error(
      `${file}: its accuracies are on other images than the study's, so they judge nothing here`,
    );
  const { study: again, judging, missing } = rejudged(study, table, space, checksum);
  if (judging < minScored)
    throw new Error(
      `${file}: it holds ${judging} of the study's architectures; at least ${minScored} are needed to judge by`,
    );
  const fewest = Math.min(...table.rows.map((row) => row[table.judgedBy].length));
  return {
    study: again,
    judge: {
      file: basename(file),
      seeds: fewest,
      ...(fewest < table.seeds && { mostSeeds: table.seeds }),
      rows: table.rows.length,
      missing,
    },
    warnings: [...warnings, ...remarksOfPlan(study.plan, table)],
  };
}

/** What should be known of the table that a study was run with; empty where that is none that ships, of which nothing more is known. */
export function remarksAsRun({ plan, ground }: StudyResults): readonly string[] {
  if (!spaceById(plan.base.space) || !datasetOf(plan.base.dataset)) return [];
  const { table, checksum } = readTable(plan.base.space);
  return checksum === ground.table ? remarksOfPlan(plan, table) : [];
}
