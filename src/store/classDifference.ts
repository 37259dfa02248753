/** @file One group of a class sheet held against another. Pure. */
import { meanOf } from "../core/metrics/mean.ts";
import { apartInterval, seedInterval } from "../core/metrics/seedInterval.ts";
import type { ClassGroup, CountedRow } from "./classSheet.ts";

/** Of S-KdT. */
export interface GroupDifference {
  readonly before: number;
  readonly now: number;
  /** 95 % interval of now − before over runs, by Student's t in pairs, else by Welch's; null where a side has one run. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Pairs of runs that share a seed, where every seed of the smaller group is in the other, too; else 0. */
  readonly pairs: number;
  readonly runs: { readonly before: number; readonly now: number };
  /** Mean steps of the weights on either side. */
  readonly steps: { readonly before: number; readonly now: number };
}

/** @returns why the two cannot be held against each other, in words, where they cannot */
export function groupDifference(before: ClassGroup, now: ClassGroup): GroupDifference | string {
  const reason = whyNot(before, now);
  if (reason !== undefined) return reason;
  const twins = now.counted.flatMap((row) => {
    const twin = before.counted.find((other) => seedOf(other) === seedOf(row));
    return twin ? [{ a: twin, b: row }] : [];
  });
  const isPaired = twins.length > 1 && twins.length === Math.min(before.counted.length, now.counted.length);
  const [a, b] = isPaired
    ? [twins.map((pair) => pair.a), twins.map((pair) => pair.b)]
    : [before.counted, now.counted];
  const both = (of: (row: CountedRow) => number) => ({ before: meanOf(a.map(of)), now: meanOf(b.map(of)) });
  return {
    ...both(({ skdt }) => skdt),
    interval: isPaired
      ? seedInterval(twins.map((pair) => pair.b.skdt - pair.a.skdt))
      : apartInterval(
          a.map(({ skdt }) => skdt),
          b.map(({ skdt }) => skdt),
        ),
    pairs: isPaired ? twins.length : 0,
    runs: { before: a.length, now: b.length },
    steps: both(({ judged }) => judged.step),
  };
}

function whyNot(before: ClassGroup, now: ClassGroup): string | undefined {
  const [first, other] = [before.counted[0], now.counted[0]];
  if (!first || !other) return "no run of one of them counts";
  if (before.config.space !== now.config.space) return "they are of different search spaces";
  if (before.config.dataset !== now.config.dataset) return "they were trained on different images";
  const set = ({ judged }: CountedRow): string => JSON.stringify(judged.architectures.toSorted());
  return set(first) === set(other) ? undefined : "they were scored on different architectures";
}

const seedOf = ({ run }: CountedRow): number => run.config.seed;
