/** @file Search on the super-net: which algorithms, with how many evaluations and seeds. */
import { useState } from "react";
import { notRelaxed } from "../../core/search/differentiable.ts";
import {
  differentiableAlgorithms,
  type SearchAlgorithmId,
  searchAlgorithms,
} from "../../core/search/index.ts";
import { isSearchOver } from "../../store/searchState.ts";
import { Popover } from "../controls/Popover.tsx";
import { Segmented } from "../controls/Segmented.tsx";
import { Icon } from "../icons.tsx";
import { useActions, useLab } from "../LabContext.tsx";
import { SearchResults } from "./SearchResults.tsx";

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
      {search && <SearchResults search={search} />}
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
