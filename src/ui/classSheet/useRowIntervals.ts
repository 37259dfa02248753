/** @file The intervals of a class sheet's files over architectures, drawn little by little beside everything else. */
import { useEffect, useState } from "react";
import type { Interval } from "../../core/metrics/bootstrap.ts";
import type { ClassGroup, ClassRow } from "../../store/classSheet.ts";
import { valueInterval } from "../../store/interval.ts";

/** @returns the interval of a row, `undefined` while it is not known or where there is none */
export function useRowIntervals(
  groups: readonly ClassGroup[],
  threshold: number,
): (row: ClassRow) => Interval | undefined {
  const [known, setKnown] = useState<{
    readonly of: unknown;
    readonly intervals: ReadonlyMap<ClassRow, Interval>;
  }>();
  useEffect(() => {
    let isStale = false;
    const draw = async (): Promise<void> => {
      const intervals = new Map<ClassRow, Interval>();
      for (const row of groups.flatMap(({ rows }) => rows)) {
        const interval =
          row.judged?.skdt !== undefined &&
          (await valueInterval(row.judged.ranking, threshold, () => isStale));
        if (isStale) return;
        if (interval) intervals.set(row, interval);
        setKnown({ of: groups, intervals: new Map(intervals) });
      }
    };
    void draw();
    return () => {
      isStale = true;
    };
  }, [groups, threshold]);
  return (row) => (known?.of === groups ? known.intervals.get(row) : undefined);
}
