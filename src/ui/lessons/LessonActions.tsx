/** @file The buttons of a lesson's step: set the lab, and do what is done with it. */
import { defaultsFor, settingSpec } from "../../core/heuristics/index.ts";
import type { LessonAction, LessonCheck, LessonLab } from "../../core/lessons/lesson.ts";
import { everySeed } from "../../core/search/searchEvent.ts";
import { formatSetting, type Settings } from "../../core/settings.ts";
import { spaces } from "../../core/spaces/index.ts";
import { isSearchOver } from "../../store/searchState.ts";
import { thresholdText } from "../format.ts";
import { useActions, useLab, useLabState } from "../LabContext.tsx";
import { canChange, configsOf, isSet, mustChangeBack, resetBy, spaceOf } from "./lessonLab.ts";

interface LessonActionsProps {
  readonly lab: LessonLab | undefined;
  /** What that changes, where it changes a run that is there. */
  readonly before?: LessonLab | undefined;
  /** What the step still waits for. */
  readonly check?: LessonCheck | undefined;
  /** Whether this step sets the lab, and not an earlier one. */
  readonly isOwn: boolean;
  readonly action: LessonAction | undefined;
}

export function LessonActions({ lab, before, check, isOwn, action }: LessonActionsProps) {
  const isReady = useLab((state) => isSet(lab, state));
  const isOver = useLab(({ phase }) => phase === "finished" || phase === "failed");
  // A second press would begin it anew.
  const isSearching = useLab(({ search }) => search !== undefined && !isSearchOver(search));
  const config = useLab((now) => now.config);
  const isChange = useLab((now) => lab !== undefined && canChange(lab, now));
  const isBack = useLab((now) => lab !== undefined && mustChangeBack(lab, before, check, now));
  const hasRound = useLab(({ figures }) => figures.round !== undefined);
  const thr = useLab(({ view }) => view.thr);
  const begun = lab?.isLive ? before : lab;
  const reset = begun && !isReady && !isChange ? resetBy(begun, { config }) : [];
  const state = useLabState();
  const actions = useActions();
  if (!lab || !begun) return null;
  const set = (): void => {
    const now = state();
    if (isBack) actions.changeAsLesson(begun.settings);
    else if (canChange(lab, now)) actions.changeAsLesson(lab.settings);
    else {
      const { config, baseline } = configsOf(begun, now.config);
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
        {(!isReady || isBack) && (
          <button type="button" className="button primary" disabled={isChange && !hasRound} onClick={set}>
            {isBack
              ? "Change it back"
              : isChange
                ? "Change it"
                : begun.against
                  ? "Begin both runs"
                  : "Begin the run"}
          </button>
        )}
        {!isReady && isChange && !hasRound && <span className="note">once a scoring round is complete</span>}
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
        {isReady && action?.type === "threshold" && <Rounding values={action.values} thr={thr} />}
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

/** A larger threshold than the present one. */
function Rounding({ values, thr }: { readonly values: readonly number[]; readonly thr: number }) {
  const actions = useActions();
  const larger = values.find((value) => value > thr);
  if (larger === undefined) return null;
  return (
    <button type="button" className="button" onClick={() => actions.changeView({ thr: larger })}>
      Round to {thresholdText(larger)}
    </button>
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
