/** @file The intervals of a study's effects, drawn little by little beside everything else. */
import { useEffect, useMemo, useState } from "react";
import { type Effect, effectsInPairs, withInterval } from "../core/study/effects.ts";
import { pairedRunsInterval } from "../store/pairedRunsInterval.ts";
import { type SweepState, sweepResults } from "../store/sweepState.ts";

/** The effects of what came out so far; those whose interval is not known yet have null in its place. */
export function useEffects(sweep: SweepState): readonly Effect[] {
  const { outcomes, seconds, plan } = sweep;
  // biome-ignore lint/correctness/useExhaustiveDependencies: results depend on the outcomes alone
  const found = useMemo(() => effectsInPairs(sweepResults(sweep), seconds), [outcomes, seconds]);
  const [known, setKnown] = useState<{
    readonly of: unknown;
    readonly intervals: readonly Effect["interval"][];
  }>();
  useEffect(() => {
    let isStale = false;
    const draw = async (): Promise<void> => {
      const intervals: Effect["interval"][] = [];
      for (const { pairs } of found) {
        const interval = pairs && (await pairedRunsInterval(pairs, plan.threshold, () => isStale));
        if (isStale) return;
        intervals.push(interval ? [interval.low, interval.high] : null);
        setKnown({ of: found, intervals: [...intervals] });
      }
    };
    void draw();
    return () => {
      isStale = true;
    };
  }, [found, plan.threshold]);
  return found.map(({ effect }, index) =>
    withInterval(sweep, effect, known?.of === found ? (known.intervals[index] ?? null) : null),
  );
}
