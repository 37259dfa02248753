/** @file What the verdict says of the round that is shown, in words, wherever on the page it is said. */
import { metricOf } from "../core/metrics/index.ts";
import { isOwnImages } from "../core/ownImagesId.ts";
import type { LabState } from "../store/labState.ts";
import { differenceSentence } from "./difference.ts";
import { useLab } from "./LabContext.tsx";
import { comparedSteps } from "./runSteps.ts";
import { earlyShare, shortVerdict, verdict } from "./verdict.ts";

/** Of the correlation shown where it is not the one that stands in the headline. */
export const titleInstead = (metric: LabState["view"]["metric"]): string | undefined =>
  metric === "skdt" ? undefined : metricOf(metric).title;

/** What is known of how sure the round shown is; nothing while that is still of another round. */
export function useCertainty<T>(pick: (certainty: NonNullable<LabState["certainty"]>) => T): T | undefined {
  return useLab(({ certainty, figures }) =>
    certainty && certainty.round === figures.round?.number ? pick(certainty) : undefined,
  );
}

/** The difference to the other side that it is compared with; absent where there is none. */
export function useDifferenceWords(): string | undefined {
  const comparison = useLab((state) => state.comparedFigures.comparison);
  const interval = useLab(({ certainties, comparedFigures }) => certainties.get(comparedFigures)?.difference);
  const ownStep = useLab((state) => state.comparedFigures.round?.step ?? 0);
  const at = useLab((state) => state.view.at);
  if (!comparison) return undefined;
  const { before, now, step, images } = comparison;
  const steps = { before: step, now: ownStep };
  const alike = images ? comparedSteps(at, steps, images) : steps;
  return differenceSentence({
    of: comparison.with,
    before,
    now,
    interval,
    steps: alike,
    count: comparison.count,
    ...(images && { images }),
  });
}

/** The state of the ranking in plain words. @param inShort see `shortVerdict` */
export function useVerdictWords(inShort = false): string {
  const phase = useLab((state) => state.phase);
  const table = useLab((state) => state.truth.status);
  const ownImages = useLab((state) => isOwnImages(state.config.dataset));
  const scored = useLab((state) => state.figures.scored);
  const pool = useLab((state) => state.run?.pool.length ?? 0);
  const early = useLab(({ run, figures }) => {
    const step = figures.round?.step ?? 0;
    return run !== undefined && run.status !== "finished" && step < earlyShare * run.totalSteps;
  });
  const now = useLab((state) => state.figures.now);
  const parameters = useLab((state) => state.figures.againstParameters?.before);
  const difference = useCertainty(({ parameters }) => parameters);
  const interval = useCertainty(({ interval }) => interval);
  const { oracle, seedAgainstSeed } = useLab((state) => state.references);
  const metric = useLab((state) => state.view.metric);
  const say = inShort ? shortVerdict : verdict;
  return say({
    phase,
    table,
    ownImages,
    scored,
    pool,
    early,
    tau: now ? now.tau : null,
    skdt: now ? now[metric] : null,
    shownInstead: titleInstead(metric),
    parameters,
    difference,
    interval: metric === "skdt" ? interval : undefined,
    oracle,
    seedAgainstSeed,
  });
}
