/** @file How the rank correlation developed over a run, derived from its scores. */
import type { Score } from "../run.ts";
import type { Run } from "../runState.ts";
import { type Correlations, IncrementalCorrelation } from "./incremental.ts";

/** The correlations over the newest scores of all architectures, as they stood once training step `step` was evaluated. */
export interface CorrelationPoint extends Correlations {
  readonly step: number;
  /** Generation of the scores; the curve breaks where it changes. */
  readonly generation: number;
}

/** Below this many architectures a correlation is chance. */
export const fewestScored = 10;

interface Progress {
  /** How many scores went in, and the generation of the last one. */
  readonly consumed: number;
  readonly generation: number;
  readonly truths: readonly (number | undefined)[];
  readonly threshold: number;
  readonly correlation: IncrementalCorrelation;
  readonly points: readonly CorrelationPoint[];
}

/** What was computed last, by the identity of the score log, which all later states of a run share. */
const progressOf = new WeakMap<object, Progress>();

/**
 * One point per training step after which scores came, once ten architectures have one. Pure; but it goes on from its last
 * result for the same run, truths (same array) and threshold, so calling it after every event costs only what is new. The
 * array it returns is never changed, and is the same one as long as there are no new scores.
 * @param truths stand-alone accuracy [0, 1] per index of the pool
 * @param options threshold of S-KdT, as an accuracy
 */
export function correlationHistory(
  run: Run,
  truths: readonly (number | undefined)[],
  { threshold }: { readonly threshold: number },
): readonly CorrelationPoint[] {
  const known = progressOf.get(run.scores.identity);
  const goesOn =
    known !== undefined &&
    known.truths === truths &&
    known.threshold === threshold &&
    run.scores.length >= known.consumed;
  if (goesOn && run.scores.length === known.consumed) return known.points;

  const points = goesOn ? [...known.points] : [];
  let generation = goesOn ? known.generation : 0;
  let correlation = goesOn ? known.correlation : new IncrementalCorrelation(truths, threshold);
  for (let i = goesOn ? known.consumed : 0; i < run.scores.length; i++) {
    if (run.generations[generation + 1] === i) {
      generation++;
      correlation = new IncrementalCorrelation(truths, threshold);
    }
    const score = run.scores.at(i) as Score;
    correlation.set(score.architecture, score.accuracy);
    const next = run.scores.at(i + 1);
    const more = next !== undefined && next.step === score.step && run.generations[generation + 1] !== i + 1;
    if (more) continue;
    const reading = correlation.read();
    if (reading.scored < fewestScored) continue;
    const last = points.at(-1);
    if (last?.step === score.step && last.generation === generation) points.pop();
    points.push({ step: score.step, generation, ...reading });
  }
  const consumed = run.scores.length;
  progressOf.set(run.scores.identity, { consumed, generation, truths, threshold, correlation, points });
  return points;
}
