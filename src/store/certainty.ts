/** @file How sure the figures of the runs are: computed in slices after they changed, the active run first, given up when it changes again. */

import type { LinkView } from "../core/linkView.ts";
import { shownMetric } from "../core/metrics/shown.ts";
import { type CertaintyFigures, type Figures, isRanked } from "./figures.ts";
import { differenceInterval, valueInterval } from "./interval.ts";
import type { LabState } from "./labState.ts";
import type { LabStore } from "./labStore.ts";
import { mark } from "./marks.ts";

/** From now on the store's figures get their intervals. */
export function watchCertainty(store: LabStore): void {
  let running: AbortController | undefined;
  let seen: Figures | undefined;
  const work = async (signal: AbortSignal): Promise<void> => {
    for (let next = nextUnsure(store.getState()); next; next = nextUnsure(store.getState())) {
      const certainty = await certaintyOf(next, store.getState().view, signal);
      if (signal.aborted) return;
      const shown = figuresIn(store.getState());
      const known = [...store.getState().certainties].filter(([figures]) => shown.includes(figures));
      store.update({ certainties: new Map([...known, [next, certainty]]) });
    }
    running = undefined;
  };
  store.subscribe((state) => {
    const { figures } = state;
    if (figures !== seen) {
      seen = figures;
      if (figures.now?.skdt !== undefined) mark("lab:first-correlation");
      running?.abort();
      running = undefined;
    }
    if (running || !nextUnsure(state)) return;
    running = new AbortController();
    void work(running.signal);
  });
}

/** Those of the active run first. */
const figuresIn = ({ figures, listed }: LabState): readonly Figures[] => [
  figures,
  ...listed.map((item) => item.figures),
];

/** Figures that have no interval yet. */
function nextUnsure(state: LabState): Figures | undefined {
  return figuresIn(state).find((figures) => figures.now !== undefined && !state.certainties.has(figures));
}

async function certaintyOf(
  { round, architectures, comparison, againstParameters }: Figures,
  view: LinkView,
  signal: AbortSignal,
): Promise<CertaintyFigures> {
  const isStale = (): boolean => signal.aborted;
  const ranked = architectures.filter(isRanked);
  const input = {
    predictions: ranked.map((item) => item.prediction),
    groundTruths: ranked.map((item) => item.standAlone),
  };
  const interval = await valueInterval(input, view.thr, isStale);
  const difference = comparison && (await differenceInterval(comparison.pairs, view.thr, isStale));
  const parameters =
    againstParameters &&
    (await differenceInterval(againstParameters.pairs, view.thr, isStale, shownMetric(view)));
  return { round: round?.number ?? -1, interval, difference, parameters };
}
