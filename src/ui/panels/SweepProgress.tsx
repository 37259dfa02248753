/** @file How far a sweep is, how long it will take, and what can be done with it. */
import { printResults } from "../../core/study/results.ts";
import { printStudy } from "../../core/study/studyPlan.ts";
import { imagesTrained, plannedImages } from "../../core/trainedImages.ts";
import type { LabState } from "../../store/labState.ts";
import { entryOf } from "../../store/runs.ts";
import { isSweepOver, type SweepState } from "../../store/sweepState.ts";
import { download } from "../download.ts";
import { count, duration } from "../format.ts";
import { Icon } from "../icons.tsx";
import { useActions, useLab } from "../LabContext.tsx";

export function SweepProgress({ sweep }: { readonly sweep: SweepState }) {
  const done = useLab((state) => Math.floor(1000 * shareDone(sweep, state)) / 1000);
  const actions = useActions();
  const { plan, ground, jobs, outcomes, isStopped, isRecorded, problem } = sweep;
  const isOver = isSweepOver(sweep);
  const spent = sweep.spent + (isStopped || isOver ? 0 : performance.now() - sweep.since);
  const left = done > 0 ? (spent * (1 - done)) / done / 1000 : undefined;
  return (
    <>
      <p className="card-note" role="status">
        {isRecorded
          ? `Results of a study: ${count(jobs.length)} runs.`
          : `${count(outcomes.size)} of ${count(jobs.length)} runs are done`}
        {!isRecorded &&
          !isOver &&
          !isStopped &&
          (left === undefined ? "…" : `, about ${duration(left)} left.`)}
        {!isRecorded && isStopped && ". The sweep is stopped."}
        {!isRecorded && isOver && "."}
        {problem && ` ${problem}`}
      </p>
      {!isRecorded && (
        <div
          className="progress-track"
          role="progressbar"
          aria-label="Sweep"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(done * 100)}
        >
          <div className="progress-fill" style={{ transform: `scaleX(${done})` }} />
        </div>
      )}
      <div className="button-row">
        {!isOver && (
          <button
            type="button"
            className="button"
            onClick={isStopped ? actions.resumeSweep : actions.stopSweep}
          >
            {isStopped ? "Continue" : "Stop"}
          </button>
        )}
        <button type="button" className="button" onClick={actions.closeSweep}>
          {isOver ? "New sweep" : "Give it up"}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => download("study.json", printStudy(plan), "application/json")}
        >
          <Icon name="download" /> Study file
        </button>
        <button
          type="button"
          className="button"
          disabled={!isOver}
          onClick={() =>
            download("results.json", printResults(plan, ground, jobs, outcomes), "application/json")
          }
        >
          <Icon name="download" /> Results
        </button>
      </div>
    </>
  );
}

/** By the images that all runs train on. */
function shareDone({ jobs, outcomes, running }: SweepState, { runs }: LabState): number {
  let [images, all] = [0, 0];
  for (const { key, config } of jobs) {
    const planned = plannedImages(config);
    all += planned;
    const run = entryOf(runs, running.get(key))?.run;
    if (outcomes.has(key)) images += planned;
    else if (run) images += Math.min(planned, imagesTrained(run)(run.step));
  }
  return all > 0 ? images / all : 0;
}
