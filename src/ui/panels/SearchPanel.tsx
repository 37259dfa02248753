/** @file Search on the super-net: which algorithms, with how many evaluations and seeds. */
import { useState } from "react";
import {
  type AnySearchAlgorithm,
  samplesSuperNet,
  searchAlgorithms,
  whyNotIn,
} from "../../core/search/index.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { isSearchOver } from "../../store/searchState.ts";
import { Popover } from "../controls/Popover.tsx";
import { Segmented } from "../controls/Segmented.tsx";
import { AlgorithmHelp } from "../help/AlgorithmHelp.tsx";
import { Icon } from "../icons.tsx";
import { useActions, useLab } from "../LabContext.tsx";
import { SearchResults } from "./SearchResults.tsx";

const budgets = ["20", "50", "100", "200"].map((value) => ({ value, title: value }));
const seedCounts = ["1", "3", "5"].map((value) => ({ value, title: value }));

interface SearchPanelProps {
  readonly algorithms?: readonly AnySearchAlgorithm[];
}

export default function SearchPanel({ algorithms = searchAlgorithms }: SearchPanelProps) {
  const [chosen, setChosen] = useState<readonly string[]>(["random", "regularized-evolution"]);
  const [budget, setBudget] = useState("50");
  const [seeds, setSeeds] = useState("1");
  const search = useLab((state) => state.search);
  const hasWeights = useLab(({ run, isRecorded }) => run !== undefined && run.step > 0 && !isRecorded);
  const spaceId = useLab(({ run, config }) => (run?.config ?? config).space);
  const space = spaceById(spaceId) ?? spaces[0];
  const actions = useActions();
  const asked = algorithms
    .filter((one) => chosen.includes(one.id) && whyNotIn(one, space) === undefined)
    .map(({ id }) => id);
  const isRunning = search !== undefined && !isSearchOver(search);
  const toggle = (id: string): void =>
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
        algorithms={algorithms.filter(samplesSuperNet)}
        space={space}
        chosen={asked}
        onToggle={toggle}
      />
      <Choice
        legend="Algorithms that change the weights"
        algorithms={algorithms.filter((one) => !samplesSuperNet(one))}
        space={space}
        chosen={asked}
        onToggle={toggle}
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
  readonly algorithms: readonly AnySearchAlgorithm[];
  readonly space: SearchSpace;
  readonly chosen: readonly string[];
  readonly onToggle: (id: string) => void;
}

function Choice({ legend, algorithms, space, chosen, onToggle }: ChoiceProps) {
  const reasons = new Map(algorithms.map((one) => [one.id, whyNotIn(one, space)]));
  const given = [...new Set(reasons.values())].filter((reason) => reason !== undefined);
  return (
    <fieldset className="search-choice">
      <legend className="note">{legend}</legend>
      {algorithms.map((algorithm) => (
        <span key={algorithm.id} className="search-algorithm">
          <label>
            <input
              type="checkbox"
              disabled={reasons.get(algorithm.id) !== undefined}
              checked={chosen.includes(algorithm.id)}
              onChange={() => onToggle(algorithm.id)}
            />{" "}
            {algorithm.title}
          </label>
          <Popover
            label={`About ${algorithm.title}`}
            className="icon-button small"
            button={<Icon name="help" size={14} />}
          >
            <AlgorithmHelp algorithm={algorithm} />
          </Popover>
        </span>
      ))}
      {given.map((reason) => (
        <p key={reason} className="note">
          Not in this space:{" "}
          {algorithms
            .filter(({ id }) => reasons.get(id) === reason)
            .map(({ title }) => title)
            .join(", ")}
          , since {reason}.
        </p>
      ))}
    </fieldset>
  );
}
