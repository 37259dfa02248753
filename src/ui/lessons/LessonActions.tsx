/** @file The buttons of a lesson's step: set the lab, and do what is done with it. */
import { defaultsFor, settingSpec } from "../../core/heuristics/index.ts";
import type { LessonAction, LessonLab } from "../../core/lessons/lesson.ts";
import { everySeed } from "../../core/search/searchEvent.ts";
import { formatSetting, type Settings } from "../../core/settings.ts";
import { spaces } from "../../core/spaces/index.ts";
import { isSearchOver } from "../../store/searchState.ts";
import { useActions, useLab, useLabState } from "../LabContext.tsx";
import { canChange, configsOf, isSet, resetBy, spaceOf } from "./lessonLab.ts";

interface LessonActionsProps {
  readonly lab: LessonLab | undefined;
  /** Whether this step sets the lab, and not an earlier one. */
  readonly isOwn: boolean;
  readonly action: LessonAction | undefined;
}

export function LessonActions({ lab, isOwn, action }: LessonActionsProps) {
  const isReady = useLab((state) => isSet(lab, state));
  const isOver = useLab(({ phase }) => phase === "finished" || phase === "failed");
  // A second press would begin it anew.
  const isSearching = useLab(({ search }) => search !== undefined && !isSearchOver(search));
  const config = useLab((now) => now.config);
  const isChange = useLab((now) => lab !== undefined && canChange(lab, now));
  const reset = lab && !isReady && !isChange ? resetBy(lab, { config }) : [];
  const state = useLabState();
  const actions = useActions();
  if (!lab) return null;
  const set = (): void => {
    const now = state();
    if (canChange(lab, now)) actions.changeAsLesson(lab.settings);
    else {
      const { config, baseline } = configsOf(lab, now.config);
      actions.beginLinked(config, baseline);
      if (action?.type === "advance") actions.pause();
    }
    // The button that had the focus may be gone.
    document.getElementById("lesson-title")?.focus({ preventScroll: true });
  };
  return (
    <>
      {isOwn && (
        <p className="note">
          The lab: {labText(lab)}.
          {reset.length > 0 && ` Beginning takes ${titles(reset)} back to the default.`}
        </p>
      )}
      <div className="button-row">
        {!isReady && (
          <button type="button" className="button primary" onClick={set}>
            {lab.isLive ? "Change it" : lab.against ? "Begin both runs" : "Begin the run"}
          </button>
        )}
        {isReady && action?.type === "advance" && (
          <button
            type="button"
            className="button"
            disabled={isOver}
            onClick={() => actions.advance(action.by)}
          >
            {action.title}
          </button>
        )}
        {isReady && action?.type === "threshold" && (
          <button type="button" className="button" onClick={() => actions.changeView({ thr: action.value })}>
            {action.title}
          </button>
        )}
        {isReady && action?.type === "search" && (
          <button
            type="button"
            className="button"
            disabled={isSearching}
            onClick={() => actions.startSearch(everySeed(action))}
          >
            {action.title}
          </button>
        )}
      </div>
    </>
  );
}

const titles = (keys: readonly string[]): string =>
  new Intl.ListFormat("en").format(keys.map((key) => settingSpec(key)?.title.toLowerCase() ?? key));

/** What the lab is set to, in words that follow from the settings themselves. */
function labText(lab: LessonLab): string {
  const { settings, against } = lab;
  const space = spaceOf(lab);
  const where = space.id === spaces[0].id ? "" : `${space.title}, `;
  const defaults = defaultsFor(space);
  const told = (own: Settings): string =>
    Object.entries(own)
      .flatMap(([key, value]) => {
        const spec = settingSpec(key);
        return spec
          ? [`${spec.title} ${formatSetting(spec, value)}${value === defaults[key] ? " (the default)" : ""}`]
          : [];
      })
      .join(", ") || "the defaults";
  return `${where}${told(settings)}${against ? `; beside it ${told(against)}` : ""}`;
}
