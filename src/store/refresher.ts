/** @file Keeps the figures in step with run, table and threshold; each is computed from what changed only. */
import type { StoreApi } from "zustand/vanilla";
import { datasetOf, datasets } from "../core/datasets.ts";
import { recipeOf } from "../core/heuristics/index.ts";
import { defaultMetricOptions } from "../core/metrics/metric.ts";
import { referencesOf, shownMetric } from "../core/metrics/references.ts";
import { judgingRows } from "../core/pool.ts";
import { shownRound } from "../core/rounds.ts";
import type { Run } from "../core/runState.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { SearchSpace } from "../core/spaces/space.ts";
import type { TableRow } from "../core/tables.ts";
import { type Figures, isJudged, noFigures } from "./figures.ts";
import { type FiguresInput, figuresOf, type Known } from "./figuresOf.ts";
import { differenceInterval, valueInterval } from "./interval.ts";
import type { LabState } from "./labState.ts";
import { mark } from "./marks.ts";
import { rowsFor } from "./truth.ts";

export interface Refresher {
  /** After new events. */
  refresh(): void;
  /** After a new pool, another table, threshold or metric. */
  renew(): void;
}

export function createRefresher(store: StoreApi<LabState>): Refresher {
  let rows: readonly (TableRow | undefined)[] = [];
  let known: readonly Known[] = [];
  let truths: readonly (number | undefined)[] = [];
  let best: number | undefined;
  let seen: Readonly<Record<string, unknown>> | undefined;
  let certaintyNumber = 0;
  let referencesTimer: ReturnType<typeof setTimeout> | undefined;

  const refresh = (): void => {
    const { run, view, ghost } = store.getState();
    if (!run) return;
    const threshold = view.thr;
    const shown = shownRound(run);
    const scoring = scoringOf(run);
    const { rankBy, roundsAveraged } = scoring.rule;
    const next = { shown, truths, threshold, rankBy, roundsAveraged, before: ghost?.run };
    if (seen && Object.entries(next).every(([key, value]) => seen?.[key] === value)) return;
    seen = next;
    const figures = figuresOf({
      run,
      known,
      truths,
      threshold,
      compute: shownMetric(view),
      best,
      before: ghost?.run,
      ...scoring,
    });
    if (figures.now?.sKdT !== undefined) mark("lab:first-correlation");
    // The interval belongs to the value: the one before says nothing of the new one.
    store.setState({ figures, certainty: undefined });
    void renewCertainty(figures, threshold);
  };

  const renewCertainty = async (figures: Figures, threshold: number): Promise<void> => {
    const number = ++certaintyNumber;
    const { round, now, comparison, againstParameters } = figures;
    if (!round || !now) return;
    const isStale = (): boolean => number !== certaintyNumber;
    const judged = figures.architectures.filter(isJudged);
    const input = {
      predictions: judged.map((item) => item.prediction),
      truths: judged.map((item) => item.standAlone),
    };
    const interval = await valueInterval(input, threshold, isStale);
    const difference = comparison && (await differenceInterval(comparison.pairs, threshold, isStale));
    const compute = shownMetric(store.getState().view);
    const parameters =
      againstParameters && (await differenceInterval(againstParameters.pairs, threshold, isStale, compute));
    if (!isStale()) store.setState({ certainty: { round: round.number, interval, difference, parameters } });
  };

  const renew = (): void => {
    const { run, truth } = store.getState();
    const pool = run?.pool ?? [];
    const next = run ? rowsFor(pool, spaceOf(run), truth) : [];
    if (next.length !== rows.length || next.some((row, index) => row !== rows[index])) {
      rows = next;
      known = rows.map((row) => (row ? knownOf(row) : {}));
      truths = judgingRows(rows).map((row) => row?.accuracy);
    }
    best = truth.status === "ready" ? truth.table.best : undefined;
    if (!run) store.setState({ figures: noFigures });
    clearTimeout(referencesTimer);
    // In a task of its own: nothing waits for these lines.
    referencesTimer = setTimeout(() => {
      const present = judgingRows(rows).flatMap((row) => row ?? []);
      store.setState({ references: referencesOf(present, store.getState().view) });
    });
    seen = undefined;
    refresh();
  };

  return { refresh, renew };
}

function knownOf(row: TableRow): Known {
  const { parameters, flops } = row;
  return {
    standAlone: row.accuracy,
    ...(parameters !== undefined && { parameters }),
    ...(flops !== undefined && { flops }),
  };
}

function spaceOf(run: Run): SearchSpace {
  return spaceById(run.config.space) ?? spaces[0];
}

function scoringOf(run: Run): Pick<FiguresInput, "chance" | "images" | "rule"> {
  const space = spaceOf(run);
  const dataset = datasetOf(run.config.dataset) ?? datasets[0];
  const { images, rankBy, roundsAveraged } = recipeOf(space, run.config.settings).evaluation;
  return {
    chance: 1 / dataset.classes.length,
    images: Math.min(images, dataset.counts.validation) || defaultMetricOptions.images,
    rule: { rankBy, roundsAveraged },
  };
}
