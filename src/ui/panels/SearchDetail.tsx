/** @file How one search went: its evaluations, its population or probabilities, and the family of what it found. */
import { searchAlgorithms } from "../../core/search/index.ts";
import { familyOf, type SearchProgress } from "../../core/search/progress.ts";
import type { TableJudge } from "../../core/search/tableJudge.ts";
import { relaxationOf } from "../../core/spaces/relaxations.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { ProbabilityPaths } from "../charts/ProbabilityPaths.tsx";
import { SearchPicture } from "../charts/SearchPicture.tsx";
import { useSize } from "../charts/useSize.ts";
import { count, percent } from "../format.ts";
import { useActions } from "../LabContext.tsx";
import { useStaggered } from "../useStaggered.ts";
import { CellGraphs } from "./CellGraphs.tsx";
import TrainStandAlone from "./TrainStandAlone.tsx";

interface SearchDetailProps {
  readonly searches: readonly SearchProgress[];
  readonly space: SearchSpace;
  readonly dataset: string;
  readonly nameOf: (id: string) => string;
  readonly truthOf: TableJudge["truthOf"];
  /** Key of the search to look at; another text: one whose find has ancestors. */
  readonly wanted: string;
  readonly onWant: (key: string) => void;
}

/** What is drawn of it then is no distribution that it draws from. */
const evolves = ({ algorithm }: SearchProgress): boolean =>
  searchAlgorithms.some(({ id, strategy }) => id === algorithm && strategy === "evolutionary methods");

export const searchKey = ({ algorithm, seed }: Pick<SearchProgress, "algorithm" | "seed">): string =>
  `${algorithm} ${seed}`;

/** Nothing before any search has begun. */
export function SearchDetail(props: SearchDetailProps) {
  const { searches: now, space, dataset, nameOf, truthOf, wanted, onWant } = props;
  const searches = useStaggered(now, 1000, 500).filter(
    ({ evaluated, path }) => evaluated.length > 0 || path.length > 0,
  );
  const shown = searches.find((one) => searchKey(one) === wanted) ?? searches.find(hasFamily) ?? searches[0];
  if (!shown) return null;
  const found = shown.best.at(-1);
  return (
    <>
      <h3 className="search-heading">How one search went</h3>
      <label className="search-setting">
        <span className="note">look at</span>
        <select value={searchKey(shown)} onChange={(event) => onWant(event.currentTarget.value)}>
          {searches.map((one) => (
            <option key={searchKey(one)} value={searchKey(one)}>
              {nameOf(one.algorithm)}, seed {one.seed}
            </option>
          ))}
        </select>
      </label>
      {shown.evaluated.length > 0 && <Evaluations progress={shown} truthOf={truthOf} />}
      {shown.distributions.length > 0 && (
        <ProbabilityPaths
          decisions={space.decisions}
          path={shown.distributions.map(({ index, probabilities }) => ({ at: index, probabilities }))}
          title={`The controller's probability of every choice, over ${count(shown.evaluations)} evaluations; of decisions after the first it depends on what was drawn before`}
        />
      )}
      {shown.path.length > 0 && (
        <>
          <p className="note">
            Now <code className="mono">{shown.path.at(-1)?.architecture}</code>
          </p>
          <ProbabilityPaths
            decisions={relaxationOf(space.id)?.mixtures ?? []}
            path={shown.path.map(({ step, probabilities }) => ({ at: step, probabilities }))}
            title={`${evolves(shown) ? "Share of the population with" : "Probability of"} every operation on every edge, over ${count(shown.steps)} steps`}
          />
        </>
      )}
      {found && (
        <>
          <p>
            Found <code className="mono">{found.architecture}</code>
          </p>
          <CellGraphs architecture={found.architecture} space={space} />
          <TrainStandAlone architecture={found.architecture} space={space.id} dataset={dataset} />
        </>
      )}
    </>
  );
}

/** Whether its find was made from others. */
const hasFamily = ({ evaluated, best }: SearchProgress): boolean =>
  familyOf(evaluated, best.at(-1)?.architecture ?? "").length > 1;

interface EvaluationsProps {
  readonly progress: SearchProgress;
  readonly truthOf: TableJudge["truthOf"];
}

function Evaluations({ progress, truthOf }: EvaluationsProps) {
  const { evaluated, best, state } = progress;
  const [box, { width }] = useSize<HTMLDivElement>();
  const actions = useActions();
  const family = familyOf(evaluated, best.at(-1)?.architecture ?? "");
  const population = state?.kind === "population" ? state.individuals : [];
  const numberOf = new Map(evaluated.map(({ architecture, index }) => [architecture, index + 1]));
  const told = `${count(evaluated.length)} evaluations; ${population.length} live in the population; the find is number ${count((family.at(-1)?.index ?? 0) + 1)} and has ${count(Math.max(0, family.length - 1))} ancestors.`;
  return (
    <figure className="search-figure">
      <figcaption className="note">
        Super-net accuracy, %, of every architecture in the order of evaluation, so the left are the oldest.
      </figcaption>
      <ul className="mixture-legend search-marks">
        <li className="search-mark-dots">evaluated</li>
        {population.length > 0 && <li className="search-mark-alive">{populationText(progress)}</li>}
        <li className="search-mark-family">
          the find{family.length > 1 ? " and what it was made from" : ""}
        </li>
      </ul>
      <div ref={box}>
        {width > 0 && (
          <SearchPicture {...{ evaluated, population, family, width }} height={240} label={told} />
        )}
      </div>
      <details className="search-settings" open={family.length > 1 && family.length <= 6}>
        <summary className="note">
          {family.length > 1
            ? `Family tree of the find: ${count(family.length - 1)} ${family.length === 2 ? "ancestor" : "ancestors"}`
            : "The find was not made from others: it has no ancestors"}
        </summary>
        <ol className="search-tree">
          {family.map(({ architecture, accuracy, index, parents }) => {
            const truth = truthOf(architecture);
            return (
              <li key={architecture}>
                <strong>no. {count(index + 1)}</strong>
                <span className="note">
                  {parents.length === 0
                    ? "drawn, not made from others"
                    : `from no. ${[...new Set(parents)].map((parent) => count(numberOf.get(parent) ?? 0)).join(" and ")}`}
                </span>
                <span className="number">
                  {percent(accuracy)}
                  {truth !== undefined && `, alone ${percent(truth, 2)}`}
                </span>
                <button
                  type="button"
                  className="link-button mono"
                  onClick={() => actions.select(architecture)}
                >
                  {architecture}
                </button>
              </li>
            );
          })}
        </ol>
      </details>
    </figure>
  );
}

/** What the population of an algorithm is. */
const populationText = ({ state }: SearchProgress): string =>
  `the population, or the parents of what comes next, now (${state?.kind === "population" ? count(state.individuals.length) : 0})`;
