/** @file The lessons in their order; list, links and tests take them from here. */
import { accuracy, ranking, sharing } from "./first.ts";
import { batchNorm, mapping, rate, sampling } from "./heuristics.ts";
import { type Lesson, touchedBy } from "./lesson.ts";
import { search } from "./search.ts";

export const lessons: readonly Lesson[] = [
  ...[sharing, ranking, accuracy, batchNorm],
  ...[rate, sampling, mapping, search],
];

/** Keys of the settings that lessons set. */
export const touched = touchedBy(lessons);
