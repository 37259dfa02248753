/** @file How far the run is and how long it will take. */
import { epochsAt } from "../../core/epochClock.ts";
import { count, duration } from "../format.ts";
import { useLab } from "../LabContext.tsx";
import { useWait } from "../useWait.ts";

export function Progress() {
  const phase = useLab((state) => state.phase);
  const preparing = useLab((state) => state.preparing);
  const active = useLab((state) => state.active ?? "");
  const step = useLab((state) => state.run?.step ?? 0);
  const total = useLab((state) => state.run?.totalSteps ?? 0);
  const epochClock = useLab((state) => state.run?.epochClock);
  const pace = useLab((state) => state.pace);
  const left = pace && phase === "running" ? (total - step) / pace : undefined;
  const isRecorded = useLab((state) => state.isRecorded);
  // Of a download only the name is waited for; its megabytes show by themselves that it goes on.
  const waited = useWait(phase === "preparing" ? (preparing || "starting").replace(/,.*/, "") : "", active);
  const share = total > 0 ? Math.min(1, step / total) : 0;
  return (
    <>
      <div className="progress-line number">
        <span>
          step{" "}
          <output aria-label="step" aria-live="off">
            {step}
          </output>
          {total > 0 && ` of ${count(total)}`}
          {epochClock !== undefined &&
            epochClock.stepsPerEpoch > 0 &&
            ` · epoch ${Math.min(Math.floor(epochsAt(epochClock, step)) + 1, Math.round(epochsAt(epochClock, total)))}`}
        </span>
        <span>
          {phase === "preparing" && (preparing || "starting")}
          {waited !== undefined && `, ${duration(waited)}`}
          {phase === "waiting" && "ready"}
          {phase === "paused" && "paused"}
          {phase === "finished" && (isRecorded ? "recorded" : "finished")}
          {phase === "failed" && "stopped"}
          {phase === "running" &&
            (left === undefined ? "…" : left < 1 ? "last scores" : `${duration(left)} left`)}
        </span>
      </div>
      <div
        className="progress-track"
        role="progressbar"
        aria-label="Training"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <div className="progress-fill" style={{ transform: `scaleX(${share})` }} />
      </div>
    </>
  );
}
