/** @file Reads a run, or the results of a study, from the file that the lab wrote. */
import type { ReadResult } from "../core/fieldReader.ts";
import { importRun } from "../core/readRun.ts";
import { readResults } from "../core/study/results.ts";
import type { RecordJob } from "./importProtocol.ts";
import { piecesOfRun, piecesOfStudy, type RecordPiece } from "./recordPieces.ts";

/** Rejects only where the file cannot be read. */
export async function readRecord({ file, kind }: RecordJob): Promise<ReadResult<Iterable<RecordPiece>>> {
  const text = await file.text();
  if (kind === "run") {
    const run = importRun(text);
    return run.ok ? { ok: true, value: piecesOfRun(run.value) } : run;
  }
  const study = readResults(text);
  return study.ok ? { ok: true, value: piecesOfStudy(study.value) } : study;
}
