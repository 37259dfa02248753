/** @file How a run went from half way to its last round, on the same architectures. Pure. */
import { type CorrelationPoint, rankingOf } from "../../core/metrics/history.ts";
import { meanAccuracy } from "../../core/metrics/level.ts";
import { byAccuracy, predictionsOf } from "../../core/metrics/prediction.ts";
import { sparseKendallTau } from "../../core/metrics/sparse.ts";
import { roundScores } from "../../core/rounds.ts";
import type { LabState } from "../../store/labState.ts";

interface CoursePoint {
  readonly step: number;
  readonly skdt: number | undefined;
  readonly meanAccuracy: number | undefined;
}

interface Course {
  readonly from: CoursePoint;
  readonly to: CoursePoint;
  /** Architectures that both are over, where the last round has more. */
  readonly shared?: number;
}

/**
 * The last round of the run, and the one nearest to half way there that was scored by the same rules: of those that scored as many
 * architectures; where there is none, of all, and both are told over the architectures that it scored.
 */
export function courseOf(state: LabState): Course | undefined {
  const { history } = state.figures;
  const to = history.at(-1);
  if (!to) return undefined;
  const far = ({ step }: CorrelationPoint): number => Math.abs(step - to.step / 2);
  const earlier = history
    .filter(({ step, generation }) => step < to.step && generation === to.generation)
    .sort((a, b) => far(a) - far(b) || b.size - a.size);
  const alike = earlier.find(({ size }) => size === to.size);
  if (alike) return { from: alike, to };
  return earlier[0] && onShared(state, earlier[0], to);
}

function onShared(
  { run, figures: { architectures, rule = byAccuracy }, view }: LabState,
  early: CorrelationPoint,
  late: CorrelationPoint,
): Course | undefined {
  if (!run) return undefined;
  const isIn = roundScores(run, early.round).map((score) => score !== undefined);
  const truths = architectures.map(({ standAlone, superNetRank }, id) =>
    isIn[id] && superNetRank !== undefined ? standAlone : undefined,
  );
  const told = ({ step, round }: CorrelationPoint): CoursePoint => ({
    step,
    skdt: sparseKendallTau(rankingOf(predictionsOf(run, round, rule), truths), view.thr),
    meanAccuracy: meanAccuracy(
      roundScores(run, round).flatMap((score, id) => (score && isIn[id] ? [score.accuracy] : [])),
    ),
  });
  return { from: told(early), to: told(late), shared: truths.filter((truth) => truth !== undefined).length };
}
