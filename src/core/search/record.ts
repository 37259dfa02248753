/** @file What searches found, as an object that is written as JSON: the same from page and terminal. */
import { codeVersion } from "../codeVersion.ts";
import type { RunConfig } from "../run.ts";
import { reportOf, type SearchReport } from "./outcome.ts";
import type { SearchProgress } from "./progress.ts";
import type { TableJudge } from "./tableJudge.ts";

/** Of which super-net; `config` is that of its training. */
interface SearchRecord extends RunConfig, SearchReport {
  /** Its training steps; null where there was none, since every search trained its own. */
  readonly step: number | null;
  /** Different architectures that a search on its weights was to evaluate. */
  readonly budget: number;
  /** Finds that the table lacks and that were trained alone, in the space's notation. */
  readonly trained: readonly string[];
  readonly code: string;
}

interface Searched {
  readonly config: RunConfig;
  readonly step: number | null;
  readonly budget: number;
  readonly searches: readonly SearchProgress[];
}

export function searchRecord(
  { config, step, budget, searches }: Searched,
  judge: TableJudge,
  trained: readonly string[],
): SearchRecord {
  return { ...config, step, budget, ...reportOf(searches, judge), trained, code: codeVersion };
}
