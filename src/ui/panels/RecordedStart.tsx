/**
 * @file While nothing of the run is scored yet, a recorded run of the same configuration, over the scatter and plainly named. Its numbers
 * stay in here: it is no run of the lab, and goes as soon as the run itself has something to show.
 */

import { useEffect, useMemo, useState } from "react";
import { correlationHistory } from "../../core/metrics/history.ts";
import { metricOf } from "../../core/metrics/index.ts";
import { judgingRows } from "../../core/pool.ts";
import { roundScores } from "../../core/rounds.ts";
import type { Run } from "../../core/runState.ts";
import { isAsRecorded, recordedStart } from "../../store/recordedStart.ts";
import { rowsFor } from "../../store/truth.ts";
import { focusedDomain } from "../charts/axis.ts";
import { type Dot, Scatter } from "../charts/Scatter.tsx";
import { useSize } from "../charts/useSize.ts";
import { correlation, count } from "../format.ts";
import { useLab } from "../LabContext.tsx";
import "../styles/recorded.css";

/** Milliseconds that a run may take to its first round without a recording; for how long each of its rounds is shown; and the farewell. */
const [delayMs, frameMs, farewellMs] = [1500, 1200, 8000];

interface RecordedStartProps {
  /** Whether the scatter has nothing to show yet. */
  readonly isEmpty: boolean;
  readonly chance: number;
}

export default function RecordedStart({ isEmpty, chance }: RecordedStartProps) {
  const isScored = useLab((state) => state.figures.scored > 0);
  const isWanted = useLab(
    ({ phase, keeping, truth, runs, active }) =>
      isEmpty &&
      (phase === "preparing" || phase === "running") &&
      keeping.status !== "resumed" &&
      truth.status === "ready" &&
      truth.origin === "shipped" &&
      runs.some((entry) => entry.id === active && isAsRecorded(entry)),
  );
  const [recording, setRecording] = useState<Run>();
  const [hasPlayed, setHasPlayed] = useState(false);
  useEffect(() => {
    if (!isWanted) return;
    let isLate = false;
    const timer = setTimeout(() => {
      void recordedStart(document.baseURI).then((found) => {
        if (!isLate) setRecording(found);
      });
    }, delayMs);
    return () => {
      isLate = true;
      clearTimeout(timer);
      setRecording(undefined);
    };
  }, [isWanted]);
  const isPlaying = isWanted && recording !== undefined;
  useEffect(() => {
    if (isPlaying) setHasPlayed(true);
    if (isPlaying || !hasPlayed) return;
    const timer = setTimeout(() => setHasPlayed(false), farewellMs);
    return () => clearTimeout(timer);
  }, [isPlaying, hasPlayed]);
  if (isPlaying) return <Recording recording={recording} chance={chance} />;
  return hasPlayed && isScored ? (
    <p className="recorded-end" role="status">
      <strong>Your own run</strong> from here on; the recorded one has gone.
    </p>
  ) : null;
}

function Recording({ recording, chance }: { readonly recording: Run; readonly chance: number }) {
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const truth = useLab((state) => state.truth);
  const threshold = useLab((state) => state.view.thr);
  const groundTruths = useMemo(
    () => judgingRows(rowsFor(recording.pool, recording.config, truth)).map((row) => row?.accuracy),
    [recording, truth],
  );
  const history = useMemo(
    () => correlationHistory(recording, groundTruths, { threshold }),
    [recording, groundTruths, threshold],
  );
  const [turn, setTurn] = useState(() =>
    // All at once, for whoever wants nothing to move.
    matchMedia("(prefers-reduced-motion: reduce)").matches ? history.length - 1 : 0,
  );
  useEffect(() => {
    if (turn >= history.length - 1) return;
    const timer = setTimeout(() => setTurn(turn + 1), frameMs);
    return () => clearTimeout(timer);
  }, [turn, history]);
  const spread = useMemo(() => recording.scores.toArray().map(({ accuracy }) => accuracy), [recording]);
  const known = groundTruths.flatMap((accuracy) => accuracy ?? []);
  const point = history[turn];
  if (!point || known.length === 0) return null;
  const dots = roundScores(recording, point.round).flatMap((score, id): Dot[] => {
    const y = groundTruths[id];
    return score && y !== undefined ? [{ id: score.architecture, x: score.accuracy, y, hollow: true }] : [];
  });
  const told = `step ${count(point.step)} of ${count(recording.totalSteps)}, ${metricOf("skdt").title} ${correlation(point.skdt, "n/a")}`;
  return (
    <figure className="recorded" aria-label="Recorded run">
      <figcaption>
        <span className="badge">Recorded run</span> {told}. It has these very settings, but it is not yours:
        yours is warming up and takes this place with its first scores.
      </figcaption>
      <div ref={box}>
        {width > 0 && (
          <Scatter
            dots={dots}
            compared={[]}
            found={[]}
            selected={undefined}
            hovered={undefined}
            xDomain={focusedDomain(spread)}
            yDomain={focusedDomain(known)}
            ranks={false}
            chance={chance}
            width={width}
            height={height}
            caption="recorded run"
            summary={`Recorded run, not yours: scatter of ${dots.length} architectures, ${told}.`}
            onHover={ignore}
            onSelect={ignore}
          />
        )}
      </div>
    </figure>
  );
}

const ignore = (): void => {};
