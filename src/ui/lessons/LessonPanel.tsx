/** @file The lesson that is open: one step at a time, beside the lab that it drives. */
import { useEffect, useId, useRef, useState } from "react";
import { type Answers, printAnswerFile } from "../../core/lessons/answerFile.ts";
import { lessons } from "../../core/lessons/index.ts";
import { beginningAt, type LessonStep, labAt, lessonAt } from "../../core/lessons/lesson.ts";
import { type PanelId, panelTitles } from "../../core/panels.ts";
import { download } from "../download.ts";
import { useActions, useLab, useLabState } from "../LabContext.tsx";
import { keepAnswers, keptAnswers } from "./answers.ts";
import { LessonActions } from "./LessonActions.tsx";
import { LessonFurther } from "./LessonFurther.tsx";
import { LessonReadings } from "./LessonReadings.tsx";
import { LessonSources } from "./LessonSources.tsx";
import { isMet, isSet, lessonStart, nowhere, waitingFor } from "./lessonLab.ts";
import { shownReading, useMeasured } from "./useMeasured.ts";
import "../styles/lessons.css";

/** Where lessons are chosen. */
const lessonList = "panel-try";

export default function LessonPanel() {
  const text = useLab((state) => state.view.lesson);
  const [answers, setAnswers] = useState<Answers>(keptAnswers);
  const actions = useActions();
  const state = useLabState();
  const at = lessonAt(lessons, text);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(text);
  useEffect(() => {
    // Where a step is asked for, reading goes on at its beginning; a page that opens at one keeps its own.
    const isChosen = shown.current !== text || document.activeElement?.closest(`#${lessonList}`);
    if (isChosen) heading.current?.focus();
    shown.current = text;
  }, [text]);
  const key = at ? `${at.lesson.id}.${at.index + 1}` : "";
  const open = at?.lesson.steps[at.index];
  const kept = useMeasured(key, open, (now) =>
    Boolean(at && open?.check && isSet(labAt(at.lesson, at.index), now) && isMet(open.check, now, nowhere)),
  );
  if (!at)
    return (
      <section className="card" aria-labelledby="lesson-title">
        <div className="card-head">
          <h2 id="lesson-title">Lessons</h2>
          <button type="button" className="link-button" onClick={() => actions.changeView({ lesson: "" })}>
            close
          </button>
        </div>
        <p>
          The link asks for the lesson {text}, which is none of this lab, or has no such step. The lessons are{" "}
          {lessons.map(({ id, steps }) => `${id} (${steps.length} steps)`).join(", ")}.
        </p>
      </section>
    );
  const { lesson, index } = at;
  const step = lesson.steps[index] as LessonStep;
  const close = (): void => {
    actions.changeView({ lesson: "" });
    document.getElementById(lessonList)?.focus({ preventScroll: true });
  };
  const go = (next: number): void => actions.changeView({ lesson: `${lesson.id}.${next + 1}` });
  const answer = (choice: string): void => {
    const now = state();
    const readings = (step.readings ?? []).map((kind) => shownReading(kind, now, kept, key));
    // Another tab may have been answered meanwhile.
    const next = { ...answers, ...keptAnswers(), [key]: { choice, readings } };
    setAnswers(next);
    keepAnswers(next);
  };
  const isLast = index === lesson.steps.length - 1;
  return (
    <section className="card lesson" aria-labelledby="lesson-title">
      <div className="card-head">
        <h2 id="lesson-title" ref={heading} tabIndex={-1}>
          {lesson.title}
          <span className="note">
            {" "}
            step {index + 1} of {lesson.steps.length}: {step.title}
          </span>
        </h2>
        <button type="button" className="link-button" onClick={close}>
          close the lesson
        </button>
      </div>
      <p className="lesson-text">{step.text}</p>
      {step.further ? (
        <LessonFurther key={key} lab={labAt(lesson, index)} further={step.further} />
      ) : (
        <LessonActions
          lab={labAt(lesson, index)}
          before={beginningAt(lesson, index)}
          check={kept.has(key) ? undefined : step.check}
          isOwn={step.lab !== undefined}
          action={step.action}
        />
      )}
      {step.look && <LookAt id={step.look} />}
      {step.readings && <LessonReadings kinds={step.readings} kept={kept} of={key} />}
      {step.sources && <LessonSources sources={step.sources} />}
      <StepEnd
        key={key}
        step={step}
        isSetFor={(now) => isSet(labAt(lesson, index), now)}
        wasMeasured={kept.has(key)}
        choice={answers[key]?.choice}
        onAnswer={answer}
        isLast={isLast}
        onBack={index > 0 ? () => go(index - 1) : undefined}
        onNext={isLast ? undefined : () => go(index + 1)}
      />
      {isLast && (
        <button
          type="button"
          className="button"
          onClick={() =>
            download(
              `lesson-${lesson.id}.json`,
              printAnswerFile(lesson, answers, actions.comparisonLink() ?? actions.link()),
              "application/json",
            )
          }
        >
          Save the answers
        </button>
      )}
    </section>
  );
}

function LookAt({ id }: { readonly id: PanelId }) {
  const isHidden = useLab(
    ({ view: { hide, show } }) => hide.includes(id) || (show.length > 0 && !show.includes(id)),
  );
  if (isHidden) return null;
  return (
    <p className="note">
      Look at:{" "}
      <a
        href={`#panel-${id}`}
        onClick={(event) => {
          // The address holds the lab's state.
          event.preventDefault();
          const element = document.getElementById(`panel-${id}`);
          const closed = element?.querySelector<HTMLDetailsElement>("section > details:not([open])");
          if (closed) closed.open = true;
          element?.scrollIntoView({ block: "start" });
          element?.focus({ preventScroll: true });
        }}
      >
        {panelTitles[id].replace(/^./, (first) => first.toLowerCase())}
      </a>
    </p>
  );
}

interface StepEndProps {
  readonly step: LessonStep;
  readonly isSetFor: (state: ReturnType<ReturnType<typeof useLabState>>) => boolean;
  /** Whether it was done before. */
  readonly wasMeasured: boolean;
  readonly choice: string | undefined;
  readonly onAnswer: (choice: string) => void;
  readonly isLast: boolean;
  readonly onBack: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
}

function StepEnd({ step, isSetFor, wasMeasured, choice, onAnswer, isLast, onBack, onNext }: StepEndProps) {
  const { question, check } = step;
  const name = useId();
  const state = useLabState();
  const [from] = useState(() => lessonStart(state()));
  const isDone = useLab((now) => !check || (isSetFor(now) && isMet(check, now, from)));
  // What was seen once stays seen: the lab goes on.
  const [wasDone, setWasDone] = useState(isDone);
  useEffect(() => {
    if (isDone) setWasDone(true);
  }, [isDone]);
  const isReady = isDone || wasDone || wasMeasured;
  const isAnswered = !question || choice !== undefined;
  const missing =
    !isReady && check ? `Waiting for ${waitingFor(check)}.` : isAnswered ? "" : "Answer to go on.";
  const mayAnswer = question?.kind === "prediction" || isReady;
  return (
    <>
      {question && mayAnswer && (
        <fieldset className="lesson-question">
          <legend>{question.text}</legend>
          {question.choices.map((text) => (
            <label key={text}>
              <input type="radio" name={name} checked={choice === text} onChange={() => onAnswer(text)} />{" "}
              {text}
            </label>
          ))}
        </fieldset>
      )}
      <p className="note" role="status" aria-label="lesson">
        {missing || (isLast ? "The lesson is done." : "Ready for the next step.")}
      </p>
      <div className="button-row">
        {onBack && (
          <button type="button" className="button" onClick={onBack}>
            Back
          </button>
        )}
        {onNext && (
          <button
            type="button"
            className="button primary"
            disabled={!isReady || !isAnswered}
            onClick={onNext}
          >
            Next step
          </button>
        )}
        {onNext && !isReady && (
          <button type="button" className="link-button" onClick={onNext}>
            go on without it
          </button>
        )}
      </div>
    </>
  );
}
