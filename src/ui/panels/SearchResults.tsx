/** @file How far searches are, what each found, and what that is worth by the table. */

import { useMemo } from "react";
import { metricOf } from "../../core/metrics/index.ts";
import { judgingRows } from "../../core/pool.ts";
import { collapseOf } from "../../core/search/collapse.ts";
import { samplesSuperNet, searchAlgorithms } from "../../core/search/index.ts";
import { judgeFound, searchReferences } from "../../core/search/judge.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import { rowOf } from "../../core/tables.ts";
import type { SearchProgress, SearchState } from "../../store/searchState.ts";
import { resolved, tableOf } from "../../store/truth.ts";
import { MixturePaths } from "../charts/MixturePaths.tsx";
import { count, percent, points } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";

export function SearchResults({ search }: { readonly search: SearchState }) {
  const entry = useLab((state) => state.runs.find(({ id }) => id === search.of));
  const truth = useLab((state) => state.truth);
  const actions = useActions();
  const config = entry?.run.config;
  const space = spaceById(config?.space ?? "") ?? spaces[0];
  const table = config && tableOf(config, truth);
  const rows = useMemo(() => {
    if (!config || !table) return [];
    const { scored } = resolved(config, truth);
    return judgingRows(scored.map((text) => rowOf(text, space, table))).filter((row) => row !== undefined);
  }, [config, table, truth, space]);
  const budget = search.searches[0]?.budget ?? 1;
  const references = useMemo(() => searchReferences(rows, budget), [rows, budget]);
  return (
    <>
      <p className="card-note">
        On the weights of step {count(search.step)}.
        {references &&
          ` Of the table's ${count(rows.length)} architectures: the best ${percent(references.best, 2)}, one at random ${percent(references.mean, 2)}, the best of ${references.draws} at random ${percent(references.bestOfDraws, 2)}${references.largest === undefined ? "" : `, the largest ${percent(references.largest, 2)}`}.`}
      </p>
      {search.failure && (
        <p className="card-note" role="alert">
          {search.failure.message} {search.failure.advice}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-scroll" aria-label="Searches" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">algorithm</th>
              <th scope="col">evaluated</th>
              <th scope="col">found, by super-net</th>
              <th scope="col">stand-alone</th>
              <th scope="col">rank</th>
              <th scope="col">{metricOf("surpass-random").title}</th>
              <th scope="col">{metricOf("regret").title}</th>
            </tr>
          </thead>
          <tbody>
            {search.searches.map((progress) => (
              <Row
                key={`${progress.algorithm} ${progress.seed}`}
                progress={progress}
                judge={(text) => {
                  const accuracy = table && rowOf(text, space, table)?.accuracy;
                  return accuracy === undefined ? undefined : { accuracy, ...judgeFound(accuracy, rows) };
                }}
                onSelect={actions.select}
              />
            ))}
          </tbody>
        </table>
      </section>
      {search.searches.map((progress) => (
        <MixturePaths key={`${progress.algorithm} ${progress.seed}`} progress={progress} space={space} />
      ))}
      <p className="note">
        A table holds a small part of its space: a find that it does not list has no stand-alone accuracy
        here. The terminal's “search --train-found” trains it alone.
      </p>
    </>
  );
}

interface RowProps {
  readonly progress: SearchProgress;
  readonly judge: (
    architecture: string,
  ) => (Partial<ReturnType<typeof judgeFound>> & { accuracy?: number }) | undefined;
  readonly onSelect: (architecture: string) => void;
}

function Row({ progress, judge, onSelect }: RowProps) {
  const { algorithm, seed, budget, evaluations, best, isOver, path } = progress;
  const known = searchAlgorithms.find(({ id }) => id === algorithm);
  const isTraining = known !== undefined && !samplesSuperNet(known);
  const title = known?.title ?? algorithm;
  const collapsedAt = collapseOf(path);
  const found = best.at(-1);
  const worth = found && judge(found.architecture);
  return (
    <tr>
      <th scope="row">
        {title}
        <span className="note run-state">seed {seed}</span>
        {collapsedAt !== undefined && (
          <span className="note run-state" title="More than half of its operations are skip connections">
            collapsed to skip connections at step {count(collapsedAt)}
          </span>
        )}
      </th>
      <td className="number">
        {isTraining ? (path.length > 0 ? `${count(path.at(-1)!.step)} steps` : "waits") : count(evaluations)}
        <span className="note">{isOver ? " done" : isTraining ? "" : ` of ${count(budget)}`}</span>
      </td>
      <td className="number">
        {found ? (
          <button
            type="button"
            className="link-button"
            title={found.architecture}
            onClick={() => onSelect(found.architecture)}
          >
            {percent(found.accuracy)}
          </button>
        ) : (
          "–"
        )}
      </td>
      <td className="number">{worth ? percent(worth.accuracy, 2) : found ? "not in the table" : "–"}</td>
      <td className="number">{worth?.rank === undefined ? "–" : `${worth.rank} of ${worth.rows}`}</td>
      <td className="number">{worth?.surpassRandom === undefined ? "–" : worth.surpassRandom.toFixed(2)}</td>
      <td className="number">{worth?.regret === undefined ? "–" : points(worth.regret)}</td>
    </tr>
  );
}
