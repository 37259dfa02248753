/** @file The lessons in their order; list, links and tests take them from here. */
import { accuracy, ranking, sharing } from "./first.ts";
import { batchNorm, mapping, rate, sampling } from "./heuristics.ts";
import { type Lesson, touchedBy } from "./lesson.ts";
import { search } from "./search.ts";

export const lessons: readonly Lesson[] = [
  ...[sharing, ranking, accuracy, batchNorm],
  ...[rate, sampling, mapping, search],
];

/** They change which paths a step trains or which weights it moves, against what the lessons say of it. */
export const contradicting = ["sandwich", "inactive", "split", "shrink", "landmark"];

/** Keys of the settings that lessons set, or take back to their defaults. */
export const touched: ReadonlySet<string> = new Set([...touchedBy(lessons), ...contradicting]);
