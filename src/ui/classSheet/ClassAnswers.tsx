/** @file What a class answered in the lessons, choice by choice. */
import { useMemo } from "react";
import { type AnswerFile, countAnswers } from "../../core/lessons/answerFile.ts";
import { lessons } from "../../core/lessons/index.ts";

export function ClassAnswers({ answers }: { readonly answers: readonly AnswerFile[] }) {
  const counted = useMemo(() => countAnswers(answers, lessons), [answers]);
  return (
    <section aria-label="Answers of the class">
      <h3>Answers, {answers.length === 1 ? "one file" : `${answers.length} files`}</h3>
      {counted.map(({ lesson, step, question, choices, open }) => {
        const total = choices.reduce((sum, { count }) => sum + count, 0);
        return (
          <figure key={`${lesson} ${step} ${question}`} className="class-question">
            <figcaption>
              <span className="note">
                {lesson}, step {step}
              </span>
              {question}
            </figcaption>
            <ul>
              {choices.map(({ text, count }) => (
                <li key={text}>
                  <span
                    className="class-bar"
                    style={{ inlineSize: `${total > 0 ? (100 * count) / total : 0}%` }}
                  />
                  <span>{text}</span>
                  <strong>{count}</strong>
                </li>
              ))}
            </ul>
            {open > 0 && <p className="note">{open} without an answer</p>}
          </figure>
        );
      })}
    </section>
  );
}
