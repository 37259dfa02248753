/** @file Keeps the figures in step with run, table and threshold; each is computed from what changed only. */
import type { StoreApi } from "zustand/vanilla";
import { datasetOf, datasets } from "../core/datasets.ts";
import { recipeOf } from "../core/heuristics/index.ts";
import { defaultMetricOptions } from "../core/metrics/metric.ts";
import type { Run } from "../core/runState.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { SearchSpace } from "../core/spaces/space.ts";
import type { TableRow } from "../core/tables.ts";
import { noFigures } from "./figures.ts";
import { figuresOf, type Known } from "./figuresOf.ts";
import { slicedInterval } from "./interval.ts";
import type { LabState } from "./labState.ts";
import { mark } from "./marks.ts";
import { referencesOf } from "./references.ts";
import { rowsFor } from "./truth.ts";

export interface Refresher {
  /** After new events. */
  refresh(): void;
  /** After a new pool, another table, threshold or metric. */
  renew(): void;
}

const intervalMilliseconds = 2000;

export function createRefresher(store: StoreApi<LabState>): Refresher {
  let rows: readonly (TableRow | undefined)[] = [];
  let known: readonly Known[] = [];
  let truths: readonly (number | undefined)[] = [];
  let best: number | undefined;
  let seen: { latest: unknown; truths: unknown; threshold: number } | undefined;
  let intervalAt = Number.NEGATIVE_INFINITY;
  let intervalNumber = 0;
  let referencesTimer: ReturnType<typeof setTimeout> | undefined;

  const refresh = (): void => {
    const { run, view } = store.getState();
    if (!run) return;
    const threshold = view.thr;
    if (seen?.latest === run.latest && seen.truths === truths && seen.threshold === threshold) return;
    seen = { latest: run.latest, truths, threshold };
    const figures = figuresOf({ run, known, truths, threshold, best, ...scoringOf(run) });
    if (figures.now?.sKdT !== undefined) mark("lab:first-correlation");
    store.setState({ figures });
    void renewInterval();
  };

  const renewInterval = async (): Promise<void> => {
    const at = performance.now();
    const { run, figures, view } = store.getState();
    if (!run || !figures.now || at - intervalAt < intervalMilliseconds) return;
    intervalAt = at;
    const number = ++intervalNumber;
    const judged = figures.architectures.filter(
      (item) => item.superNet !== undefined && item.standAlone !== undefined,
    );
    const input = {
      predictions: judged.map((item) => item.superNet as number),
      truths: judged.map((item) => item.standAlone as number),
    };
    const interval = await slicedInterval(input, view.thr, () => number !== intervalNumber);
    if (number === intervalNumber) store.setState({ interval: { step: run.step, interval } });
  };

  const renew = (): void => {
    const { run, truth } = store.getState();
    const pool = run?.pool ?? [];
    const next = run ? rowsFor(pool, spaceOf(run), truth) : [];
    if (next.length !== rows.length || next.some((row, index) => row !== rows[index])) {
      rows = next;
      known = rows.map((row) => (row ? knownOf(row) : {}));
      truths = known.map((item) => item.standAlone);
    }
    best = truth.status === "ready" ? truth.table.best : undefined;
    if (!run) store.setState({ figures: noFigures });
    clearTimeout(referencesTimer);
    // In a task of its own: nothing waits for these lines.
    referencesTimer = setTimeout(() => {
      const present = rows.filter((row) => row !== undefined);
      store.setState({ references: referencesOf(present, store.getState().view) });
    });
    seen = undefined;
    intervalAt = Number.NEGATIVE_INFINITY;
    intervalNumber++;
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

function scoringOf(run: Run): { readonly chance: number; readonly images: number } {
  const space = spaceOf(run);
  const dataset = datasetOf(run.config.dataset) ?? datasets[0];
  const { images } = recipeOf(space, run.config.settings).evaluation;
  return {
    chance: 1 / dataset.classes.length,
    images: Math.min(images, dataset.counts.validation) || defaultMetricOptions.images,
  };
}
