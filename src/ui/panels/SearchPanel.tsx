/** @file Search on the super-net: which algorithms, how far they are, what each found and what it is worth by the table. */
import { useMemo, useState } from "react";
import { judgingRows } from "../../core/pool.ts";
import { collapseOf } from "../../core/search/collapse.ts";
import { notRelaxed } from "../../core/search/differentiable.ts";
import {
  differentiableAlgorithms,
  type SearchAlgorithmId,
  searchAlgorithms,
} from "../../core/search/index.ts";
import { judgeFound, searchReferences } from "../../core/search/judge.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import { rowOf } from "../../core/tables.ts";
import { isSearchOver, type SearchProgress, type SearchState } from "../../store/searchState.ts";
import { resolved, tableOf } from "../../store/truth.ts";
import { MixturePaths } from "../charts/MixturePaths.tsx";
import { Popover } from "../controls/Popover.tsx";
import { Segmented } from "../controls/Segmented.tsx";
import { count, percent, points } from "../format.ts";
import { Icon } from "../icons.tsx";
import { useActions, useLab } from "../LabContext.tsx";

const algorithms = [...searchAlgorithms, ...differentiableAlgorithms];

const budgets = ["20", "50", "100", "200"].map((value) => ({ value, title: value }));
const seedCounts = ["1", "3", "5"].map((value) => ({ value, title: value }));

export default function SearchPanel() {
  const [chosen, setChosen] = useState<readonly SearchAlgorithmId[]>(["random", "regularized-evolution"]);
  const [budget, setBudget] = useState("50");
  const [seeds, setSeeds] = useState("1");
  const search = useLab((state) => state.search);
  const hasWeights = useLab(({ run, isRecorded }) => run !== undefined && run.step > 0 && !isRecorded);
  const space = useLab(({ run, config }) => (run?.config ?? config).space);
  const actions = useActions();
  const reason = notRelaxed({ id: space });
  const asked = chosen.filter(
    (id) => reason === undefined || searchAlgorithms.some((known) => known.id === id),
  );
  const isRunning = search !== undefined && !isSearchOver(search);
  const toggle = (id: SearchAlgorithmId): void =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  const start = (): void =>
    actions.startSearch(
      asked,
      Number(budget),
      Array.from({ length: Number(seeds) }, (_, index) => index + 1),
    );
  return (
    <>
      <p className="card-note">
        Each algorithm proposes architectures, is told their accuracy with the super-net's present weights,
        and keeps the best. The run trains on meanwhile. What the find is worth alone is looked up in the
        table. Those of the second list train a super-net of their own under the run's settings and change its
        weights while they search; they come after the others, one by one.
      </p>
      <Choice
        legend="Algorithms on the present weights"
        algorithms={searchAlgorithms}
        chosen={asked}
        onToggle={toggle}
      />
      <Choice
        legend="Algorithms that change the weights"
        algorithms={differentiableAlgorithms}
        chosen={asked}
        onToggle={toggle}
        reason={reason}
      />
      <div className="search-options">
        <span className="note">evaluations each</span>
        <Segmented label="Evaluations each" value={budget} options={budgets} onChange={setBudget} />
        <span className="note">seeds</span>
        <Segmented label="Seeds" value={seeds} options={seedCounts} onChange={setSeeds} />
        <button
          type="button"
          className="button primary"
          disabled={!hasWeights || asked.length === 0}
          onClick={start}
        >
          {isRunning ? "Search anew" : "Search"}
        </button>
        {isRunning && (
          <button
            type="button"
            className="button"
            onClick={search.isPaused ? actions.resumeSearch : actions.pauseSearch}
          >
            {search.isPaused ? "Go on" : "Pause the search"}
          </button>
        )}
      </div>
      {search && <Results search={search} />}
    </>
  );
}

interface ChoiceProps {
  readonly legend: string;
  readonly algorithms: readonly (typeof algorithms)[number][];
  readonly chosen: readonly SearchAlgorithmId[];
  readonly onToggle: (id: SearchAlgorithmId) => void;
  /** Why none of them applies. */
  readonly reason?: string | undefined;
}

function Choice({ legend, algorithms: listed, chosen, onToggle, reason }: ChoiceProps) {
  return (
    <fieldset className="search-choice">
      <legend className="note">
        {legend}
        {reason !== undefined && `: not here, since ${reason}`}
      </legend>
      {listed.map(({ id, title, explanation, origin, fidelity }) => (
        <span key={id} className="search-algorithm">
          <label>
            <input
              type="checkbox"
              disabled={reason !== undefined}
              checked={chosen.includes(id)}
              onChange={() => onToggle(id)}
            />{" "}
            {title}
          </label>
          <Popover
            label={`About ${title}`}
            className="icon-button small"
            button={<Icon name="help" size={14} />}
          >
            <p>{explanation}</p>
            <p>{fidelity}</p>
            <p className="note">{origin}</p>
          </Popover>
        </span>
      ))}
    </fieldset>
  );
}

function Results({ search }: { readonly search: SearchState }) {
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
              <th scope="col">P &gt; R</th>
              <th scope="col">regret</th>
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
  const title = algorithms.find(({ id }) => id === algorithm)?.title ?? algorithm;
  const isTraining = differentiableAlgorithms.some(({ id }) => id === algorithm);
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
