/**
 * @file Collects the events of the training thread and hands them on a few times a second: the first at once, what follows in
 * bundles. The page's work thus does not grow with the speed of training.
 */
import type { RunEvent } from "../core/run.ts";

export interface Inbox {
  put(events: readonly RunEvent[]): void;
  /** Forgets what waits. */
  clear(): void;
}

export function createInbox(hand: (events: readonly RunEvent[]) => void, milliseconds: number): Inbox {
  let waiting: RunEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    if (waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    timer = setTimeout(flush, milliseconds);
    hand(events);
  };
  return {
    put(events) {
      waiting.push(...events);
      if (timer === undefined) flush();
    },
    clear() {
      waiting = [];
    },
  };
}
