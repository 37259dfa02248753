/**
 * @file Whether another tab of this browser trains at the same time: each tab holds a common lock (Web Locks) while it trains. Only told,
 * never prevented.
 */

interface TrainingLock {
  /** This tab trains from now on. */
  hold(): void;
  /** This tab trains no longer. */
  release(): void;
}

const name = "super-net lab: training";

/**
 * @param locks `navigator.locks`; `undefined` in old browsers and outside of a secure context, where nothing is ever told
 * @param tell called with whether another tab trains while this one does
 */
export function createTrainingLock(
  locks: Pick<LockManager, "request"> | undefined,
  tell: (another: boolean) => void,
): TrainingLock {
  let end: AbortController | undefined;

  /** Holds the lock as soon as it is free, until `ended`. */
  const wait = async ({ signal }: AbortController, ended: Promise<void>): Promise<void> => {
    const isFree = await locks?.request(name, { ifAvailable: true }, (lock) => {
      if (!lock || signal.aborted) return false;
      return ended.then(() => true);
    });
    if (isFree !== false || signal.aborted) return;
    tell(true);
    await locks?.request(name, { signal }, () => {
      tell(false);
      return ended;
    });
  };

  return {
    hold() {
      if (end) return;
      const controller = new AbortController();
      end = controller;
      const ended = new Promise<void>((resolve) => {
        controller.signal.addEventListener("abort", () => resolve());
      });
      // Rejects when it waits no longer, and where the browser forbids locks: either way there is nothing to tell.
      wait(controller, ended).catch(() => {});
    },
    release() {
      if (!end) return;
      end.abort();
      end = undefined;
      tell(false);
    },
  };
}
