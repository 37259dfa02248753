/** @file The interval of a difference over seeds, in slices as all of them (`interval.ts`). */
import type { Interval } from "../core/metrics/bootstrap.ts";
import { type PairedRuns, pairedRunsIntervalAt, pairedRunsResamplesAt } from "../core/metrics/pairedRuns.ts";
import { slicedInterval } from "./interval.ts";

/** Of the mean difference in S-KdT between runs in pairs that share seeds. */
export function pairedRunsInterval(
  pairs: PairedRuns,
  threshold: number,
  isStale: () => boolean,
): Promise<Interval | undefined> {
  return slicedInterval(pairedRunsResamplesAt(pairs, threshold), isStale, (values) =>
    pairedRunsIntervalAt(pairs, threshold, values),
  );
}
