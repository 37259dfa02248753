/** @file How work grows with its size: a ratio within one run, which no slow machine changes. */

/** Processor time of `work` on `large` items over that on `small` ones, after a first run that compiles; the best of three each. */
export function growth(small: number, large: number, work: (size: number) => void): number {
  const time = (size: number): number => {
    const began = process.cpuUsage();
    work(size);
    const { user, system } = process.cpuUsage(began);
    return user + system;
  };
  const best = (size: number): number => Math.min(...[0, 1, 2].map(() => time(size)));
  work(small);
  const base = best(small);
  return best(large) / Math.max(base, 1);
}
