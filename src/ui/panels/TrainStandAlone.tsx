/** @file One architecture trained alone on the user's device, beside the table's word on it. */

import { meanOf } from "../../core/metrics/mean.ts";
import { spaceById } from "../../core/spaces/index.ts";
import { rowOf } from "../../core/tables.ts";
import { isMadeAlike } from "../../store/aloneProtocol.ts";
import { nextSeeds, tableOfTrained } from "../../store/standAloneResults.ts";
import { isStandAloneOver, type StandAloneTask } from "../../store/standAloneState.ts";
import { type TrainedHere, trainedHere } from "../../store/trainedHere.ts";
import { tableOf } from "../../store/truth.ts";
import { download } from "../download.ts";
import { count, percent } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";

interface TrainStandAloneProps {
  /** In the space's notation. */
  readonly architecture: string;
  readonly space: string;
  readonly dataset: string;
}

const seedsAtFirst = 2;

export default function TrainStandAlone({ architecture, space, dataset }: TrainStandAloneProps) {
  const tasks = useLab((state) => state.standAlone);
  const actions = useActions();
  const all = trainedHere(tasks, space, dataset);
  const own = all.find((trained) => trained.architecture === architecture);
  const task = tasks.findLast(
    ({ request }) =>
      request.architecture === architecture && request.space === space && request.dataset === dataset,
  );
  const isRunning = task !== undefined && !isStandAloneOver(task);
  const train = (seeds: number): void =>
    actions.trainStandAlone(architecture, nextSeeds(tasks, architecture, seeds, { space, dataset }), {
      space,
      dataset,
    });
  return (
    <div className="train-alone">
      {own && <Outcome own={own} space={space} dataset={dataset} isMore={isRunning} />}
      {task?.failure && (
        <p className="note" role="alert">
          {task.failure.message} {task.failure.advice}
        </p>
      )}
      {isRunning && <Under task={task} />}
      <div className="button-row">
        {isRunning ? (
          <button type="button" className="button" onClick={() => actions.stopStandAlone(task.id)}>
            Stop training it alone
          </button>
        ) : (
          <button type="button" className="button" onClick={() => train(own ? 1 : seedsAtFirst)}>
            {own ? "Train it once more" : "Train it alone, here"}
          </button>
        )}
        {all.length > 0 && (
          <button
            type="button"
            className="link-button"
            onClick={() => {
              const table = tableOfTrained(all, { space, dataset }, new Date().toISOString());
              if (table) download(`${space}-trained-here.json`, table, "application/json");
            }}
          >
            save {all.length === 1 ? "it" : `all ${count(all.length)}`} as a table
          </button>
        )}
      </div>
      {!own && !isRunning && (
        <p className="note">
          On weights of its own, {seedsAtFirst} times, by the recipe of the lab's tables, beside what trains
          now. Nothing leaves this device.
        </p>
      )}
    </div>
  );
}

function Under({ task: { request, step, total, results } }: { readonly task: StandAloneTask }) {
  return (
    <p className="note">
      Training alone, {results.length + 1} of {request.seeds.length}
      {total > 0 && `: step ${count(step)} of ${count(total)}`}{" "}
      <progress
        aria-label="Training alone"
        max={request.seeds.length}
        value={results.length + (total > 0 ? step / total : 0)}
      />
    </p>
  );
}

interface OutcomeProps {
  readonly own: TrainedHere;
  readonly space: string;
  readonly dataset: string;
  /** Whether another training is under way. */
  readonly isMore: boolean;
}

function Outcome({ own, space: id, dataset, isMore }: OutcomeProps) {
  const truth = useLab((state) => state.truth);
  const space = spaceById(id);
  const table = tableOf({ space: id, dataset }, truth);
  const row = table && space && rowOf(own.architecture, space, table);
  const tests = own.results.map(({ test }) => test);
  const listed = row?.test.length
    ? `, from ${percent(Math.min(...row.test), 2)} to ${percent(Math.max(...row.test), 2)}`
    : "";
  return (
    <p>
      Trained alone here: <strong>{percent(meanOf(tests), 2)}</strong>
      {tests.length > 1 && ` (${tests.map((test) => percent(test, 2)).join(", ")})`} on the test images, on{" "}
      {own.backends.join(" and ")}.{row && ` The table has ${percent(row.accuracy, 2)}${listed}.`}
      {row &&
        !isMadeAlike(table?.provenance?.recipe, { space: id, dataset }) &&
        " It was made by another recipe or does not say by which, so the two need not agree."}
      {tests.length === 1 && !isMore && " One training says nothing of its noise; train it once more."}
    </p>
  );
}
