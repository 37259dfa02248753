/** @file What a student answered, kept in this browser where it may. */
import type { Answer, Answers, ShownReading } from "../../core/lessons/answerFile.ts";

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
      const { label, value: text } = (one ?? {}) as Partial<ShownReading>;
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
