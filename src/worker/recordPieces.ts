/**
 * @file Runs and results of studies on their way from the thread that read them to the page, in pieces that a page takes in within a few
 * milliseconds each.
 */
import { AppendLog } from "../core/appendLog.ts";
import { placesIn } from "../core/rounds.ts";
import type { Score, TrainingPoint } from "../core/run.ts";
import type { Run } from "../core/runState.ts";
import type { StudyResult, StudyResults } from "../core/study/results.ts";

export type RecordPiece =
  /** The first piece of a run. */
  | { readonly type: "run"; readonly run: Omit<Run, "points" | "scores"> }
  | { readonly type: "points"; readonly points: readonly TrainingPoint[] }
  /** By place in the pool; a loss that is no number is none. */
  | {
      readonly type: "scores";
      readonly places: Uint32Array;
      readonly accuracies: Float64Array;
      readonly losses: Float64Array;
    }
  /** The first piece of a study. */
  | { readonly type: "study"; readonly study: Omit<StudyResults, "results"> }
  | { readonly type: "results"; readonly results: readonly StudyResult[] };

/** Points, scores or predictions in a piece. */
const pieceLength = 10_000;

export function* piecesOfRun({ points, scores, ...run }: Run): Generator<RecordPiece> {
  yield { type: "run", run };
  for (const piece of cut(points.toArray(), () => 1)) yield { type: "points", points: piece };
  const placeOf = placesIn(run.pool);
  for (const piece of cut(scores.toArray(), () => 1))
    yield {
      type: "scores",
      places: Uint32Array.from(piece, ({ architecture }) => placeOf.get(architecture) ?? 0),
      accuracies: Float64Array.from(piece, ({ accuracy }) => accuracy),
      losses: Float64Array.from(piece, ({ loss = Number.NaN }) => loss),
    };
}

export function* piecesOfStudy({ results, ...study }: StudyResults): Generator<RecordPiece> {
  yield { type: "study", study };
  for (const piece of cut(results, ({ predictions }) => predictions.length))
    yield { type: "results", results: piece };
}

/** The list in stretches of some `pieceLength` each. */
function* cut<T>(items: readonly T[], lengthOf: (item: T) => number): Generator<readonly T[]> {
  let [from, length] = [0, 0];
  for (const [at, item] of items.entries()) {
    length += lengthOf(item);
    if (length < pieceLength && at + 1 < items.length) continue;
    yield items.slice(from, at + 1);
    [from, length] = [at + 1, 0];
  }
}

/** Puts a run or a study together again. */
export class RecordPieces {
  #run: Run | undefined;
  #study: StudyResults | undefined;
  readonly #results: StudyResult[] = [];

  take(piece: RecordPiece): void {
    if (piece.type === "run")
      this.#run = { ...piece.run, points: AppendLog.of([]), scores: AppendLog.of([]) };
    else if (piece.type === "study") this.#study = { ...piece.study, results: this.#results };
    else if (piece.type === "results") this.#results.push(...piece.results);
    else if (this.#run && piece.type === "points")
      this.#run = { ...this.#run, points: this.#run.points.append(piece.points) };
    else if (this.#run && piece.type === "scores")
      this.#run = { ...this.#run, scores: this.#run.scores.append(scoresOf(piece, this.#run.pool)) };
  }

  get run(): Run | undefined {
    return this.#run;
  }

  get study(): StudyResults | undefined {
    return this.#study;
  }
}

function scoresOf(
  { places, accuracies, losses }: Extract<RecordPiece, { readonly type: "scores" }>,
  pool: readonly string[],
): Score[] {
  return Array.from(places, (place, at) => {
    const loss = losses[at] as number;
    return {
      architecture: pool[place] as string,
      accuracy: accuracies[at] as number,
      ...(!Number.isNaN(loss) && { loss }),
    };
  });
}
