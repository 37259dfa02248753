/** @file Runs of one configuration with several seeds, folded: mean and range, of one value and over training. Pure. */

import type { CorrelationPoint } from "../core/metrics/history.ts";
import type { DrawnMetric } from "../core/metrics/index.ts";
import { meanOf } from "../core/metrics/mean.ts";
import type { RunFigures } from "../store/labState.ts";
import { configurationOf } from "../store/seeds.ts";
import type { BandPoint, LinePoint } from "./charts/stepLines.ts";
import { signed } from "./difference.ts";

export interface SeedGroup {
  readonly key: string;
  readonly members: readonly [RunFigures, ...RunFigures[]];
}

/** In the order of their first runs; one seed twice is two runs, not two seeds. */
export function seedGroups(listed: readonly RunFigures[]): SeedGroup[] {
  const groups = new Map<string, [RunFigures, ...RunFigures[]]>();
  for (const item of listed) {
    const key = configurationOf(item.entry);
    const members = groups.get(key);
    const isTaken = members?.some(({ entry }) => entry.run.config.seed === item.entry.run.config.seed);
    if (members && !isTaken) members.push(item);
    else groups.set(isTaken ? `${key} ${item.entry.id}` : key, [item]);
  }
  return [...groups].map(([key, members]) => ({ key, members }));
}

interface Band {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Runs that have a value. */
  readonly count: number;
}

export function bandOf(values: readonly (number | undefined)[]): Band | undefined {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return undefined;
  const mean = meanOf(known);
  return { mean, low: Math.min(...known), high: Math.max(...known), count: known.length };
}

/** The mean over seeds as a line, and their range around it. */
interface SeedCurve {
  readonly points: readonly LinePoint[];
  readonly band: readonly BandPoint[];
}

/**
 * At the steps at which two seeds or more were scored; the line breaks where it comes to be over another number of them or of
 * architectures, by other rules or on other weights, and so does the band, as a point without a range.
 */
export function seedCurve(
  histories: readonly (readonly CorrelationPoint[])[],
  metric: DrawnMetric,
): SeedCurve {
  // Rounds over other architectures, by other rules or on other weights are other quantities.
  const rounds = new Map<string, { readonly of: CorrelationPoint; readonly bySeed: Map<number, number> }>();
  histories.forEach((history, seed) => {
    for (const point of history) {
      const { step, size, generation, weights, [metric]: value } = point;
      const key = [step, size, generation, weights].join(" ");
      if (value === undefined) continue;
      const round = rounds.get(key) ?? { of: point, bySeed: new Map() };
      rounds.set(key, round);
      round.bySeed.set(seed, value);
    }
  });
  const points: LinePoint[] = [];
  const band: BandPoint[] = [];
  let before = "";
  for (const { of, bySeed } of [...rounds.values()].sort((a, b) => a.of.step - b.of.step)) {
    const folded = bandOf([...bySeed.values()]);
    if (!folded || folded.count < 2) continue;
    const { mean, low, high, count } = folded;
    const { step, size, generation, weights } = of;
    const kind = [count, size, generation, weights].join(" ");
    if (before !== "" && kind !== before) {
      points.push({ step });
      band.push({ step });
    }
    before = kind;
    const note = `mean of ${count} seeds, ${signed(low)} to ${signed(high)}, round of ${size}`;
    points.push({ step, value: mean, note });
    band.push({ step, range: { low, high } });
  }
  return { points, band };
}
