/** @file Training steps per second, over the last several seconds; what the time left is computed from. */

export interface RateMeter {
  /** Takes note of the step reached; returns the rate, `undefined` until it can be told. */
  see(step: number, running: boolean): number | undefined;
  reset(): void;
}

const memoryMilliseconds = 15_000;
const minMilliseconds = 1500;

export function createRateMeter(now: () => number = () => performance.now()): RateMeter {
  let seen: { at: number; step: number }[] = [];
  return {
    see(step, running) {
      const at = now();
      const last = seen.at(-1);
      // A step back is a recovery or another run.
      if (!running || (last && step < last.step)) seen = [];
      seen.push({ at, step });
      while (seen.length > 2 && at - (seen[0]?.at ?? at) > memoryMilliseconds) seen.shift();
      const first = seen[0];
      if (!first || at - first.at < minMilliseconds || step === first.step) return undefined;
      return (1000 * (step - first.step)) / (at - first.at);
    },
    reset() {
      seen = [];
    },
  };
}
