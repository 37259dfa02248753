/** @file The answers to a lesson as a file (JSON), and back; what a class answered, counted. */
import { codeVersion } from "../codeVersion.ts";
import { type Field, parseJson, type ReadResult, readFields } from "../fieldReader.ts";
import type { Lesson } from "./lesson.ts";

export const answersFormat = "super-net-lab/answers";
const version = 1;

/** A number that a step showed at the moment of the answer, as text. */
export interface ShownReading {
  readonly label: string;
  readonly value: string;
}

/** The answer to the question of a step, with what the step showed at that moment. */
export interface Answer {
  readonly choice: string;
  readonly readings: readonly ShownReading[];
}

/** By `id.step`, steps from 1. */
export type Answers = Readonly<Record<string, Answer>>;

/** What is read of such a file. */
export interface AnswerFile {
  /** Id and title of the lesson. */
  readonly lesson: string;
  readonly title: string;
  readonly answers: readonly {
    /** From 1. */
    readonly step: number;
    readonly question: string;
    /** `undefined` where nothing was chosen. */
    readonly choice: string | undefined;
  }[];
}

/** The text of the file. @param link reproduces what was trained last */
export function printAnswerFile(lesson: Lesson, answers: Answers, link: string): string {
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
    format: answersFormat,
    version,
    lesson: lesson.id,
    title: lesson.title,
    code: codeVersion,
    link,
    answers: steps,
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** What `printAnswerFile` wrote; a problem names the first bad field. */
export function readAnswerFile(text: string): ReadResult<AnswerFile> {
  const json = parseJson(text);
  return json.ok ? readFields(json.value, readRoot) : json;
}

function readRoot(root: Field): AnswerFile {
  if (root.at("format").isMissing || root.at("format").text() !== answersFormat)
    root.at("format").fail(`"${answersFormat}", as in every file of answers`);
  if (root.at("version").count() > version)
    root.at("version").fail(`at most ${version} for this lab: the file comes from a newer one`);
  return {
    lesson: root.at("lesson").text(),
    title: root.at("title").text(),
    answers: root
      .at("answers")
      .items()
      .map((item) => ({
        step: item.at("step").count(),
        question: item.at("question").text(),
        choice: item.at("answer").type === "null" ? undefined : item.at("answer").text(),
      })),
  };
}

/** How often each choice of a question was made. */
interface CountedQuestion {
  readonly lesson: string;
  readonly step: number;
  readonly question: string;
  readonly choices: readonly { readonly text: string; readonly count: number }[];
  /** Files that hold the question without an answer. */
  readonly open: number;
}

/**
 * In the order of lessons and steps. Choices that nobody made are there where the question is one of `lessons`; a question of another
 * wording, as of an older lab, is another question.
 */
export function countAnswers(files: readonly AnswerFile[], lessons: readonly Lesson[]): CountedQuestion[] {
  const found = new Map<string, { first: CountedQuestion; counts: Map<string, number>; open: number }>();
  for (const { lesson, title, answers } of files)
    for (const { step, question, choice } of answers) {
      const key = JSON.stringify([lesson, step, question]);
      const known = lessons.find(({ id }) => id === lesson)?.steps[step - 1]?.question;
      const choices = known?.text === question ? known.choices : [];
      const entry = found.get(key) ?? {
        first: { lesson: title, step, question, choices: [], open: 0 },
        counts: new Map(choices.map((text) => [text, 0])),
        open: 0,
      };
      if (choice === undefined) entry.open++;
      else entry.counts.set(choice, (entry.counts.get(choice) ?? 0) + 1);
      found.set(key, entry);
    }
  const place = ({ lesson }: CountedQuestion): number => {
    const index = lessons.findIndex(({ title }) => title === lesson);
    return index < 0 ? lessons.length : index;
  };
  return [...found.values()]
    .map(({ first, counts, open }) => ({
      ...first,
      choices: [...counts].map(([text, count]) => ({ text, count })),
      open,
    }))
    .toSorted((a, b) => place(a) - place(b) || a.step - b.step);
}
