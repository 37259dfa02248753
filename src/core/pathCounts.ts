/**
 * @file How often the operations of a super-net were trained. Which paths a step samples is a function of the run's seed, its settings and
 * the number of the step (`sampledPaths.ts`), so whoever has the run can count without a word from the training thread.
 */
import { recipeOf } from "./heuristics/index.ts";
import type { Run } from "./runState.ts";
import { type PathRecipe, sampledPathsOf } from "./sampledPaths.ts";
import type { Settings } from "./settings.ts";
import type { Architecture, SearchSpace } from "./spaces/space.ts";
import type { SuperNet } from "./spaces/superNet.ts";

/** What decides over the paths of a run. */
type CountedRun = Pick<Run, "config" | "initialSettings" | "changes" | "recoveries">;

/** Settings from a step on. */
interface SettingsSince {
  /** Steps done when they began to hold. */
  readonly step: number;
  readonly settings: Settings;
}

/**
 * Under which settings the steps behind the present weights were taken, in the order of the steps. A change after training diverged comes
 * at an earlier step than the one before it: what was trained in between is gone.
 */
export function settingsOverSteps({ initialSettings, changes }: CountedRun): readonly SettingsSince[] {
  let settings = initialSettings;
  let spans: readonly SettingsSince[] = [{ step: 0, settings }];
  for (const { step, key, to } of changes) {
    settings = { ...settings, [key]: to };
    spans = [...spans.filter((span) => span.step < step), { step, settings }];
  }
  return spans;
}

/** Equal for recipes by which the same paths are drawn. */
const samplingOf = ({ network, training }: PathRecipe): string =>
  JSON.stringify([network, training.sampler, training.pathsPerStep, training.sandwich, training.shrinkSteps]);

/**
 * Whether it is known what every step sampled. After a lost device, steps are taken anew under the settings of then; whether a change at a
 * later step had come before that is not written down.
 */
export function isCountable(space: SearchSpace, run: CountedRun): boolean {
  if (run.recoveries.length === 0) return true;
  const least = Math.min(...run.recoveries.map(({ step }) => step));
  const later = settingsOverSteps(run).filter((span) => span.step >= least);
  const kinds = new Set(
    [...later.map(({ settings }) => settings), settingsAt(run, least)].map((settings) =>
      samplingOf(recipeOf(space, settings)),
    ),
  );
  return kinds.size < 2;
}

/** The settings of step `step` + 1. */
const settingsAt = (run: CountedRun, step: number): Settings =>
  settingsOverSteps(run).findLast((span) => span.step <= step)?.settings ?? run.initialSettings;

export interface OperationCount {
  /** Paths that trained it. */
  readonly paths: number;
  /** The last step that did; 0: none. */
  readonly last: number;
}

export interface PathCountsAt {
  /** Steps counted. */
  readonly step: number;
  /** Paths counted in all. */
  readonly paths: number;
  /** Per place and choice. */
  readonly operations: readonly (readonly OperationCount[])[];
  /** What the last step trained. */
  readonly sampled: readonly Architecture[];
}

/** Counts the paths of a run step by step. */
export class PathCounts {
  readonly #space: SearchSpace;
  readonly #superNet: SuperNet;
  readonly #seed: number;
  readonly #spans: readonly { readonly step: number; readonly recipe: PathRecipe }[];
  readonly #paths: readonly Int32Array[];
  readonly #last: readonly Int32Array[];
  #step = 0;
  #total = 0;
  #sampled: readonly Architecture[] = [];

  constructor(space: SearchSpace, superNet: SuperNet, run: CountedRun) {
    this.#space = space;
    this.#superNet = superNet;
    this.#seed = run.config.seed;
    this.#spans = settingsOverSteps(run).map(({ step, settings }) => ({
      step,
      recipe: recipeOf(space, settings),
    }));
    const empty = () => superNet.places.map(({ choices }) => new Int32Array(choices.length));
    this.#paths = empty();
    this.#last = empty();
  }

  get step(): number {
    return this.#step;
  }

  /** Counts the next step. */
  countStep(): void {
    const done = this.#step++;
    const span = this.#spans.findLast(({ step }) => step <= done);
    if (!span) throw new RangeError(`no settings hold after step ${done}`);
    const { trained } = sampledPathsOf(this.#space, span.recipe, this.#seed, this.#step);
    for (const architecture of trained)
      for (const [place, choice] of this.#superNet.choicesOf(architecture).entries()) {
        if (choice === undefined) continue;
        this.#paths[place]![choice]! += 1;
        this.#last[place]![choice] = this.#step;
      }
    this.#total += trained.length;
    this.#sampled = trained;
  }

  /** A copy of what was counted. */
  get counted(): PathCountsAt {
    return {
      step: this.#step,
      paths: this.#total,
      operations: this.#paths.map((own, place) =>
        Array.from(own, (paths, choice) => ({ paths, last: this.#last[place]![choice]! })),
      ),
      sampled: this.#sampled,
    };
  }
}
