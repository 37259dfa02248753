/** @file Finished searches that trained weights of their own, on the disk: the same line does not train them again. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { codeVersion } from "../../core/codeVersion.ts";
import type { RunConfig } from "../../core/run.ts";
import type { SearchProgress } from "../../core/search/progress.ts";
import type { AskedSearch } from "../../core/search/searchEvent.ts";
import type { EngineId } from "../engines.ts";
import { Journal } from "../journal.ts";

export interface KeptSearches {
  get(asked: AskedSearch): SearchProgress | undefined;
  add(ended: SearchProgress): void;
}

/**
 * In a file of the folder that belongs to a run's settings, this engine and this code.
 * @throws SyntaxError that names the line where what an earlier command left is broken
 */
export function keptSearches(folder: string, config: RunConfig, engine: EngineId): KeptSearches {
  const hash = createHash("sha256")
    .update(`${JSON.stringify(config)} ${engine} ${codeVersion}`)
    .digest("hex");
  const keyOf = ({ algorithm, seed, settings = {} }: AskedSearch): string =>
    JSON.stringify([algorithm, seed, Object.entries(settings).sort()]);
  const journal = new Journal<SearchProgress>(join(folder, `searches-${hash.slice(0, 12)}.jsonl`), keyOf);
  return {
    get: (asked) => journal.get(keyOf(asked)),
    // Of the way there, a report tells the end alone.
    add: (ended) => journal.add({ ...ended, path: ended.path.slice(-1) }),
  };
}
