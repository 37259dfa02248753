/** @file One run of the list: its numbers, what it cost, what can be done with it, and its difference to the baseline. */
import { useMemo, useRef } from "react";
import type { Interval } from "../../core/metrics/bootstrap.ts";
import { metricOf } from "../../core/metrics/index.ts";
import { trainingSeconds } from "../../core/trainedImages.ts";
import type { Figures } from "../../store/figures.ts";
import type { RunFigures } from "../../store/labState.ts";
import { isLive, phaseOf, type RunEntry } from "../../store/runs.ts";
import { differenceSentence, signed } from "../difference.ts";
import { correlation, count, duration, percent, short } from "../format.ts";
import { Icon } from "../icons.tsx";
import { useActions, useLab } from "../LabContext.tsx";
import { imagesOf, stepOf } from "../runGroups.ts";
import { comparedSteps } from "../runSteps.ts";
import { RunMenu } from "./RunMenu.tsx";

/** Name and actions stand above the numbers of a run. */
export const runColumns = 7;
export const nameColumns = 5;

interface RunRowProps {
  readonly item: RunFigures;
  readonly name: string;
  /** Whether it stands under a row of its seeds. */
  readonly isMember: boolean;
}

export function RunRow({ item, name, isMember }: RunRowProps) {
  const { entry, figures } = item;
  const isActive = useLab((state) => state.active === entry.id);
  const isBaseline = useLab((state) => state.baselineId === entry.id);
  const hasBaseline = useLab((state) => state.baselineId !== undefined);
  const metric = useLab((state) => state.view.metric);
  const interval = useSteadyInterval(figures);
  const { now, found } = figures;
  const { totalSteps } = entry.run;
  const step = stepOf(item);
  const images = useMemo(() => imagesOf(item), [item]);
  const seconds = useMemo(() => trainingSeconds(entry.run, step), [entry.run, step]);
  return (
    <tbody
      data-selected={isActive || undefined}
      data-hidden={entry.isHidden || undefined}
      data-member={isMember || undefined}
    >
      <tr>
        <NameCell entry={entry} name={name} />
        <td colSpan={runColumns - nameColumns}>
          <RunActions entry={entry} name={name} isActive={isActive} isBaseline={isBaseline} />
        </td>
      </tr>
      <tr className="run-numbers">
        <td>
          {count(step)}
          {totalSteps > 0 && <span className="note"> of {count(totalSteps)}</span>}
        </td>
        <td>
          {correlation(now?.[metric], now ? "n/a" : "–", 2)}
          {now && (
            <span className="note">
              {metric === "skdt" && interval && (
                <>
                  <br />
                  {signed(interval.low)} to {signed(interval.high)}
                </>
              )}
              <br />n = {now.scored}
            </span>
          )}
        </td>
        <td>{percent(figures.meanSuperNet)}</td>
        <td>{percent(found.performance, 2)}</td>
        <td>{found.surpassRandom?.toFixed(2) ?? "–"}</td>
        <td>{images > 0 ? short(images) : "–"}</td>
        <td>{seconds > 0 ? duration(seconds) : "–"}</td>
      </tr>
      {!isBaseline && hasBaseline && !entry.isHidden && <DifferenceRow item={item} />}
    </tbody>
  );
}

/** Of the value shown: where only the baseline changed it stays while it is computed anew. */
function useSteadyInterval(figures: Figures): Interval | undefined {
  const { round, now } = figures;
  const threshold = useLab((state) => state.view.thr);
  const interval = useLab((state) => state.certainties.get(figures)?.interval);
  const of = [round?.number, now?.scored, now?.skdt, threshold].join();
  const last = useRef<{ readonly of: string; readonly interval: Interval }>(undefined);
  if (interval) last.current = { of, interval };
  return last.current?.of === of ? last.current.interval : undefined;
}

function NameCell({ entry, name }: { readonly entry: RunEntry; readonly name: string }) {
  const isActive = useLab((state) => state.active === entry.id);
  const isBaseline = useLab((state) => state.baselineId === entry.id);
  const actions = useActions();
  const isStopped = entry.origin === "ended" && entry.run.status !== "finished";
  const state = entry.origin === "recorded" ? "recorded" : isStopped ? "stopped" : phaseOf(entry);
  return (
    <th scope="rowgroup" colSpan={nameColumns}>
      <button
        type="button"
        className="link-button run-name"
        aria-pressed={isActive}
        onClick={() => actions.showRun(entry.id)}
      >
        {name}
      </button>
      <span className="note run-state">
        {isActive && "shown · "}
        {isBaseline && "baseline · "}
        {entry.isHidden && "hidden · "}
        {state}
      </span>
    </th>
  );
}

interface RunActionsProps {
  readonly entry: RunEntry;
  readonly name: string;
  readonly isActive: boolean;
  readonly isBaseline: boolean;
}

function RunActions({ entry, name, isActive, isBaseline }: RunActionsProps) {
  const actions = useActions();
  const isOneOfMany = useLab((state) => state.listed.length > 1);
  const phase = phaseOf(entry);
  const isPaused = phase === "paused";
  const { status } = entry.run;
  const canGoOn =
    (isLive(entry) && isPaused) ||
    (entry.origin === "ended" && entry.kept !== undefined && status !== "finished");
  const canPause = isLive(entry) && !isPaused && phase !== "finished" && phase !== "failed";
  return (
    <span className="run-actions">
      {canPause && (
        <RowButton label={`Pause: ${name}`} icon="pause" onClick={() => actions.pauseRun(entry.id)} />
      )}
      {canGoOn && (
        <RowButton label={`Go on: ${name}`} icon="play" onClick={() => actions.resumeRun(entry.id)} />
      )}
      {!isActive && (
        <button
          type="button"
          className="link-button"
          aria-pressed={isBaseline}
          aria-label={`Baseline: ${name}`}
          onClick={() => actions.setBaseline(isBaseline ? undefined : entry.id)}
        >
          baseline
        </button>
      )}
      <RunMenu entry={entry} name={name} />
      {isOneOfMany && (
        <RowButton
          label={`Remove: ${name}`}
          icon="close"
          onClick={() => {
            actions.removeRun(entry.id);
            // The button goes with its row; a keyboard goes on from the list.
            document.getElementById("panel-runs")?.focus({ preventScroll: true });
          }}
        />
      )}
    </span>
  );
}

interface RowButtonProps {
  readonly label: string;
  readonly icon: "pause" | "play" | "close";
  readonly onClick: () => void;
}

function RowButton({ label, icon, onClick }: RowButtonProps) {
  return (
    <button type="button" className="icon-button small" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} size={14} />
    </button>
  );
}

/** Against the baseline, on the same architectures, where both have had as much as the list says. */
function DifferenceRow({ item: { entry, figures } }: { readonly item: RunFigures }) {
  const interval = useLab((state) => state.certainties.get(figures)?.difference);
  const at = useLab((state) => state.view.at);
  const isNamed = useLab((state) => state.view.metric !== "skdt");
  const isElsewhere = useLab(({ baseline }) => baseline?.run.config.space !== entry.run.config.space);
  const { comparison, round } = figures;
  const own = round?.step ?? 0;
  return (
    <tr className="run-difference">
      <td colSpan={runColumns}>
        <div className="run-sentence">
          {comparison?.with === "run" && comparison.images
            ? `Against the baseline${isNamed ? `, ${metricOf("skdt").title}` : ""}: ${differenceSentence({
                of: "run",
                before: comparison.before,
                now: comparison.now,
                interval,
                steps: comparedSteps(at, { before: comparison.step, now: own }, comparison.images),
                images: comparison.images,
                count: comparison.count,
              })} (n = ${comparison.count}; ${
                at === "images"
                  ? `${short(comparison.images.now)} images here, ${short(comparison.images.before)} in the baseline`
                  : `step ${count(own)} here, ${count(comparison.step)} in the baseline`
              }).`
            : `Against the baseline: ${isElsewhere ? "it is of another search space" : "no round at a like step yet"}.`}
        </div>
      </td>
    </tr>
  );
}
