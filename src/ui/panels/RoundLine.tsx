/** @file What is being scored meanwhile: a line and a thin bar that come and go without moving anything. */
import { useMemo } from "react";
import { entryOf } from "../../store/runs.ts";
import { useLab } from "../LabContext.tsx";
import { fillingOf } from "../rounds.ts";

export function RoundLine() {
  const run = useLab((state) => state.run);
  // One that was let go of scores no more.
  const isOver = useLab(
    ({ isRecorded, phase, runs, active }) =>
      isRecorded || phase === "failed" || entryOf(runs, active)?.origin === "ended",
  );
  const filling = useMemo(() => (run && !isOver ? fillingOf(run) : undefined), [run, isOver]);
  return (
    <div className="round-line number">
      {filling && (
        <>
          <span>{filling.text}</span>
          <span className="round-track" aria-hidden="true">
            <span className="round-fill" style={{ transform: `scaleX(${filling.share})` }} />
          </span>
        </>
      )}
    </div>
  );
}
