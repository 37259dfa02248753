/** @file The scores of the run that is shown as the text of a file; a part of the page that comes late makes it. */
import { shownRound } from "../core/rounds.ts";
import { scoresCsv } from "../core/scoresCsv.ts";
import { spaceById } from "../core/spaces/index.ts";
import type { LabState } from "./labState.ts";
import { tableOf } from "./truth.ts";

export function exportScores({ run, truth, figures, certainty, view }: LabState): string | undefined {
  const space = run && spaceById(run.config.space);
  if (!run || !space) return undefined;
  const table = tableOf(run.config, truth);
  const { now, round } = figures;
  // Figures and certainty may be of another round than the last.
  const isOfLast = round !== undefined && round.number === shownRound(run);
  const interval = certainty?.round === round?.number ? certainty?.interval : undefined;
  const ranking =
    isOfLast && now?.skdt !== undefined ? { skdt: now.skdt, interval, threshold: view.thr } : undefined;
  return scoresCsv(run, space, table, ranking);
}
