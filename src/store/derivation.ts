/** @file What follows from what is known: phase, figures, comparison. Pure; what did not change is not computed again. */
import { datasetOf, datasets } from "../core/datasets.ts";
import { recipeOf } from "../core/heuristics/index.ts";
import type { LinkView } from "../core/linkView.ts";
import { defaultMetricOptions } from "../core/metrics/metric.ts";
import type { ReferenceFigures } from "../core/metrics/references.ts";
import { shownMetric } from "../core/metrics/shown.ts";
import { judgingRows } from "../core/pool.ts";
import { type Round, shownRound } from "../core/rounds.ts";
import type { RunConfig, RunId } from "../core/run.ts";
import type { Run } from "../core/runState.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { SearchSpace } from "../core/spaces/space.ts";
import type { TableRow } from "../core/tables.ts";
import { amountOf, type Measure, nearestRound } from "./comparison.ts";
import { type Figures, noFigures } from "./figures.ts";
import { type FiguresInput, figuresOf, type Known } from "./figuresOf.ts";
import type { LabSource, LabState, RunFigures } from "./labState.ts";
import { entryOf, isDone, phaseOf, type RunEntry } from "./runs.ts";
import { rowsFor, type Truth } from "./truth.ts";

export function createDerivation(): (source: LabSource) => LabState {
  let count = 0;
  const listed = (): number => count;
  const truthOf = remembered(listed, ({ pool, config }: Run, truth: Truth) => ({
    key: [pool, config.space, config.dataset, truth],
    compute: () => runTruth(pool, config, truth),
  }));
  const figuresRule = (
    run: Run,
    { id, view, truth, at, isOfRuns }: FiguresSource,
    other: RunEntry | undefined,
  ) => {
    const before = other?.run;
    const { known, groundTruths } = truthOf(id, run, truth);
    const scoring = scoringOf(run);
    const { rankBy, roundsAveraged } = scoring.rule;
    const beforeRule = before && scoringOf(before).rule;
    const measure = view.at === "images" ? "images" : "steps";
    return {
      key: [
        ...[
          run.pool,
          at?.own ?? shownRound(run),
          groundTruths,
          view.thr,
          view.metric,
          rankBy,
          roundsAveraged,
        ],
        ...[shownRound(run), isOfRuns],
        // A copy has the evaluation set of its origin, and often as many rounds.
        ...(before
          ? [
              ...[other?.id, before.pool, shownRound(before), before.generation, measure, at?.before],
              ...[beforeRule?.rankBy, beforeRule?.roundsAveraged],
            ]
          : []),
      ],
      compute: () =>
        figuresOf({
          ...{ run, known, groundTruths, threshold: view.thr, before, beforeRule, measure, at, ...scoring },
          ...(isOfRuns && { isOfRuns }),
          compute: shownMetric(view),
        }),
    };
  };
  const figures = remembered(listed, figuresRule);
  const figuresAlone = remembered(listed, figuresRule);
  const figuresBeside = remembered(listed, figuresRule);
  const baseline = remembered(listed, (run: Run, own: Figures) => ({
    key: [run, own],
    compute: () => ({ run, figures: own }),
  }));
  const references = remembered(
    listed,
    (rows: readonly TableRow[], view: LinkView, referencesOf: LabSource["referencesOf"]) => ({
      key: [rows, view.thr, view.metric, referencesOf],
      compute: () => referencesOf?.(rows, view) ?? noReferences,
    }),
  );

  return (source) => {
    const { view, truth, certainties, runs } = source;
    count = runs.length;
    const entry = entryOf(runs, source.active);
    const other = entryOf(runs, source.baselineId);
    const shown = entry ? figures(entry.id, entry.run, { id: entry.id, view, truth }, other) : noFigures;
    const level = view.at === "latest" ? undefined : levelRounds(runs, entry, other?.id, view.at);
    const rows = runs.map((run): RunFigures => {
      const isActive = run.id === entry?.id;
      const before = run.id === other?.id ? undefined : other;
      const isPaired = isActive && before !== undefined && shown.comparison?.with === "rules";
      if (isActive && !level && !isPaired) return { entry: run, figures: shown };
      const own = level?.get(run.id);
      const at = own === undefined ? undefined : { own, before: level?.get(other?.id ?? "") };
      return {
        entry: run,
        figures: figuresBeside(run.id, run.run, { id: run.id, view, truth, at, isOfRuns: true }, before),
      };
    });
    const isOfRules = shown.comparison?.with === "rules";
    const levelled = level && !isOfRules && rows.find((item) => item.entry === entry)?.figures;
    return {
      ...source,
      listed: rows,
      phase: phaseOf(entry),
      run: entry?.run,
      isRecorded: entry?.origin === "recorded",
      preparing: entry?.preparing ?? "",
      pace: entry?.pace,
      memory: entry?.memory,
      figures: shown,
      comparedFigures: levelled || shown,
      // The interval belongs to the value: the one before says nothing of the new one.
      certainty: certainties.get(shown),
      references: entry
        ? references(entry.id, truthOf(entry.id, entry.run, truth).rows, view, source.referencesOf)
        : noReferences,
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

interface FiguresSource extends Pick<LabSource, "view" | "truth">, Pick<FiguresInput, "at" | "isOfRuns"> {
  readonly id: RunId;
}

/**
 * Rounds at which the runs of the active one's space have had equally much: as much as the one that is least far, of those that are not
 * hidden and have not been let go of on their way; the run shown and the baseline count in any case. A run without a round has none.
 */
function levelRounds(
  runs: readonly RunEntry[],
  active: RunEntry | undefined,
  baselineId: RunId | undefined,
  measure: Measure,
): ReadonlyMap<RunId, number> {
  const alike = runs.filter(
    ({ run, isHidden }) => !isHidden && run.config.space === active?.run.config.space,
  );
  const decides = (entry: RunEntry): boolean =>
    entry.origin !== "ended" || isDone(entry) || [active?.id, baselineId].includes(entry.id);
  const reached = alike.filter(decides).flatMap(({ run }) => {
    const last = run.rounds.findLast((round) => round.state === "complete" && isByPresentRules(run)(round));
    return last ? [amountOf(run, measure)(last.step)] : [];
  });
  const least = Math.min(...reached);
  return new Map(
    alike.flatMap(({ id, run }) => {
      const number = nearestRound(run, measure, least, isByPresentRules(run));
      return number === undefined ? [] : [[id, number] as const];
    }),
  );
}

/** Rounds by earlier rules of scoring are of another configuration. */
const isByPresentRules =
  (run: Run) =>
  ({ generation }: Round): boolean =>
    generation === run.generation;

const noReferences: ReferenceFigures = {};

/** Of runs that are gone, so many are remembered. */
const spareRemembered = 64;

/**
 * Remembers, per run, what was computed last and from what. `key`: while all of it is the same, the result is.
 * @param listed how many runs there are: all of those are remembered, or each derivation would forget what the next one asks for first
 */
function remembered<Args extends readonly unknown[], Value>(
  listed: () => number,
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
    if (known.size > spareRemembered + listed() && oldest !== undefined) known.delete(oldest);
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

function runTruth(pool: readonly string[], config: RunConfig, truth: Truth): RunTruth {
  const rows = rowsFor(pool, config, truth);
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
