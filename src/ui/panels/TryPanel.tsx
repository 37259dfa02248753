/** @file The lessons, and experiments, one click each; a second click takes one back. */
import { useMemo } from "react";
import { defaultsFor, settingSpec } from "../../core/heuristics/index.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { effectText } from "../effectText.ts";
import { experimentsBeside } from "../experiments.ts";
import type { Experiment } from "../fairSampling.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { LessonList, openLesson } from "../lessons/LessonList.tsx";
import { ResetControl } from "./ResetControl.tsx";

export default function TryPanel() {
  const space: SearchSpace = spaceById(useLab((state) => state.config.space)) ?? spaces[0];
  const experiments = useMemo(() => experimentsBeside(defaultsFor(space)), [space]);
  return (
    <section className="card wide" aria-labelledby="try-title">
      <LessonList />
      <div className="card-head">
        <h2 id="try-title">You could try…</h2>
        <ResetControl />
      </div>
      <ul className="experiments">
        {experiments.map((experiment) => (
          <li key={experiment.id}>
            <ExperimentButton experiment={experiment} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ExperimentButton({ experiment }: { readonly experiment: Experiment }) {
  const { title, watch, settings, lesson } = experiment;
  const chosen = useLab((state) => state.config.settings);
  const space: SearchSpace = spaceById(useLab((state) => state.config.space)) ?? spaces[0];
  const usual = useMemo(() => defaultsFor(space), [space]);
  const isOver = useLab((state) => state.phase === "finished");
  const canBranch = useLab((state) => state.run !== undefined && state.run.status !== "starting");
  const actions = useActions();
  const keys = Object.keys(settings);
  const on = keys.every((key) => (chosen[key] ?? usual[key]) === settings[key]);
  const effects = new Set(keys.map((key) => settingSpec(key)?.effect));
  const strongest =
    effects.has("restart") || (isOver && effects.has("nextStep"))
      ? "restart"
      : effects.has("reevaluate")
        ? "reevaluate"
        : "nextStep";
  const press = (): void => {
    actions.trainWith(
      on
        ? Object.fromEntries(keys.flatMap((key) => (usual[key] === undefined ? [] : [[key, usual[key]]])))
        : settings,
    );
    // What there is to watch stands at the top.
    document.querySelector(".lab-main")?.scrollIntoView();
  };
  return (
    <div className="experiment-pair">
      <button type="button" className="experiment" aria-pressed={on} onClick={press}>
        <strong>{title}</strong>
        <span>{watch}</span>
        <span className={`badge badge-${strongest}`}>
          {on ? "on: click to take it back" : effectText[strongest].badge}
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
            title="Leaves this run as it is, and trains its twin with the change beside it"
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
