/** @file A finished study held against another table of stand-alone accuracy: training and scores stay as they were, what depends on the truth is computed anew. */
import { judgementOf } from "../metrics/summary.ts";
import { judgingRows } from "../pool.ts";
import type { RunConfig } from "../run.ts";
import { judgeFound } from "../search/judge.ts";
import { type TableJudge, tableJudge } from "../search/tableJudge.ts";
import type { SearchSpace } from "../spaces/space.ts";
import { rowOf, type Table, type TableRow } from "../tables.ts";
import { findOf, type StudyFind } from "./finds.ts";
import type { StudyResult, StudyResults } from "./results.ts";

interface Rejudged {
  readonly study: StudyResults;
  /** Architectures of the study that judge it now. */
  readonly judging: number;
  /** Architectures of the study that the table lacks; no run is judged by them. */
  readonly missing: number;
}

/**
 * Architectures are found by their canonical form. Of the table's rows those judge that would judge a run.
 * @param table of the study's space
 * @param checksum of the table's file, which takes the place of the former one
 */
export function rejudged(study: StudyResults, table: Table, space: SearchSpace, checksum: string): Rejudged {
  const missing = new Set<string>();
  const judging = new Set<string>();
  const known = new Map<readonly string[], readonly (TableRow | undefined)[]>();
  // Many runs share one list of architectures, and a canonical form is costly.
  const rowsOf = (architectures: readonly string[]): readonly (TableRow | undefined)[] => {
    const rows = known.get(architectures) ?? architectures.map((text) => rowOf(text, space, table));
    known.set(architectures, rows);
    return rows;
  };
  const judges = new Map<string, TableJudge>();
  const judgeOf = (config: RunConfig): TableJudge => {
    const name = JSON.stringify(config.settings);
    const judge = judges.get(name) ?? tableJudge(config, table);
    judges.set(name, judge);
    return judge;
  };
  const results = study.results.map((result): StudyResult => {
    if (!result.summary) return result;
    const all = rowsOf(result.architectures);
    const rows = judgingRows(all);
    const kept = rows.flatMap((row, index) => (row ? [{ row, index }] : []));
    result.architectures.forEach((text, index) => {
      if (!all[index]) missing.add(text);
      else if (rows[index]) judging.add(text);
    });
    const groundTruths = kept.map(({ row }) => row.accuracy);
    const predictions = kept.map(({ index }) => result.predictions[index] as number);
    const judgement = judgementOf({ predictions, groundTruths }, rows, study.plan.threshold);
    return {
      ...result,
      // The mean accuracy is of all that was scored: where some of that judges no more, it is of other architectures than the rest.
      summary: {
        ...result.summary,
        ...judgement,
        ...(kept.length < result.architectures.length && { accuracy: null }),
      },
      architectures: kept.map(({ index }) => result.architectures[index] as string),
      groundTruths,
      predictions,
      ...(result.finds && { finds: result.finds.map((find) => judgedFind(find, judgeOf(result.config))) }),
    };
  });
  return {
    study: { ...study, ground: { ...study.ground, table: checksum }, results },
    judging: judging.size,
    missing: missing.size,
  };
}

function judgedFind(find: StudyFind, { rows, truthOf }: TableJudge): StudyFind {
  const truth = truthOf(find.architecture);
  const found = truth === undefined ? undefined : judgeFound(truth, rows);
  return findOf({
    ...find,
    standAloneAccuracy: truth ?? null,
    rank: found?.rank ?? null,
    surpassRandom: found?.surpassRandom ?? null,
    regret: found?.regret ?? null,
  });
}
