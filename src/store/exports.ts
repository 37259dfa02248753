/** @file What a user keeps: a run, or its scores, as the text of a file. */
import { exportRun as runText } from "../core/runFile.ts";
import { scoresCsv } from "../core/scoresCsv.ts";
import { spaceById } from "../core/spaces/index.ts";
import type { LabState } from "./labState.ts";
import { tableOf } from "./truth.ts";

export function exportRun({ run }: LabState): string | undefined {
  return run && runText(run);
}

export function exportScores({ run, truth }: LabState): string | undefined {
  const space = run && spaceById(run.config.space);
  if (!run || !space) return undefined;
  const table = tableOf(run.config, truth);
  return scoresCsv(run, space, table);
}
