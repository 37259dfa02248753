/**
 * @file Collects the events of the training thread and hands them on a few times a second: the first at once, what follows in
 * bundles. The page's work thus does not grow with the speed of training.
 */
import type { RunEvent, RunId } from "../core/run.ts";

interface EventBatcher {
  put(run: RunId, events: readonly RunEvent[]): void;
  /** Hands on what waits. */
  flush(): void;
  /** Forgets what waits of a run. */
  forget(run: RunId): void;
}

export function createEventBatcher(
  take: (run: RunId, events: readonly RunEvent[]) => void,
  milliseconds: number,
): EventBatcher {
  const waiting = new Map<RunId, RunEvent[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.size === 0) return;
    const bundles = [...waiting];
    waiting.clear();
    timer = setTimeout(flush, milliseconds);
    for (const [run, events] of bundles) take(run, events);
  };
  return {
    flush,
    put(run, events) {
      waiting.set(run, [...(waiting.get(run) ?? []), ...events]);
      if (timer === undefined) flush();
    },
    forget: (run) => void waiting.delete(run),
  };
}
