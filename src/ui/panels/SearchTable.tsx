/** @file A row for every search: how far it is, what it found, what that is worth, what it cost. */
import { metricOf } from "../../core/metrics/index.ts";
import type { RunConfig } from "../../core/run.ts";
import { undecidedText } from "../../core/search/decided.ts";
import { divergedText, type SearchOutcome } from "../../core/search/outcome.ts";
import type { SearchProgress } from "../../core/search/progress.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { rowOf, type Table } from "../../core/tables.ts";
import { nextSeeds } from "../../store/standAloneResults.ts";
import { isStandAloneOver } from "../../store/standAloneState.ts";
import type { TrainedHere } from "../../store/trainedHere.ts";
import { count, duration, percent, points, short } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";

interface SearchTableProps {
  readonly searches: readonly SearchProgress[];
  /** Of those that have found something. */
  readonly outcomes: readonly SearchOutcome[];
  readonly nameOf: (id: string) => string;
  /** Ids of the algorithms that change the weights. */
  readonly changing: readonly string[];
  /** Training steps that such a one takes. */
  readonly stepsOf: (search: SearchProgress) => number;
  readonly table: Table | undefined;
  readonly trained: readonly TrainedHere[];
  readonly config: RunConfig;
  readonly space: SearchSpace;
  readonly onShow: (found: SearchOutcome) => void;
}

export function SearchTable(props: SearchTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll search-table" aria-label="Searches" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">algorithm</th>
            <th scope="col">evaluated</th>
            <th scope="col">by super-net</th>
            <th scope="col">stand-alone</th>
            <th scope="col">{metricOf("surpass-random").title}</th>
            <th scope="col">{metricOf("regret").title}</th>
            <th scope="col">images, time</th>
          </tr>
        </thead>
        <tbody>
          {props.searches.map((progress) => (
            <Row
              key={`${progress.algorithm} ${progress.seed}`}
              {...props}
              progress={progress}
              outcome={props.outcomes.find(
                ({ algorithm, seed }) => algorithm === progress.algorithm && seed === progress.seed,
              )}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps extends SearchTableProps {
  readonly progress: SearchProgress;
  readonly outcome: SearchOutcome | undefined;
}

function Row(props: RowProps) {
  const { progress, outcome, nameOf, changing, stepsOf, onShow } = props;
  const { algorithm, seed, budget, evaluations, steps, tuned, compute, collapsedAt, divergedAt, isOver } =
    progress;
  const isTraining = changing.includes(algorithm);
  const undecided = isOver && outcome?.decided ? undecidedText(outcome.decided) : undefined;
  return (
    <tr>
      <th scope="row">
        {nameOf(algorithm)}
        <span className="note run-state">seed {seed}</span>
        {collapsedAt !== undefined && (
          <span className="note run-state" title="More than half of its operations are skip connections">
            {isOver
              ? `collapsed to skip connections at step ${count(collapsedAt)}`
              : `mostly skip connections at present, since step ${count(collapsedAt)}`}
          </span>
        )}
        {divergedAt !== undefined && (
          <span className="note run-state">{divergedText(count(divergedAt))}</span>
        )}
        {undecided !== undefined && <span className="note run-state">{undecided}</span>}
      </th>
      <td className="number">
        {isTraining ? (steps > 0 ? count(steps) : "waits") : count(evaluations)}
        {tuned > 0 && evaluations === 0 && <span className="note"> fine-tuning step {count(tuned)},</span>}
        <span className="note">
          {isTraining
            ? steps > 0 && (isOver ? " steps" : ` of ${count(stepsOf(progress))} steps`)
            : !isOver && ` of ${count(budget)}`}
          {isOver && " done"}
        </span>
      </td>
      <td className="number">
        {outcome ? (
          <button
            type="button"
            className="link-button"
            title={outcome.architecture}
            onClick={() => onShow(outcome)}
          >
            {percent(outcome.superNetAccuracy)}
          </button>
        ) : (
          "–"
        )}
      </td>
      <td className="number">
        {outcome ? <StandAlone {...props} found={outcome} /> : "–"}
        {outcome?.rank != null && (
          <span className="note run-state">
            rank {count(outcome.rank)} of {count(outcome.rows)}
          </span>
        )}
      </td>
      <td className="number">{outcome?.surpassRandom == null ? "–" : outcome.surpassRandom.toFixed(2)}</td>
      <td className="number">{outcome?.regret == null ? "–" : points(outcome.regret)}</td>
      <td className="number">
        {compute.trained > 0 && `${short(compute.trained)} trained, `}
        {compute.scored > 0 ? `${short(compute.scored)} scored` : compute.trained > 0 ? "0 scored" : "–"}
        {compute.seconds > 0 && <span className="note run-state">{duration(compute.seconds)}</span>}
      </td>
    </tr>
  );
}

const seedsAtFirst = 2;

/** From the table, or trained here; else the button that trains it. */
function StandAlone({ found, table, trained, config, space }: RowProps & { readonly found: SearchOutcome }) {
  const alone = useLab((state) => state.standAlone);
  const isShown = useLab((state) => state.config.space === config.space);
  const isLoading = useLab((state) => state.truth.status === "loading");
  const actions = useActions();
  const { architecture, standAloneAccuracy } = found;
  if (table && rowOf(architecture, space, table)) return percent(standAloneAccuracy ?? undefined, 2);
  // Whether it is in there, only that table tells.
  if (!table && !isShown) return "its table is not open";
  const own = trained.find((one) => one.architecture === architecture);
  const task = alone.findLast(
    ({ request }) =>
      request.architecture === architecture &&
      request.space === config.space &&
      request.dataset === config.dataset,
  );
  const isRunning = task !== undefined && !isStandAloneOver(task);
  const mean = own && own.results.reduce((sum, { test }) => sum + test, 0) / own.results.length;
  return (
    <>
      {mean === undefined
        ? table
          ? "not in the table"
          : isLoading
            ? "the table is being loaded"
            : "there is no table"
        : percent(mean, 2)}
      <span className="note run-state">
        {own && `trained here, ${own.results.length === 1 ? "one seed" : `${own.results.length} seeds`}`}
        {isRunning &&
          ` training${task.total > 0 ? `: ${percent((task.results.length + task.step / task.total) / task.request.seeds.length, 0)}` : " …"}`}
        {!own && !isRunning && (
          <button
            type="button"
            className="link-button"
            onClick={() =>
              actions.trainStandAlone(
                architecture,
                nextSeeds(alone, architecture, seedsAtFirst, config),
                config,
              )
            }
          >
            train it alone
          </button>
        )}
        {task?.failure && ` ${task.failure.message}`}
      </span>
    </>
  );
}
