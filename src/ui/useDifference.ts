/** @file The interval of a difference between two rankings of the same architectures, computed beside everything else. */
import { useEffect, useState } from "react";
import type { Interval } from "../core/metrics/bootstrap.ts";
import type { PairedInput } from "../core/metrics/paired.ts";
import { differenceInterval } from "../store/interval.ts";

/** `undefined` while it is being computed, and where there is none. `pairs` must stay the same object while it says the same. */
export function useDifference(pairs: PairedInput, threshold: number): Interval | undefined {
  const [known, setKnown] = useState<{
    readonly of: PairedInput;
    readonly threshold: number;
    readonly interval: Interval | undefined;
  }>();
  useEffect(() => {
    let isStale = false;
    void differenceInterval(pairs, threshold, () => isStale).then((interval) => {
      if (!isStale) setKnown({ of: pairs, threshold, interval });
    });
    return () => {
      isStale = true;
    };
  }, [pairs, threshold]);
  return known?.of === pairs && known.threshold === threshold ? known.interval : undefined;
}
