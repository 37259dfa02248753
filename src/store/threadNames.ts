/** @file What the training thread calls the runs. */
import type { RunId } from "../core/run.ts";

/**
 * Another name each time that one is handed over, so that what it reported of the same run before it was
 * let go of, and what may still be on its way, reaches nobody.
 */
export function createThreadNames() {
  const times = new Map<RunId, number>();
  const runs = new Map<string, RunId>();
  const of = (run: RunId): string => {
    const time = times.get(run) ?? 1;
    return time === 1 ? run : `${run}~${time}`;
  };
  return {
    of,
    renew(run: RunId): string {
      runs.delete(of(run));
      times.set(run, (times.get(run) ?? 0) + 1);
      runs.set(of(run), run);
      return of(run);
    },
    runOf: (name: string): RunId | undefined => runs.get(name),
    forget: (run: RunId): boolean => runs.delete(of(run)),
  };
}
