/** @file What a student answered, kept in this browser where it may, and as a file. */
import { codeVersion } from "../../core/codeVersion.ts";
import type { Lesson } from "../../core/lessons/lesson.ts";
import type { Reading } from "./readings.ts";

/** The answer to the question of a step, with what the step showed at that moment. */
export interface Answer {
  readonly choice: string;
  readonly readings: readonly Reading[];
}

/** By `id.step`, steps from 1. */
export type Answers = Readonly<Record<string, Answer>>;

const place = "supernet-lab:answers";

/** Those of earlier visits; none where the browser keeps nothing or what it kept cannot be read. */
export function keptAnswers(): Answers {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(place) ?? "{}");
    return Object.fromEntries(Object.entries(read ?? {}).filter(([, answer]) => isAnswer(answer)));
  } catch {
    return {};
  }
}

function isAnswer(value: unknown): value is Answer {
  if (typeof value !== "object" || value === null) return false;
  const { choice, readings } = value as Partial<Answer>;
  return (
    typeof choice === "string" &&
    Array.isArray(readings) &&
    readings.every((one: unknown) => {
      const { label, value: text } = (one ?? {}) as Partial<Reading>;
      return typeof label === "string" && typeof text === "string";
    })
  );
}

export function keepAnswers(answers: Answers): void {
  try {
    localStorage.setItem(place, JSON.stringify(answers));
  } catch {
    // A frame or a private window may keep nothing; the answers last as long as the page.
  }
}

/** The answers to a lesson as a file (JSON). @param link reproduces what was trained last */
export function answerFile(lesson: Lesson, answers: Answers, link: string): string {
  const steps = lesson.steps.flatMap(({ title, question }, index) => {
    const answer = answers[`${lesson.id}.${index + 1}`];
    return question
      ? [
          {
            step: index + 1,
            title,
            kind: question.kind,
            question: question.text,
            answer: answer?.choice ?? null,
            shown: answer?.readings ?? [],
          },
        ]
      : [];
  });
  const file = {
    format: "super-net-lab/answers",
    version: 1,
    lesson: lesson.id,
    title: lesson.title,
    code: codeVersion,
    link,
    answers: steps,
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}
