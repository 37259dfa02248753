/** @file Scores of a long search, on the disk as they come: the same line goes on where it was stopped. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { codeVersion } from "../../core/codeVersion.ts";
import type { KeptScores, TimedScore } from "../../engine/openSession.ts";
import type { EngineId } from "../engines.ts";
import { Journal } from "../journal.ts";

interface Entry extends TimedScore {
  readonly of: string;
}

/**
 * In a file of the folder that belongs to these weights, this engine and this code.
 * @param checkpoint as its file has it
 * @throws SyntaxError that names the line where what an earlier command left is broken
 */
export function keptScores(folder: string, checkpoint: Uint8Array, engine: EngineId): KeptScores {
  const hash = createHash("sha256").update(checkpoint).update(`${engine} ${codeVersion}`).digest("hex");
  const journal = new Journal<Entry>(join(folder, `scores-${hash.slice(0, 12)}.jsonl`), ({ of }) => of);
  return {
    get: (of) => journal.get(of),
    add(of, score) {
      // What is no number is scored anew; JSON has none for it.
      if (!journal.get(of) && Number.isFinite(score.loss)) journal.add({ of, ...score });
    },
  };
}
