/** @file The lessons, and experiments, one click each; a second click takes one back. */
import { useMemo } from "react";
import { defaultsFor, settingSpec } from "../../core/heuristics/index.ts";
import { isLocked } from "../../core/linkView.ts";
import type { Settings } from "../../core/settings.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { comparisonWords, effectOn } from "../changeWords.ts";
import { effectText } from "../effectText.ts";
import { type Suggestion, suggestionsFor } from "../experiments.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { LessonList, openLesson } from "../lessons/LessonList.tsx";
import { ResetControl } from "./ResetControl.tsx";

export default function TryPanel() {
  const space: SearchSpace = spaceById(useLab((state) => state.config.space)) ?? spaces[0];
  const chosen = useLab((state) => state.config.settings);
  // The list of runs is another one with every score; as a text it stays the same.
  const tried = useLab(({ listed, config, active }) =>
    JSON.stringify(
      listed.flatMap(({ entry: { id, run } }) =>
        id !== active && run.config.space === config.space ? [run.config.settings] : [],
      ),
    ),
  );
  const suggestions = useMemo(
    () => suggestionsFor(space, chosen, JSON.parse(tried) as Settings[]),
    [space, chosen, tried],
  );
  return (
    <section className="card wide" aria-labelledby="try-title">
      <LessonList />
      <div className="card-head">
        <h2 id="try-title">You could try…</h2>
        <ResetControl />
      </div>
      <ul className="experiments">
        {suggestions.map((suggestion) => (
          <li key={suggestion.experiment.id}>
            <ExperimentButton {...suggestion} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What leads on from the run that is shown, and what another run of the list has. */
const remarks = {
  on: "",
  next: "leads on from this run",
  new: "",
  tried: "a run of the list has it",
} as const;

function ExperimentButton({ experiment, state }: Suggestion) {
  const { title, watch, settings, lesson } = experiment;
  const space: SearchSpace = spaceById(useLab((state) => state.config.space)) ?? spaces[0];
  const defaults = useMemo(() => defaultsFor(space), [space]);
  const effect = useLab((state) => effectOn(state, settings));
  const compared = useLab((state) => comparisonWords(state, [settings]));
  const canBranch = useLab((state) => state.run !== undefined && state.run.status !== "starting");
  const actions = useActions();
  const keys = Object.keys(settings);
  const isHeld = useLab((state) => keys.some((key) => isLocked(state.view, key)));
  const on = state === "on";
  const effects = new Set(keys.map((key) => settingSpec(key)?.effect));
  const strongest =
    effect === "restart" || effects.has("restart")
      ? "restart"
      : effects.has("reevaluate")
        ? "reevaluate"
        : effects.has("nextStep")
          ? "nextStep"
          : "rerank";
  const press = (): void => {
    actions.trainWith(
      on
        ? Object.fromEntries(
            keys.flatMap((key) => (defaults[key] === undefined ? [] : [[key, defaults[key]]])),
          )
        : settings,
    );
    // What there is to watch stands at the top.
    document.querySelector(".lab-main")?.scrollIntoView();
  };
  return (
    <div className="experiment-pair">
      <button type="button" className="experiment" aria-pressed={on} disabled={isHeld} onClick={press}>
        <strong>{title}</strong>
        <span>
          {watch}
          {remarks[state] && <span className="note"> ({remarks[state]})</span>}
        </span>
        <span className={`badge badge-${strongest}`}>
          {on ? "On – click to undo" : effectText[strongest].badge}
        </span>
      </button>
      <span className="experiment-more">
        {lesson !== undefined && (
          <button
            type="button"
            className="link-button"
            aria-label={`${title}: as a lesson`}
            onClick={() => openLesson(actions, lesson)}
          >
            as a lesson
          </button>
        )}
        {!on && canBranch && (
          <button
            type="button"
            className="link-button"
            aria-label={`${title}: compare`}
            disabled={isHeld}
            title={compared}
            onClick={() => {
              actions.compareWith(settings);
              document.querySelector(".lab-main")?.scrollIntoView();
            }}
          >
            compare
          </button>
        )}
      </span>
    </div>
  );
}
