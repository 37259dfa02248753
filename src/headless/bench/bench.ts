/** @file The interface of a bench: one file each, measured in isolation, listed in index.ts. */

/** Named measurements; ratios say how many times better the first is. */
export type Numbers = Readonly<Record<string, number>>;

export interface Bench {
  /** Names of the numbers it yields. */
  readonly names: readonly string[];
  readonly explanation: string;
  /** Runs in Node. Rejects with a readable reason where the machine lacks something. */
  measure(): Promise<Numbers>;
}

/** Best of several repetitions, in milliseconds: other work on the machine only ever adds time. */
export async function fastest(repetitions: number, work: () => Promise<void>): Promise<number> {
  let best = Infinity;
  for (let i = 0; i < repetitions; i++) {
    const start = performance.now();
    await work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
