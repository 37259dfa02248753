/** @file What the accuracies are called in full. Pure. */
import type { Truth } from "../store/truth.ts";

export const superNetName = "super-net validation accuracy";

/** "stand-alone test accuracy (mean of 2 seeds)", as the table has it. */
export function standAloneName(truth: Truth): string {
  if (truth.status !== "ready") return "stand-alone accuracy";
  const { judgedBy, seeds } = truth.table;
  return `stand-alone ${judgedBy} accuracy${seeds > 1 ? ` (mean of ${seeds} seeds)` : ""}`;
}
