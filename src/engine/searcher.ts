/**
 * @file Searches on the frozen weights of a checkpoint, on an engine of their own: a run may train on meanwhile. One call of `advance`
 * evaluates one architecture; to pause is not to call it. Searches take turns, so that they can be watched side by side. A score belongs
 * to a canonical form, whose representative is scored: searches share scores, and none depends on what another asked before.
 */
import type { Checkpoint } from "../core/checkpoint.ts";
import { exp } from "../core/exactMath.ts";
import type { Network } from "../core/network/network.ts";
import { createRandom } from "../core/random.ts";
import type { WeightKind } from "../core/recipe.ts";
import { nothingScored, type ResolvedRun, resolveRun } from "../core/resolveRun.ts";
import { type SearchAlgorithm, type SearchState, valuesFor } from "../core/search/algorithm.ts";
import {
  type Compute,
  nothingSpent,
  type ReportedState,
  type ScoredArchitecture,
  type SearchEvent,
} from "../core/search/searchEvent.ts";
import { type Evaluated, SearchRun } from "../core/search/searchRun.ts";
import type { Settings } from "../core/settings.ts";
import type { Architecture } from "../core/spaces/space.ts";
import { DeviceLost, WatchedEngine } from "./deviceLoss.ts";
import type { Engine, Evaluation, ImageSet, NetworkScore } from "./engine.ts";
import { costOf, evaluationOf } from "./evaluation.ts";
import { deviceGone } from "./failures.ts";
import { networkAt } from "./fewShot.ts";
import { checkLengths, onEngine } from "./onEngine.ts";
import type { KeptScores, SessionEnvironment, TimedScore } from "./openSession.ts";

export interface SearchTask {
  readonly algorithm: SearchAlgorithm;
  readonly seed: number;
  /** Different architectures that are evaluated. */
  readonly budget: number;
  /** Settings of the algorithm that are not at their defaults. */
  readonly settings?: Settings;
}

interface RunningSearch {
  readonly run: SearchRun;
  readonly evaluation: Evaluation;
  /** Super-net accuracy by canonical form. */
  readonly accuracies: Map<string, number>;
}

interface SearcherInput extends ResolvedRun {
  readonly images: ImageSet;
  readonly engine: Engine;
  readonly checkpoint: Checkpoint;
  readonly weights: WeightKind | undefined;
  readonly kept: KeptScores | undefined;
  readonly replaceEngine: (loss: DeviceLost) => Promise<Engine>;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/**
 * Opens searches on the weights of a checkpoint (`session.checkpoint()`, or a file), scored as the run scores.
 * @param weights that are scored; absent: as the run scores
 * @throws RangeError where space or data set are unknown, an algorithm does not apply to the space, or weights have not the length of their parameter
 */
export async function openSearcher(
  checkpoint: Checkpoint,
  {
    loadImages,
    createEngine,
    replaceEngine,
    keptScores: kept,
    now = () => performance.now(),
  }: SessionEnvironment,
  tasks: readonly SearchTask[],
  weights?: WeightKind,
): Promise<Searcher> {
  const resolved = resolveRun(checkpoint.config, nothingScored);
  const images = await loadImages(resolved.dataset);
  checkLengths(checkpoint, resolved, images);
  const { weightSeed } = checkpoint;
  return onEngine(
    createEngine(images, weightSeed),
    (engine) =>
      new Searcher(
        {
          ...resolved,
          images,
          engine,
          checkpoint,
          ...{ now, weights, kept },
          replaceEngine: (loss) =>
            replaceEngine?.(images, weightSeed, loss) ??
            Promise.reject(new Error("there is no other device")),
        },
        tasks,
      ),
  );
}

export class Searcher {
  readonly #input: SearcherInput;
  readonly #searches: readonly RunningSearch[];
  readonly #build: (architecture: Architecture) => Network;
  /** By rules of scoring and canonical form. */
  readonly #scores = new Map<string, TimedScore>();
  #engine: WatchedEngine;
  #hasFailed = false;

  constructor(input: SearcherInput, tasks: readonly SearchTask[]) {
    const { space, recipe, images, checkpoint, engine, weights } = input;
    this.#input = input;
    this.#engine = new WatchedEngine(engine);
    engine.restore(checkpoint.snapshot);
    const network = networkAt(recipe, checkpoint.epochClock, checkpoint.step);
    const { height, width, channels, classes } = images;
    this.#build = (architecture) =>
      space.build(architecture, network, { height, width, channels }, classes.length);
    // What it finds is ranked among those that judge the run.
    const judged = recipe.evaluation.judgeEqual ? { ...network, channelRule: "equal" as const } : network;
    this.#searches = tasks.map(({ algorithm, seed, budget, settings = {} }) => {
      const reason = algorithm.unavailable?.(space);
      if (reason !== undefined) throw new RangeError(`${algorithm.id}: ${reason}`);
      const norm = algorithm.norm?.(valuesFor(algorithm, settings));
      const isAdmitted = (architecture: Architecture): boolean =>
        space.isValid(architecture) && space.admits(architecture, judged);
      const random = createRandom(seed).fork(`search ${algorithm.id}`);
      return {
        run: new SearchRun(algorithm, { space, isAdmitted, random, budget }, settings),
        evaluation: { ...evaluationOf(recipe, images), ...(norm && { norm }), ...(weights && { weights }) },
        accuracies: new Map(),
      };
    });
  }

  get engine(): Engine {
    return this.#engine.engine;
  }

  /** Evaluates one architecture, for the search that has evaluated fewest; no events once all have ended or the device is gone for good. */
  async advance(): Promise<readonly SearchEvent[]> {
    if (this.#hasFailed) return [];
    const waiting = this.#searches.filter(({ run }) => run.pending);
    const search = waiting.reduce<RunningSearch | undefined>(
      (fewest, next) => (fewest && fewest.accuracies.size <= next.accuracies.size ? fewest : next),
      undefined,
    );
    try {
      return search ? await this.#evaluate(search) : [];
    } catch (error) {
      if (error instanceof DeviceLost) return this.#replace(error);
      throw error;
    }
  }

  dispose(): void {
    this.engine.dispose();
  }

  async #evaluate(search: RunningSearch): Promise<readonly SearchEvent[]> {
    const { run, evaluation, accuracies } = search;
    const { architecture, canonical } = run.pending!;
    const key = `${evaluation.norm} ${canonical}`;
    const known = this.#scores.get(key);
    const { recipe, now, kept } = this.#input;
    const score = known ?? kept?.get(key) ?? (await this.#score(architecture, evaluation));
    if (!known) {
      this.#scores.set(key, score);
      kept?.add(key, score);
    }
    const { rankBy } = recipe.evaluation;
    const told = now();
    accuracies.set(canonical, score.accuracy);
    // The mean likelihood of the right class: in [0, 1], as an accuracy is, and in the order of the loss.
    const evaluated = run.answer(rankBy === "loss" ? exp(-score.loss) : score.accuracy);
    const seconds = (score.milliseconds + now() - told) / 1000;
    const compute = { trained: 0, scored: costOf(evaluation), seconds };
    return this.#reported(search, evaluated, { ...score, isShared: known !== undefined, compute });
  }

  async #score(architecture: Architecture, evaluation: Evaluation): Promise<TimedScore> {
    const { now } = this.#input;
    const began = now();
    const scores = await this.#engine.call((live) => live.score([this.#build(architecture)], evaluation));
    return { ...(scores[0] as NetworkScore), milliseconds: now() - began };
  }

  #reported(
    search: RunningSearch,
    { architecture, index, proposal }: Evaluated,
    score: NetworkScore & { readonly isShared: boolean; readonly compute: Compute },
  ): SearchEvent[] {
    const number = this.#searches.indexOf(search);
    const { run, accuracies } = search;
    const { accuracy, loss, isShared, compute } = score;
    const best: ScoredArchitecture = {
      architecture: this.#print(run.best!.architecture),
      accuracy: accuracies.get(run.best!.canonical)!,
      index: run.best!.index,
    };
    const proposed: SearchEvent = {
      type: "proposed",
      search: number,
      architecture: this.#print(architecture),
      accuracy,
      loss,
      index,
      parents: (proposal.parents ?? []).map((parent) => this.#print(parent)),
      ...(proposal.state && { state: this.#state(proposal.state) }),
      best,
      isShared,
      compute,
    };
    if (run.pending) return [proposed];
    const ended = { evaluations: accuracies.size, found: best, compute: nothingSpent };
    return [proposed, { type: "searched", search: number, ...ended }];
  }

  #state(state: SearchState): ReportedState {
    if (state.kind === "distribution") return state;
    return {
      kind: "population",
      individuals: state.individuals.map((individual) => this.#print(individual)),
    };
  }

  /** What is scored for it, in the space's notation. */
  #print(architecture: Architecture): string {
    const { space } = this.#input;
    return space.print(space.representative(architecture));
  }

  /** Another engine with the same weights; what was pending is evaluated by the next call. */
  async #replace(loss: DeviceLost): Promise<readonly SearchEvent[]> {
    const lost = this.engine;
    try {
      const engine = await this.#input.replaceEngine(loss);
      engine.restore(this.#input.checkpoint.snapshot);
      this.#engine = new WatchedEngine(engine);
    } catch (error) {
      this.#hasFailed = true;
      const why = error instanceof Error ? error.message : String(error);
      return [{ type: "failed", failure: deviceGone(loss.message, why) }];
    }
    lost.dispose();
    return this.advance();
  }
}
