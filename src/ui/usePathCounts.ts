/** @file Counts the paths of the run shown on the page, in small pieces, so that training is not held up. */
import { startTransition, useEffect, useMemo, useRef, useState } from "react";
import { PathCounts, type PathCountsAt, settingsOverSteps } from "../core/pathCounts.ts";
import type { Run } from "../core/runState.ts";
import type { SearchSpace } from "../core/spaces/space.ts";
import type { SuperNet } from "../core/spaces/superNet.ts";

/** Milliseconds of counting at a time. */
const piece = 8;
/** Until it has counted for so long in all, it hurries to catch up. */
const hurry = 1500;
/** Milliseconds between two pieces: while it hurries, and beside training later on. */
const [shortRest, longRest] = [16, 400];
/** Between two looks at the run. */
const beat = 1000;
/** Between two pictures beside training, which must not feel them. */
const pictureBeat = 2000;

interface PathsCounted extends PathCountsAt {
  /** Whether the run had done no more when it was counted. */
  readonly isUpToDate: boolean;
}

/**
 * What was counted last, every two seconds while it trains; behind the run where it has not caught up.
 * @param isTraining whether the processor is wanted for other things
 */
export function usePathCounts(
  run: Run | undefined,
  space: SearchSpace,
  superNet: SuperNet | undefined,
  isTraining: boolean,
): PathsCounted | undefined {
  const [counted, setCounted] = useState<{ readonly of: PathCounts; readonly at: PathsCounted }>();
  const latest = useRef({ step: 0, isTraining });
  latest.current = { step: run?.step ?? 0, isTraining };
  // Whatever else happens to the run, its paths stay those that were counted.
  const key = run
    ? JSON.stringify([space.id, run.config.seed, settingsOverSteps(run), run.recoveries.length])
    : "";
  const source = useRef(run);
  source.current = run;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when the run's paths are others
  const counts = useMemo(
    () => (source.current && superNet ? new PathCounts(space, superNet, source.current) : undefined),
    [key, superNet],
  );
  useEffect(() => {
    if (!counts) return;
    let timer: ReturnType<typeof setTimeout>;
    let [spent, shownAt, shownStep] = [0, Number.NEGATIVE_INFINITY, -1];
    const work = (): void => {
      const begin = performance.now();
      const isBehind = (): boolean => counts.step < latest.current.step;
      if (!document.hidden) while (isBehind() && performance.now() - begin < piece) counts.countStep();
      const now = performance.now();
      spent += now - begin;
      const isDue = latest.current.isTraining
        ? now - shownAt > pictureBeat
        : !isBehind() || now - shownAt > beat;
      if (counts.step !== shownStep && isDue) {
        [shownAt, shownStep] = [now, counts.step];
        const next = { of: counts, at: { ...counts.counted, isUpToDate: !isBehind() } };
        startTransition(() => setCounted(next));
      }
      const rest = spent < hurry || !latest.current.isTraining ? shortRest : longRest;
      timer = setTimeout(work, isBehind() && !document.hidden ? rest : beat);
    };
    timer = setTimeout(work, 0);
    return () => clearTimeout(timer);
  }, [counts]);
  return counted?.of === counts ? counted?.at : undefined;
}
