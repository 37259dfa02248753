/**
 * @file A run as a file: everything measured, as JSON. Numbers lie in columns, which keeps ten thousand scores small. `readRun.ts` reads it;
 * a page writes one before it ever reads one.
 */
import { describeOwn, ownImagesOf } from "./ownImagesId.ts";
import { placesIn } from "./rounds.ts";
import type { TrainingPoint } from "./run.ts";
import type { Run } from "./runState.ts";
import type { LiveEffect } from "./settings.ts";

export const runFormat = "super-net-lab/run";
/**
 * 2: `course`, the epoch clock, in place of `stepsPerEpoch`, since a live batch size changes the length of an epoch. 3: `rounds` in place of the step of
 * every score and of `generations`; scores have a loss.
 */
export const runVersion = 3;

/** What a change does, in the words of the file. */
export const wordOf = {
  rerank: "ranking",
  nextStep: "live",
  reevaluate: "rescore",
} as const satisfies Record<LiveEffect, string>;

/** Every field of a point, by the compiler's word. */
const pointFields: Readonly<Record<keyof TrainingPoint, true>> = {
  step: true,
  loss: true,
  accuracy: true,
  learningRate: true,
  gradientNorm: true,
  imagesPerSecond: true,
};
export const pointColumns = Object.keys(pointFields) as (keyof TrainingPoint)[];

/** The text of the file. */
export function exportRun(run: Run): string {
  const { code, points, scores, changes, epochClock: course, ...rest } = run;
  const [measured, scored] = [points.toArray(), scores.toArray()];
  const placeOf = placesIn(run.pool);
  const own = ownImagesOf(run.config.dataset);
  return `${JSON.stringify({
    format: runFormat,
    version: runVersion,
    code,
    ...(own && { images: `not in this file: ${describeOwn(own)}` }),
    ...rest,
    course,
    changes: changes.map(({ effect, ...change }) => ({ ...change, acts: wordOf[effect] })),
    points: Object.fromEntries(pointColumns.map((key) => [key, measured.map((point) => point[key])])),
    scores: {
      architecture: scored.map((score) => placeOf.get(score.architecture)),
      accuracy: scored.map((score) => score.accuracy),
      loss: scored.map((score) => score.loss),
    },
  })}\n`;
}
