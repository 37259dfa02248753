/** @file How sure the figures of the runs are: computed in slices after they changed, the active run first, given up when it changes again. */
import { shownMetric } from "../core/metrics/references.ts";
import type { LinkView } from "../core/shareLink.ts";
import { type CertaintyFigures, type Figures, isRanked } from "./figures.ts";
import { differenceInterval, valueInterval } from "./interval.ts";
import type { LabState, RunFigures } from "./labState.ts";
import type { LabStore } from "./labStore.ts";
import { mark } from "./marks.ts";

/** From now on the store's figures get their intervals. */
export function watchCertainty(store: LabStore): void {
  let running: AbortController | undefined;
  let seen: Figures | undefined;
  const work = async (signal: AbortSignal): Promise<void> => {
    for (let next = nextUnsure(store.getState()); next; next = nextUnsure(store.getState())) {
      const { entry, figures } = next;
      const certainty = await certaintyOf(figures, store.getState().view, signal);
      if (signal.aborted) return;
      const certainties = new Map(store.getState().certainties).set(entry.id, { figures, certainty });
      store.update({ certainties });
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

/** A run whose figures have no interval yet; the active one goes first. */
function nextUnsure({ listed, active, certainties }: LabState): RunFigures | undefined {
  const isUnsure = ({ entry, figures }: RunFigures): boolean =>
    figures.now !== undefined && certainties.get(entry.id)?.figures !== figures;
  return listed.find((item) => item.entry.id === active && isUnsure(item)) ?? listed.find(isUnsure);
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
