/** @file A lesson: data that drives the lab through its ordinary settings, with checks on its real state. No lesson has code of its own. */
import type { HeuristicId } from "../heuristics/index.ts";
import type { PanelId } from "../panels.ts";
import type { Goal } from "../runIntent.ts";
import type { SearchAlgorithmId } from "../search/index.ts";
import type { Settings } from "../settings.ts";

/** Source of what the lab has measured itself. */
export const lab = "The lab's own measurements";

/** What the lab is set to; settings that no lesson touches stay as they are. */
export interface LessonLab {
  /** In the first space whose defaults `against` are; absent: in the first space. */
  readonly isWhereUsual?: true;
  readonly settings: Settings;
  /** Settings of a second run from the same seed, beside the first: the baseline. */
  readonly against?: Settings;
  /** Changes the run that is there, where it has all but these; absent: from the beginning. */
  readonly isLive?: boolean;
}

/** What else a step's button does. */
export type LessonAction =
  | { readonly type: "advance"; readonly by: Goal; readonly title: string }
  /** Rounds to the first of them that is larger than the present threshold. */
  | { readonly type: "threshold"; readonly values: readonly number[] }
  | {
      readonly type: "search";
      readonly algorithms: readonly SearchAlgorithmId[];
      readonly budget: number;
      readonly seeds: readonly number[];
      /** Of algorithms, where they are not the default. */
      readonly settings?: Readonly<Partial<Record<SearchAlgorithmId, Settings>>>;
      readonly title: string;
    };

/** A state of the lab that a step waits for; every one asks for the settings of the step's lab, too. */
export type LessonCheck =
  /** So many steps, or the end of the run. */
  | { readonly type: "steps"; readonly atLeast: number }
  /** A complete scoring round of so many architectures, or of all, after at least so many steps, or at the end of the run. */
  | {
      readonly type: "round";
      readonly judged: number;
      readonly after: number;
      /** On weights that were trained since the step was opened. */
      readonly isNew?: true;
    }
  /** The same, compared with the baseline run or with the same weights under other rules of scoring. */
  | { readonly type: "compared"; readonly with: "run" | "rules"; readonly after: number }
  /** A larger one than where the step was opened. */
  | { readonly type: "threshold"; readonly atLeast: number }
  | { readonly type: "selected" }
  /** By all of them. */
  | { readonly type: "searched"; readonly algorithms: readonly SearchAlgorithmId[] };

/** A number of the live run; none stands in a text. */
const readingKinds = [
  "step",
  "paths",
  "skdt",
  "skdtDifference",
  "skdtCourse",
  "accuracy",
  "accuracyDifference",
  "accuracyCourse",
  "atChance",
  "parameters",
  "parametersDifference",
  "oracle",
  "seedNoise",
  "threshold",
  "found",
  "searches",
] as const;
export type ReadingKind = (typeof readingKinds)[number];

interface LessonQuestion {
  /** prediction: asked before it is shown; seen: after. */
  readonly kind: "prediction" | "seen";
  readonly text: string;
  readonly choices: readonly [string, string, ...string[]];
}

/** What is claimed, where it comes from, and how sure that is: of a heuristic's entry, or told here. */
export type LessonSource =
  | { readonly heuristic: HeuristicId }
  | { readonly text: string; readonly trust: "A" | "B" | "measured"; readonly source: string };

export interface LessonStep {
  readonly title: string;
  readonly text: string;
  readonly lab?: LessonLab;
  /** More comparisons of the kind of the lesson's own, of which one may be chosen; the step does not wait for them. */
  readonly further?: readonly { readonly title: string; readonly lab: LessonLab }[];
  readonly action?: LessonAction;
  readonly check?: LessonCheck;
  /** The panel to look at. */
  readonly look?: PanelId;
  readonly readings?: readonly ReadingKind[];
  readonly question?: LessonQuestion;
  readonly sources?: readonly LessonSource[];
}

export interface Lesson {
  readonly id: string;
  readonly title: string;
  /** What it asks, in one sentence. */
  readonly about: string;
  readonly steps: readonly LessonStep[];
}

/** The lesson and the index of the step that a link names, `id.step` with steps from 1; `undefined` where there is none. */
export function lessonAt(
  lessons: readonly Lesson[],
  text: string,
): { readonly lesson: Lesson; readonly index: number } | undefined {
  const [id, number = "1"] = text.split(".");
  const lesson = lessons.find((other) => other.id === id);
  const index = Number(number) - 1;
  return lesson?.steps[index] && { lesson, index };
}

/** What the lab must be set to at a step: by the last step that sets it. */
export function labAt({ steps }: Lesson, index: number): LessonLab | undefined {
  return steps.slice(0, index + 1).findLast(({ lab }) => lab !== undefined)?.lab;
}

/** What the lab is set to where a step changes the run that is there: by the last step that begins one. */
export function beginningAt({ steps }: Lesson, index: number): LessonLab | undefined {
  return steps.slice(0, index + 1).findLast(({ lab }) => lab && !lab.isLive)?.lab;
}

/** Keys of the settings that any of the lessons sets. */
export function touchedBy(lessons: readonly Lesson[]): ReadonlySet<string> {
  return new Set(
    lessons.flatMap(({ steps }) =>
      steps
        .flatMap(({ lab, further = [] }) => [lab, ...further.map((one) => one.lab)])
        .flatMap((lab) => Object.keys({ ...lab?.settings, ...lab?.against })),
    ),
  );
}
