/** @file The runs side by side: what differs, how each ranks, and the difference to the baseline with its interval. */
import { useMemo } from "react";
import { defaultsFor, settingSpec } from "../../core/heuristics/index.ts";
import { metricOf } from "../../core/metrics/index.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import type { RunFigures } from "../../store/labState.ts";
import { phaseOf } from "../../store/runs.ts";
import { differenceSentence } from "../difference.ts";
import { correlation, count, percent } from "../format.ts";
import { Icon } from "../icons.tsx";
import { useActions, useLab } from "../LabContext.tsx";
import { runNames } from "../runNames.ts";
import { useStaggered } from "../useStaggered.ts";

export function RunsPanel() {
  const listed = useStaggered(
    useLab((state) => state.listed),
    500,
    0,
  );
  const removed = useLab((state) => state.removed);
  const metric = useLab((state) => state.view.metric);
  const actions = useActions();
  const names = useMemo(() => namesOf(listed), [listed]);
  if (listed.length < 2 && removed.length === 0) return null;
  return (
    <section className="card" aria-labelledby="runs-title">
      <div className="card-head">
        <h2 id="runs-title">Runs</h2>
        {listed.length > 1 && (
          <button type="button" className="link-button" onClick={actions.removeOtherRuns}>
            remove all but the one shown
          </button>
        )}
        {removed.length > 0 && (
          <button type="button" className="link-button" onClick={actions.restoreRun}>
            {removed.length > 1 ? `bring ${removed.length} runs back` : "bring the removed run back"}
          </button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-scroll" aria-label="Runs" tabIndex={0}>
        <table className="runs-table">
          <thead>
            <tr>
              <th scope="col">what differs</th>
              <th scope="col">step</th>
              <th scope="col">{metricOf(metric).title}</th>
              <th scope="col">mean</th>
              <th scope="col">top 3</th>
              <th scope="col">
                <span className="hidden-visually">actions</span>
              </th>
            </tr>
          </thead>
          {listed.map((item, index) => (
            <Row key={item.entry.id} item={item} name={names[index] ?? ""} />
          ))}
        </table>
      </section>
    </section>
  );
}

function namesOf(listed: readonly RunFigures[]): string[] {
  const runs = listed.map(({ entry }) => {
    const { config } = entry.run;
    const space = spaceById(config.space) ?? spaces[0];
    return { config, defaults: defaultsFor(space), space: space.title };
  });
  return runNames(runs, settingSpec);
}

function Row({ item: { entry, figures }, name }: { readonly item: RunFigures; readonly name: string }) {
  const isActive = useLab((state) => state.active === entry.id);
  const isBaseline = useLab((state) => state.baselineId === entry.id);
  const hasBaseline = useLab((state) => state.baselineId !== undefined);
  const metric = useLab((state) => state.view.metric);
  const certainty = useLab((state) => {
    const known = state.certainties.get(entry.id);
    return known?.figures === figures ? known.certainty : undefined;
  });
  const actions = useActions();
  const phase = phaseOf(entry);
  const { comparison, now } = figures;
  const interval = metric === "skdt" ? certainty?.interval : undefined;
  const isLive = entry.origin === "training" || entry.origin === "new";
  const isPaused = phase === "paused";
  const { totalSteps, step, status } = entry.run;
  const canGoOn =
    (isLive && isPaused) || (entry.origin === "ended" && entry.kept !== undefined && status !== "finished");
  return (
    <tbody data-selected={isActive || undefined}>
      <tr>
        <th scope="row">
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
            {entry.origin === "recorded"
              ? "recorded"
              : entry.origin === "ended" && status !== "finished"
                ? "stopped"
                : phase}
          </span>
        </th>
        <td className="number">
          {count(step)}
          {totalSteps > 0 && <span className="note"> of {count(totalSteps)}</span>}
        </td>
        <td className="number">
          {correlation(now?.[metric], now ? "n/a" : "–", 2)}
          {interval && (
            <span className="note">
              {" "}
              [{correlation(interval.low, "–", 2)} to {correlation(interval.high, "–", 2)}]
            </span>
          )}
          {now && (
            <span className="note">
              <br />n = {now.scored}, step {count(now.step)}
            </span>
          )}
        </td>
        <td className="number">{percent(figures.meanSuperNet)}</td>
        <td className="number">{percent(figures.found.performance, 2)}</td>
        <td>
          <span className="run-actions">
            {isLive && !isPaused && phase !== "finished" && phase !== "failed" && (
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
                onClick={() => actions.setBaseline(isBaseline ? undefined : entry.id)}
              >
                baseline
              </button>
            )}
            {!isActive && (
              <RowButton label={`Remove: ${name}`} icon="close" onClick={() => actions.removeRun(entry.id)} />
            )}
          </span>
        </td>
      </tr>
      {!isBaseline && hasBaseline && (
        <tr className="run-difference">
          <td colSpan={6}>
            {comparison?.with === "run"
              ? `Against the baseline: ${differenceSentence({
                  of: "run",
                  before: comparison.before,
                  now: comparison.now,
                  interval: certainty?.difference,
                  steps: { before: comparison.step, now: figures.round?.step ?? 0 },
                })} (n = ${comparison.count}, the baseline at step ${count(comparison.step)}).`
              : "Against the baseline: no round at a like step yet."}
          </td>
        </tr>
      )}
    </tbody>
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
