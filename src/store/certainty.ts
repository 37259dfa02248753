/** @file How sure the figures shown are: computed in slices after they changed, given up when they change again. */
import { shownMetric } from "../core/metrics/references.ts";
import { type Figures, isJudged } from "./figures.ts";
import { differenceInterval, valueInterval } from "./interval.ts";
import type { LabStore } from "./labStore.ts";
import { mark } from "./marks.ts";

/** From now on the store's figures get their intervals. */
export function watchCertainty(store: LabStore): void {
  let running = new AbortController();
  let seen: Figures | undefined;
  store.subscribe(({ figures }) => {
    if (figures === seen) return;
    seen = figures;
    if (figures.now?.skdt !== undefined) mark("lab:first-correlation");
    running.abort();
    running = new AbortController();
    void compute(store, figures, running.signal);
  });
}

async function compute(store: LabStore, figures: Figures, signal: AbortSignal): Promise<void> {
  const { round, now, comparison, againstParameters } = figures;
  if (!round || !now) return;
  const { view } = store.getState();
  const isStale = (): boolean => signal.aborted;
  const judged = figures.architectures.filter(isJudged);
  const input = {
    predictions: judged.map((item) => item.prediction),
    truths: judged.map((item) => item.standAlone),
  };
  const interval = await valueInterval(input, view.thr, isStale);
  const difference = comparison && (await differenceInterval(comparison.pairs, view.thr, isStale));
  const parameters =
    againstParameters &&
    (await differenceInterval(againstParameters.pairs, view.thr, isStale, shownMetric(view)));
  if (signal.aborted) return;
  store.update({
    certaintyOf: { figures, certainty: { round: round.number, interval, difference, parameters } },
  });
}
