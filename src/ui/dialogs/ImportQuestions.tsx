/** @file What a file does not say, with all answers; it is read again once each question has one. */
import { useId, useState } from "react";
import type { Question } from "../../core/tables/question.ts";
import type { FileImport } from "../../store/fileImport.ts";
import { useActions } from "../LabContext.tsx";

interface ImportQuestionsProps {
  readonly one: FileImport;
  readonly questions: readonly Question[];
}

export function ImportQuestions({ one, questions }: ImportQuestionsProps) {
  const [answers, setAnswers] = useState<Readonly<Record<number, string>>>({});
  const name = useId();
  const actions = useActions();
  if (questions.length === 0) return null;
  const given = questions.flatMap((_, index) => answers[index] ?? []);
  return (
    <form
      className="import-questions"
      onSubmit={(event) => {
        event.preventDefault();
        void actions.answerImport(one.id, given);
      }}
    >
      {questions.map(({ text, options }, index) => (
        <fieldset key={text}>
          <legend>{text}</legend>
          {options.map(({ map, means }) => (
            <label key={map}>
              <input
                type="radio"
                name={`${name}-${index}`}
                value={map}
                checked={answers[index] === map}
                onChange={() => setAnswers({ ...answers, [index]: map })}
              />
              <span>{means}</span>
            </label>
          ))}
        </fieldset>
      ))}
      <button type="submit" className="button primary" disabled={given.length < questions.length}>
        Read it so
      </button>
    </form>
  );
}
