/** @file What searches came to: finds and their worth, over seeds, best so far, and how one of them went. */
import { useMemo, useRef, useState } from "react";
import { describeDifference } from "../../core/describeConfig.ts";
import { metricOf } from "../../core/metrics/index.ts";
import { defaultMetricOptions } from "../../core/metrics/metric.ts";
import { valuesFor } from "../../core/search/algorithm.ts";
import { type AnySearchAlgorithm, samplesSuperNet } from "../../core/search/index.ts";
import { reportOf, type SearchOutcome, unequalCompute } from "../../core/search/outcome.ts";
import type { SearchProgress } from "../../core/search/progress.ts";
import { searchRecord } from "../../core/search/record.ts";
import { tableJudge } from "../../core/search/tableJudge.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import { rowOf } from "../../core/tables.ts";
import { isMadeAlike } from "../../store/aloneProtocol.ts";
import { isSearchOver, type SearchState } from "../../store/searchState.ts";
import { trainedHere } from "../../store/trainedHere.ts";
import { tableOf } from "../../store/truth.ts";
import { download } from "../download.ts";
import { count, percent } from "../format.ts";
import { Icon } from "../icons.tsx";
import { useActions, useLab } from "../LabContext.tsx";
import { namesOf } from "../namesOf.ts";
import { runFileName } from "../runFileName.ts";
import { SearchCurves } from "./SearchCurves.tsx";
import { SearchDetail, searchKey } from "./SearchDetail.tsx";
import { SearchSummary } from "./SearchSummary.tsx";
import { SearchTable } from "./SearchTable.tsx";

interface SearchResultsProps {
  readonly search: SearchState;
  readonly algorithms: readonly AnySearchAlgorithm[];
}

export function SearchResults({ search, algorithms }: SearchResultsProps) {
  const truth = useLab((state) => state.truth);
  const alone = useLab((state) => state.standAlone);
  const actions = useActions();
  const { config, searches } = search;
  const space = spaceById(config.space) ?? spaces[0];
  const table = tableOf(config, truth);
  const trained = useMemo(() => trainedHere(alone, config.space, config.dataset), [alone, config]);
  const isAlike = isMadeAlike(table?.provenance?.recipe, config);
  const own = useMemo(
    () =>
      new Map(
        isAlike || !table
          ? trained.map(({ architecture, results }) => [architecture, meanTest(results)] as const)
          : [],
      ),
    [table, trained, isAlike],
  );
  const judge = useMemo(() => tableJudge(config, table, own), [config, table, own]);
  const report = useMemo(() => reportOf(searches, judge), [searches, judge]);
  const { references } = report;
  // What is still searched, or was stopped, has not found what it would find.
  const overSeeds = useMemo(
    () =>
      reportOf(
        searches.filter(({ isOver }) => isOver),
        judge,
      ).algorithms,
    [searches, judge],
  );
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
  const [wanted, setWanted] = useState("");
  const detail = useRef<HTMLDivElement>(null);
  /** In the scatter and the panel of architectures too, which may be far above. */
  const show = (found: SearchOutcome): void => {
    actions.select(found.architecture);
    setWanted(searchKey(found));
    detail.current?.focus({ preventScroll: true });
    detail.current?.scrollIntoView();
  };
  const save = (): void => {
    const budget = searches[0]?.budget ?? 0;
    const found = new Set(report.searches.map(({ architecture }) => architecture));
    const lacking = [...own.keys()].filter(
      (architecture) => found.has(architecture) && !(table && rowOf(architecture, space, table)),
    );
    const text = JSON.stringify(searchRecord({ ...search, budget }, judge, lacking));
    download(`${runFileName(search)}-search.json`, text, "application/json");
  };
  const ended = report.searches.filter(
    (one) => searches.find(({ algorithm, seed }) => algorithm === one.algorithm && seed === one.seed)?.isOver,
  );
  const unequal = unequalCompute(ended.map((one) => ({ ...one, algorithm: nameOf(one.algorithm) })));
  return (
    <>
      <p className="hidden-visually" role="status">
        {isSearchOver(search)
          ? "The search has ended."
          : `Searching: ${searches.filter(({ isOver }) => isOver).length} of ${searches.length} done.`}
      </p>
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
        onShow={show}
      />
      <SearchSummary algorithms={overSeeds} nameOf={nameOf} />
      <div className="button-row">
        <button type="button" className="button" disabled={report.searches.length === 0} onClick={save}>
          <Icon name="download" /> Save what they found
        </button>
        <span className="note">
          as <code>supernet-lab search --json</code> prints it; a search is gone when this page is left
        </span>
      </div>
      {unequal !== undefined && <p className="note">{unequal}</p>}
      <p className="note">
        {metricOf("surpass-random").title} is the probability that a find surpasses the best of{" "}
        {defaultMetricOptions.draws} architectures drawn at random and trained alone;{" "}
        {metricOf("regret").title.toLowerCase()} is what the best of the table has more. Images and seconds
        are counted as if each search were alone; the training of the super-net that several sample is in none
        of them. A table holds a small part of its space: a find that it does not list is trained alone here,
        by the recipe of the lab's tables, where you ask for it.
        {table && !isAlike && " This table was made by another recipe, so what is trained here has no rank."}
      </p>
      <SearchCurves searches={searches} judge={judge} references={references} nameOf={nameOf} />
      <div ref={detail} className="search-results" tabIndex={-1}>
        <SearchDetail
          {...{ searches, space, nameOf, wanted }}
          onWant={setWanted}
          dataset={config.dataset}
          truthOf={judge.truthOf}
        />
      </div>
    </>
  );
}

const meanTest = (results: readonly { readonly test: number }[]): number =>
  results.reduce((sum, { test }) => sum + test, 0) / results.length;
