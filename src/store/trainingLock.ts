/**
 * @file Whether another tab of this browser trains at the same time: each tab holds a common lock (Web Locks) while it trains, and tells the
 * others when it begins and ends (BroadcastChannel), so that all of them count the holders anew. Only told, never prevented.
 */

interface TrainingLock {
  /** This tab trains from now on. */
  hold(): void;
  /** This tab trains no longer. */
  release(): void;
}

const name = "super-net lab: training";
/** A tab that crashed tells nobody. */
const lookMilliseconds = 5000;

/**
 * @param locks `navigator.locks`; `undefined` in old browsers and outside of a secure context, where nothing is ever told
 * @param tell called with whether another tab trains while this one does
 */
export function createTrainingLock(
  locks: Pick<LockManager, "request" | "query"> | undefined,
  tell: (another: boolean) => void,
): TrainingLock {
  let end: AbortController | undefined;

  const share = async (of: NonNullable<typeof locks>, signal: AbortSignal): Promise<void> => {
    const channel = new BroadcastChannel(name);
    const look = async (): Promise<void> => {
      const { held = [] } = await of.query();
      if (!signal.aborted) tell(held.filter((lock) => lock.name === name).length > 1);
    };
    // Where the browser forbids locks there is nothing to tell.
    const lookAgain = () => void look().catch(() => {});
    channel.onmessage = lookAgain;
    const timer = setInterval(lookAgain, lookMilliseconds);
    try {
      await of.request(name, { mode: "shared", signal }, () => {
        channel.postMessage("begun");
        lookAgain();
        return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      });
    } finally {
      clearInterval(timer);
      channel.postMessage("ended");
      channel.close();
    }
  };

  return {
    hold() {
      if (end || !locks) return;
      end = new AbortController();
      // Rejects when it no longer waits, and where locks are forbidden.
      share(locks, end.signal).catch(() => {});
    },
    release() {
      if (!end) return;
      end.abort();
      end = undefined;
      tell(false);
    },
  };
}
