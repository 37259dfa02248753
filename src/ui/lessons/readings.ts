/** @file The numbers that a lesson's step shows, from the live run. Pure. */
import type { ShownReading } from "../../core/lessons/answerFile.ts";
import type { ReadingKind } from "../../core/lessons/lesson.ts";
import { meanOf } from "../../core/metrics/mean.ts";
import { defaultMetricOptions } from "../../core/metrics/metric.ts";
import { searchAlgorithms } from "../../core/search/index.ts";
import type { LabState } from "../../store/labState.ts";
import { differenceSentence, signed } from "../difference.ts";
import { correlation, count, percent, points, thresholdText } from "../format.ts";
import { titleInstead } from "../useVerdict.ts";
import { courseOf } from "./course.ts";

/** Where a number is not there yet. */
export const missing = "not yet";

export function reading(kind: ReadingKind, state: LabState): ShownReading {
  const { run, figures, baseline, references, certainty, view } = state;
  // What is held against the correlation shown is in that one.
  const instead = titleInstead(view.metric);
  const by = instead === undefined ? "" : `, by ${instead}`;
  const isCertain = certainty !== undefined && certainty.round === figures.round?.number;
  switch (kind) {
    case "step":
      return {
        label: "scored after step",
        value: figures.round ? `${count(figures.round.step)} of ${count(run?.totalSteps ?? 0)}` : missing,
      };
    case "paths":
      return { label: "training steps so far", value: count(run?.step ?? 0) };
    case "skdt": {
      const interval = isCertain ? certainty.interval : undefined;
      const range = interval
        ? ` (95 % interval ${signed(interval.low)} to ${signed(interval.high)}, this run)`
        : "";
      return {
        label: `S-KdT over ${count(figures.ranked)} architectures${roundedText(state)}`,
        value: figures.now ? `${correlation(figures.now.skdt)}${range}` : missing,
      };
    }
    case "skdtDifference": {
      const { comparison, round } = figures;
      if (!comparison || !round) return { label: "S-KdT against the other", value: missing };
      const steps = { before: comparison.step, now: round.step };
      const sentence = differenceSentence({
        of: comparison.with,
        before: comparison.before,
        now: comparison.now,
        interval: isCertain ? certainty.difference : undefined,
        count: comparison.count,
        ...(comparison.with === "run" && { steps, ...(comparison.images && { images: comparison.images }) }),
      });
      return { label: `S-KdT against the other${roundedText(state)}`, value: sentence };
    }
    case "skdtCourse":
      return {
        label: `S-KdT from ${courseText(state)}`,
        value: courseValue(state, ({ skdt }) => correlation(skdt)) ?? missing,
      };
    case "accuracyCourse":
      return {
        label: `mean super-net accuracy from ${courseText(state)}`,
        value: courseValue(state, ({ meanAccuracy }) => percent(meanAccuracy)) ?? missing,
      };
    case "accuracy":
      return { label: "mean super-net accuracy", value: percent(figures.meanSuperNet) };
    case "accuracyDifference": {
      const { pairs, with: other } = figures.comparison ?? {};
      // Over the same architectures, and by the same rounds as the difference in ranking; ranked by the loss they are no accuracies.
      if (pairs && other === "run" && [...pairs.a, ...pairs.b].every((value) => value >= 0))
        return {
          label: "mean super-net accuracy, this run and the other",
          value: `${percent(meanOf(pairs.b))} and ${percent(meanOf(pairs.a))}, over ${pairs.a.length} architectures`,
        };
      const [now, before] = [figures.meanSuperNet, baseline?.figures.meanSuperNet];
      if (now === undefined || before === undefined)
        return { label: "accuracy against the other", value: missing };
      const at = baseline?.figures.round?.step;
      const steps =
        at === figures.round?.step
          ? ""
          : `, scored after steps ${count(figures.round?.step ?? 0)} and ${count(at ?? 0)}`;
      return {
        label: "mean super-net accuracy, this run and the other",
        value: `${percent(now)} and ${percent(before)}${steps}`,
      };
    }
    case "atChance":
      return { label: "architectures at chance level", value: percent(figures.atChance, 0) };
    case "parameters":
      return {
        label: `parameter count, same architectures${by}`,
        value: correlation(figures.againstParameters?.before),
      };
    case "parametersDifference": {
      const label = `${instead ?? "S-KdT"} against the parameter count's, same architectures`;
      const { againstParameters } = figures;
      if (!againstParameters) return { label, value: missing };
      const { before, now, pairs } = againstParameters;
      const interval = isCertain ? certainty.parameters : undefined;
      return {
        label,
        value: differenceSentence({ of: "predictor", before, now, interval, count: pairs.a.length }),
      };
    }
    case "oracle":
      return { label: `best to hope for${by}`, value: correlation(references.oracle) };
    case "seedNoise":
      return {
        label: "two stand-alone trainings of one architecture differ by",
        value: references.seedNoise === undefined ? "–" : points(references.seedNoise),
      };
    case "threshold":
      return { label: "accuracies are rounded to", value: points(view.thr, 2) };
    case "found":
      return {
        label: "the super-net's top three, stand-alone",
        value: percent(figures.found.performance),
      };
    case "searches":
      return { label: "found, by super-net", value: searches(state) ?? missing };
    default:
      throw kind satisfies never;
  }
}

function courseText(state: LabState): string {
  const course = courseOf(state);
  if (!course) return "half way to the end";
  const { from, to, shared } = course;
  const over = shared === undefined ? "" : `, over the ${count(shared)} architectures scored at both`;
  return `step ${count(from.step)} to ${count(to.step)}${over}`;
}

function courseValue(
  state: LabState,
  told: (point: NonNullable<ReturnType<typeof courseOf>>["to"]) => string,
): string | undefined {
  const course = courseOf(state);
  return course && `${told(course.from)} to ${told(course.to)}`;
}

/** Of every algorithm what each of its seeds found. */
function searches({ search }: LabState): string | undefined {
  if (!search) return undefined;
  return searchAlgorithms
    .flatMap(({ id, title }) => {
      const own = search.searches.filter(({ algorithm }) => algorithm === id);
      const found = own.map(({ best }) => percent(best.at(-1)?.accuracy));
      return found.length > 0 ? [`${title}: ${found.join(", ")}`] : [];
    })
    .join("; ");
}

/** A threshold that was left raised goes with every number that it decides. */
const roundedText = ({ view: { thr } }: LabState): string =>
  thr === defaultMetricOptions.threshold ? "" : `, accuracies rounded to ${thresholdText(thr)}`;
