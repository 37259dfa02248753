/** @file Search on a super-net: on which weights, by which algorithms and settings, with how many evaluations and seeds. */
import { useRef, useState } from "react";
import { valuesFor } from "../../core/search/algorithm.ts";
import {
  type AnySearchAlgorithm,
  samplesSuperNet,
  searchAlgorithms,
  whyNotIn,
} from "../../core/search/index.ts";
import { everySeed } from "../../core/search/searchEvent.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import { isSearchOver } from "../../store/searchState.ts";
import { Segmented } from "../controls/Segmented.tsx";
import { useActions, useLab } from "../LabContext.tsx";
import { ClaimSection } from "./ClaimSection.tsx";
import { SearchChoice } from "./SearchChoice.tsx";
import { SearchResults } from "./SearchResults.tsx";
import { SearchWeights, useWeights, type WeightsFile } from "./SearchWeights.tsx";
import { readSettings, type SettingTexts } from "./searchSettings.ts";
import "../styles/search.css";

const budgets = ["20", "50", "100", "200", "500"].map((value) => ({ value, title: value }));
const seedCounts = ["1", "2", "3", "5", "10"].map((value) => ({ value, title: value }));

interface SearchPanelProps {
  readonly algorithms?: readonly AnySearchAlgorithm[];
}

export default function SearchPanel({ algorithms = searchAlgorithms }: SearchPanelProps) {
  const [chosen, setChosen] = useState<readonly string[]>(["random", "regularized-evolution"]);
  const [texts, setTexts] = useState<SettingTexts>({});
  const [budget, setBudget] = useState("100");
  const [seeds, setSeeds] = useState("1");
  const search = useLab((state) => state.search);
  const weights = useWeights();
  const space = spaceById(weights.config.space) ?? spaces[0];
  const actions = useActions();
  const asked = algorithms.filter((one) => chosen.includes(one.id) && whyNotIn(one, space) === undefined);
  const settings = asked.map((one) => readSettings(one, texts));
  const isRunning = search !== undefined && !isSearchOver(search);
  const results = useRef<HTMLDivElement>(null);
  /** What the claim's searches did, with one seed; what is chosen here stays, and the weights can be chosen from now on. */
  const repeat = (file: WeightsFile, ids: readonly string[], evaluations: number): void => {
    weights.addFile(file);
    actions.startSearch(everySeed({ algorithms: ids, budget: evaluations, seeds: [1] }), file);
    requestAnimationFrame(() => {
      results.current?.focus({ preventScroll: true });
      results.current?.scrollIntoView();
    });
  };
  const toggle = (id: string): void =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  const start = (): void => {
    const numbers = Array.from({ length: Number(seeds) }, (_, index) => index + 1);
    const searches = everySeed({
      algorithms: asked.map(({ id }) => id),
      budget: Number(budget),
      seeds: numbers,
      settings: Object.fromEntries(asked.map(({ id }, index) => [id, settings[index] ?? {}])),
    });
    actions.startSearch(searches, weights.ground);
  };
  const choice = { space, chosen, texts, onToggle: toggle, onChange: setTexts };
  return (
    <>
      <p className="card-note">
        Each algorithm proposes architectures, is told how the weights of a super-net score them as they are
        now (once, also where a run ranks by means over rounds), and keeps the best. Runs train on meanwhile.
        What the find is worth alone is looked up in the table, or trained here. Those of the second list
        train a super-net of their own under the run's settings (but a split, and operations per slot, which
        become operations per edge) and change its weights while they search; they come after the others, one
        by one.
      </p>
      <SearchWeights weights={weights} />
      <SearchChoice
        {...choice}
        legend="Algorithms on the present weights"
        algorithms={algorithms.filter(samplesSuperNet)}
      />
      <SearchChoice
        {...choice}
        legend="Algorithms that change the weights"
        algorithms={algorithms.filter((one) => !samplesSuperNet(one))}
      />
      <div className="search-options">
        <span className="note">evaluations each</span>
        <Segmented label="Evaluations each" value={budget} options={budgets} onChange={setBudget} />
        <span className="note">seeds</span>
        <Segmented label="Seeds" value={seeds} options={seedCounts} onChange={setSeeds} />
        <button
          type="button"
          className="button primary"
          disabled={!weights.isThere || asked.length === 0 || settings.includes(undefined)}
          onClick={start}
        >
          {isRunning ? "Search anew" : "Search"}
        </button>
        {isRunning && (
          <>
            <button
              type="button"
              className="button"
              onClick={() => actions.intendSearch(search.isPaused ? "train" : "pause")}
            >
              {search.isPaused ? "Go on" : "Pause the search"}
            </button>
            <button
              type="button"
              className="button"
              title="One evaluation, or one training step of an algorithm that changes the weights; then a pause"
              onClick={() => actions.intendSearch("step")}
            >
              One step
            </button>
            <button type="button" className="button" onClick={actions.stopSearch}>
              Stop
            </button>
          </>
        )}
      </div>
      {asked.map((one, index) => {
        const own = settings[index];
        const remark =
          own && samplesSuperNet(one) ? one.remark?.(valuesFor(one, own), Number(budget)) : undefined;
        return (
          remark !== undefined && (
            <p key={one.id} className="note">
              {one.title}: {remark}
            </p>
          )
        );
      })}
      <div ref={results} className="search-results" tabIndex={-1}>
        {search && <SearchResults search={search} algorithms={algorithms} />}
      </div>
      <ClaimSection
        space={space}
        nameOf={(id) => algorithms.find((one) => one.id === id)?.title ?? id}
        onRepeat={repeat}
      />
    </>
  );
}
