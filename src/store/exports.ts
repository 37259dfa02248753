/** @file The scores of the run that is shown as the text of a file; a part of the page that comes late makes it. */
import { scoresCsv } from "../core/scoresCsv.ts";
import { spaceById } from "../core/spaces/index.ts";
import type { LabState } from "./labState.ts";
import { tableOf } from "./truth.ts";

export function exportScores({ run, truth }: LabState): string | undefined {
  const space = run && spaceById(run.config.space);
  if (!run || !space) return undefined;
  const table = tableOf(run.config, truth);
  return scoresCsv(run, space, table);
}
