/** @file What follows from what is known: phase, figures, comparison. Pure; what did not change is not computed again. */
import { datasetOf, datasets } from "../core/datasets.ts";
import { recipeOf } from "../core/heuristics/index.ts";
import { defaultMetricOptions } from "../core/metrics/metric.ts";
import { type ReferenceFigures, referencesOf, shownMetric } from "../core/metrics/references.ts";
import { judgingRows } from "../core/pool.ts";
import { shownRound } from "../core/rounds.ts";
import type { RunId } from "../core/run.ts";
import type { Run } from "../core/runState.ts";
import type { LinkView } from "../core/shareLink.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { SearchSpace } from "../core/spaces/space.ts";
import type { TableRow } from "../core/tables.ts";
import { type Figures, noFigures } from "./figures.ts";
import { type FiguresInput, figuresOf, type Known } from "./figuresOf.ts";
import type { LabSource, LabState, RunFigures } from "./labState.ts";
import { entryOf, phaseOf } from "./runs.ts";
import { rowsFor, type Truth } from "./truth.ts";

export function createDerivation(): (source: LabSource) => LabState {
  const truthOf = remembered(({ pool, config }: Run, truth: Truth) => ({
    key: [pool, config.space, truth],
    compute: () => runTruth(pool, spaceOf(config.space), truth),
  }));
  const figuresRule = (run: Run, { id, view, truth }: FiguresSource, before: Run | undefined) => {
    const { known, groundTruths } = truthOf(id, run, truth);
    const scoring = scoringOf(run);
    const { rankBy, roundsAveraged } = scoring.rule;
    return {
      key: [
        ...[run.pool, shownRound(run), groundTruths, view.thr, view.metric, rankBy, roundsAveraged],
        ...(before ? [before.pool, shownRound(before), before.generation] : []),
      ],
      compute: () =>
        figuresOf({
          ...{ run, known, groundTruths, threshold: view.thr, before, ...scoring },
          best: truth.status === "ready" ? truth.table.best : undefined,
          compute: shownMetric(view),
        }),
    };
  };
  const figures = remembered(figuresRule);
  const figuresAlone = remembered(figuresRule);
  const figuresBeside = remembered(figuresRule);
  const baseline = remembered((run: Run, own: Figures) => ({
    key: [run, own],
    compute: () => ({ run, figures: own }),
  }));
  const references = remembered((rows: readonly TableRow[], view: LinkView) => ({
    key: [rows, view.thr, view.metric],
    compute: () => referencesOf(rows, view),
  }));

  return (source) => {
    const { view, truth, certainties } = source;
    const entry = entryOf(source.runs, source.active);
    const other = entryOf(source.runs, source.baselineId);
    const known = certainties.get(source.active ?? "");
    const shown = entry ? figures(entry.id, entry.run, { id: entry.id, view, truth }, other?.run) : noFigures;
    const listed = source.runs.map((run): RunFigures => {
      if (run.id === entry?.id) return { entry: run, figures: shown };
      const from = { id: run.id, view, truth };
      const before = run.id === other?.id ? undefined : other?.run;
      return { entry: run, figures: figuresBeside(run.id, run.run, from, before) };
    });
    return {
      ...source,
      listed,
      phase: phaseOf(entry),
      run: entry?.run,
      isRecorded: entry?.origin === "recorded",
      preparing: entry?.preparing ?? "",
      pace: entry?.pace,
      memory: entry?.memory,
      figures: shown,
      // The interval belongs to the value: the one before says nothing of the new one.
      certainty: known?.figures === shown ? known.certainty : undefined,
      references: entry ? references(entry.id, truthOf(entry.id, entry.run, truth).rows, view) : noReferences,
      baseline:
        other &&
        baseline(
          other.id,
          other.run,
          figuresAlone(other.id, other.run, { id: other.id, view, truth }, undefined),
        ),
    };
  };
}

interface FiguresSource extends Pick<LabSource, "view" | "truth"> {
  readonly id: RunId;
}

const noReferences: ReferenceFigures = {};

/** So many runs are remembered; the page shows fewer at a time. */
const maxRemembered = 64;

/** Remembers, per run, what was computed last and from what. `key`: while all of it is the same, the result is. */
function remembered<Args extends readonly unknown[], Value>(
  rule: (...args: Args) => { readonly key: readonly unknown[]; readonly compute: () => Value },
): (id: RunId, ...args: Args) => Value {
  const known = new Map<RunId, { readonly key: readonly unknown[]; readonly value: Value }>();
  return (id, ...args) => {
    const { key, compute } = rule(...args);
    const last = known.get(id);
    if (last && last.key.length === key.length && last.key.every((item, index) => item === key[index]))
      return last.value;
    const value = compute();
    known.delete(id);
    known.set(id, { key, value });
    const [oldest] = known.keys();
    if (known.size > maxRemembered && oldest !== undefined) known.delete(oldest);
    return value;
  };
}

/** The ground truth of a run's evaluation set. */
interface RunTruth {
  /** Of the architectures that judge. */
  readonly rows: readonly TableRow[];
  /** Per architecture of the set. */
  readonly known: readonly Known[];
  /** Stand-alone accuracy per architecture of the set; `undefined` on those that do not judge. */
  readonly groundTruths: readonly (number | undefined)[];
}

function runTruth(pool: readonly string[], space: SearchSpace, truth: Truth): RunTruth {
  const rows = rowsFor(pool, space, truth);
  const judging = judgingRows(rows);
  return {
    rows: judging.filter((row) => row !== undefined),
    known: rows.map((row) => (row ? knownOf(row) : {})),
    groundTruths: judging.map((row) => row?.accuracy),
  };
}

function knownOf({ accuracy, parameters, flops }: TableRow): Known {
  return {
    standAlone: accuracy,
    ...(parameters !== undefined && { parameters }),
    ...(flops !== undefined && { flops }),
  };
}

function spaceOf(id: string): SearchSpace {
  return spaceById(id) ?? spaces[0];
}

function scoringOf({ config }: Run): Pick<FiguresInput, "chance" | "images" | "rule"> {
  const dataset = datasetOf(config.dataset) ?? datasets[0];
  const { images, rankBy, roundsAveraged } = recipeOf(spaceOf(config.space), config.settings).evaluation;
  return {
    chance: 1 / dataset.classes.length,
    images: Math.min(images, dataset.counts.validation) || defaultMetricOptions.images,
    rule: { rankBy, roundsAveraged },
  };
}
