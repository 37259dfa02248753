/** @file What searches came to: finds and their worth, over seeds, best so far, and how one of them went. */
import { useMemo } from "react";
import { describeDifference } from "../../core/describeConfig.ts";
import { valuesFor } from "../../core/search/algorithm.ts";
import { type AnySearchAlgorithm, samplesSuperNet } from "../../core/search/index.ts";
import { reportOf, unequalCompute } from "../../core/search/outcome.ts";
import type { SearchProgress } from "../../core/search/progress.ts";
import { tableJudge } from "../../core/search/tableJudge.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import type { SearchState } from "../../store/searchState.ts";
import { isMadeAlike } from "../../store/standAloneResults.ts";
import { trainedHere } from "../../store/trainedHere.ts";
import { tableOf } from "../../store/truth.ts";
import { count, percent } from "../format.ts";
import { useLab } from "../LabContext.tsx";
import { namesOf } from "../namesOf.ts";
import { SearchCurves } from "./SearchCurves.tsx";
import { SearchDetail } from "./SearchDetail.tsx";
import { SearchSummary } from "./SearchSummary.tsx";
import { SearchTable } from "./SearchTable.tsx";

interface SearchResultsProps {
  readonly search: SearchState;
  readonly algorithms: readonly AnySearchAlgorithm[];
}

export function SearchResults({ search, algorithms }: SearchResultsProps) {
  const truth = useLab((state) => state.truth);
  const alone = useLab((state) => state.standAlone);
  const { config, searches } = search;
  const space = spaceById(config.space) ?? spaces[0];
  const table = tableOf(config, truth);
  const trained = useMemo(() => trainedHere(alone, config.space, config.dataset), [alone, config]);
  const isAlike = isMadeAlike(table?.provenance?.recipe, config);
  const judge = useMemo(() => {
    const own = trained.map(({ architecture, results }) => [architecture, meanTest(results)] as const);
    return tableJudge(config, table, new Map(isAlike || !table ? own : []));
  }, [config, table, trained, isAlike]);
  const report = useMemo(() => reportOf(searches, judge), [searches, judge]);
  const { references } = report;
  const listed = useLab((state) => state.listed);
  const name = useMemo(
    () => namesOf(listed)[listed.findIndex(({ entry }) => entry.id === search.of)],
    [listed, search.of],
  );
  const names = useMemo(() => new Map(algorithms.map(({ id, title }) => [id, title])), [algorithms]);
  const nameOf = (id: string): string => names.get(id) ?? id;
  const stepsOf = ({ algorithm, settings = {} }: SearchProgress): number => {
    const entry = algorithms.find(({ id }) => id === algorithm);
    return entry ? Number(valuesFor(entry, settings).steps) : 0;
  };
  const changing = algorithms.filter((one) => !samplesSuperNet(one)).map(({ id }) => id);
  const ended = report.searches.filter(
    (one) => searches.find(({ algorithm, seed }) => algorithm === one.algorithm && seed === one.seed)?.isOver,
  );
  const unequal = unequalCompute(ended.map((one) => ({ ...one, algorithm: nameOf(one.algorithm) })));
  return (
    <>
      <p className="card-note">
        {searches.every(({ algorithm }) => changing.includes(algorithm))
          ? "On weights of their own, under the settings of"
          : `On the weights of step ${count(search.step)} ${search.file === undefined ? "of" : "in"}`}{" "}
        {search.file ?? name ?? describeDifference(config)}
        {search.isStopped && ", stopped"}
        {search.isPaused && !search.isStopped && ", paused"}.
        {references &&
          ` Of the table's ${count(judge.rows.length)} architectures: the best ${percent(references.best, 2)}, one at random ${percent(references.mean, 2)}, the best of ${references.draws} at random ${percent(references.bestOfDraws, 2)}${references.largest === undefined ? "" : `, the largest ${percent(references.largest, 2)}`}.`}
        {!table && " No table of this space and these images is open, so finds are not ranked."}
      </p>
      {search.failure && (
        <p className="card-note" role="alert">
          {search.failure.message} {search.failure.advice}
        </p>
      )}
      <SearchTable
        {...{ searches, nameOf, changing, stepsOf, table, trained }}
        outcomes={report.searches}
        config={config}
        space={space}
      />
      <SearchSummary algorithms={report.algorithms} nameOf={nameOf} />
      {unequal !== undefined && <p className="note">{unequal}</p>}
      <p className="note">
        Images and seconds are counted as if each search were alone; the training of the super-net that
        several sample is in none of them. A table holds a small part of its space: a find that it does not
        list is trained alone here, by the recipe of the lab's tables, where you ask for it.
        {table && !isAlike && " This table was made by another recipe, so what is trained here has no rank."}
      </p>
      <SearchCurves searches={searches} judge={judge} references={references} nameOf={nameOf} />
      <SearchDetail {...{ searches, space, nameOf }} dataset={config.dataset} truthOf={judge.truthOf} />
    </>
  );
}

const meanTest = (results: readonly { readonly test: number }[]): number =>
  results.reduce((sum, { test }) => sum + test, 0) / results.length;
