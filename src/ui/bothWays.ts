/** @file The same architectures under two rules of scoring: just before an evaluation setting changed, and just after. */
import type { Change, Run } from "../core/runState.ts";

export interface BothWays {
  /** The evaluation settings that changed together, the last one first. */
  readonly changes: readonly Change[];
  /** Training step after which they changed; everything is scored anew at once, before training goes on. */
  readonly step: number;
  /** Step of the oldest score on the side before. */
  readonly oldest: number;
  /** Architectures with a score on either side. `id` is an index into the run's pool. */
  readonly pairs: readonly { readonly id: number; readonly before: number; readonly after: number }[];
}

/** `undefined` where no evaluation setting changed since there were scores. */
export function bothWays(run: Run): BothWays | undefined {
  const { before, scores, generations } = run;
  const changes = lastChanges(run.changes);
  const [last] = changes;
  if (!before || !last) return undefined;
  const after = new Map<number, number>();
  for (let i = generations.at(-1) ?? 0; i < scores.length && after.size < run.pool.length; i++) {
    const score = scores.at(i);
    // Later scores were made with weights that had trained on.
    if (score && !after.has(score.architecture)) after.set(score.architecture, score.accuracy);
  }
  let oldest = last.step;
  const pairs = [...after].flatMap(([id, accuracy]) => {
    const score = before[id];
    if (!score) return [];
    oldest = Math.min(oldest, score.step);
    return [{ id, before: score.accuracy, after: accuracy }];
  });
  return { changes, step: last.step, oldest, pairs };
}

/** The last change of an evaluation setting, with those of other settings at the same step. */
function lastChanges(all: readonly Change[]): readonly Change[] {
  const found: Change[] = [];
  for (const change of all.filter(({ acts }) => acts === "rescore").reverse()) {
    const apart = found.some(({ key, step }) => key === change.key || step !== change.step);
    if (apart) break;
    found.push(change);
  }
  return found;
}
