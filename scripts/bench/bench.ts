/** @file The interface of a bench: one file each, measured in isolation, listed in index.ts. */

/** Named measurements; ratios say how many times better the first is. */
type Numbers = Readonly<Record<string, number>>;

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

/**
 * The best of two measurements, in milliseconds, each taken in turn several times: what other work on the machine adds then falls on
 * both, and their ratio keeps its meaning.
 */
export async function sideBySide(
  rounds: number,
  measure: readonly [() => Promise<number>, () => Promise<number>],
): Promise<[number, number]> {
  const best: [number, number] = [Infinity, Infinity];
  for (let i = 0; i < rounds; i++)
    for (const side of [0, 1] as const) best[side] = Math.min(best[side], await measure[side]());
  return best;
}
