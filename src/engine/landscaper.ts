/** @file Evaluates a loss landscape, a point per call of `advance`, on an engine of its own: runs may train on meanwhile. */
import { standAloneRecipe } from "../core/heuristics/index.ts";
import {
  type LandscapeEvent,
  type LandscapeRequest,
  pointAt,
  pointOrder,
  WeightPlane,
} from "../core/landscape.ts";
import { type Network, parametersOf } from "../core/network/network.ts";
import { architectureOf } from "../core/pool.ts";
import { createRandom } from "../core/random.ts";
import { nothingScored, resolveRun } from "../core/resolveRun.ts";
import type { Architecture } from "../core/spaces/space.ts";
import { standAloneProtocol } from "../core/tables/protocol.ts";
import { DeviceLost, WatchedEngine } from "./deviceLoss.ts";
import type { Engine, Evaluation, NetworkScore, Snapshot } from "./engine.ts";
import { evaluationOf } from "./evaluation.ts";
import { networkAt } from "./fewShot.ts";
import { checkLengths, onEngine } from "./onEngine.ts";
import type { SessionEnvironment } from "./openSession.ts";
import { StandAloneTraining } from "./standAlone.ts";

/** Draws until one is trained by the run. */
const maxDraws = 1000;

/** Validation images per point: fewer than a score has, for there are hundreds of points. */
const maxImages = 500;

interface LandscaperInput {
  readonly engine: Engine;
  readonly replaceEngine: (loss: DeviceLost) => Promise<Engine>;
  readonly seed: number;
  /** The network of the next point. */
  readonly next: () => Network;
  readonly evaluation: Evaluation;
  /** That the center is made of; absent: `train` makes it first. */
  readonly weights: Snapshot["weights"] | undefined;
  readonly train?: (engine: Engine) => StandAloneTraining;
}

/** @throws RangeError where space or data set are unknown, the architecture is none of the space, or weights have not the length of their parameter */
export async function openLandscaper(
  { kind, architecture: text, checkpoint, seed }: LandscapeRequest,
  { loadImages, createEngine, replaceEngine }: SessionEnvironment,
): Promise<Landscaper> {
  const { space, recipe, dataset } = resolveRun(checkpoint.config, nothingScored);
  const images = await loadImages(dataset);
  const isStandAlone = kind === "stand-alone";
  if (!isStandAlone) checkLengths(checkpoint, { space, recipe }, images);
  const { height, width, channels, classes } = images;
  const input = { height, width, channels };
  const standAlone = standAloneRecipe(space, standAloneProtocol.settings);
  const recipeOfNetwork = isStandAlone
    ? standAlone.network
    : networkAt(recipe, checkpoint.epochClock, checkpoint.step);
  const build = (architecture: Architecture): Network =>
    space.build(architecture, recipeOfNetwork, input, classes.length);
  const random = createRandom(seed).fork("landscape");
  const draw = (): Architecture => {
    for (let n = 0; n < maxDraws; n++) {
      const architecture = space.sampleUnique(random);
      if (space.admits(architecture, recipeOfNetwork)) return architecture;
    }
    throw new RangeError("nothing that is drawn from the space is trained by this run");
  };
  const one = kind === "super-net" ? undefined : build(architectureOf(text, space));
  const weightSeed = isStandAlone ? seed : checkpoint.weightSeed;
  const evaluation = evaluationOf(isStandAlone ? standAlone : recipe, images);
  return onEngine(
    createEngine(images, weightSeed),
    (engine) =>
      new Landscaper({
        engine,
        replaceEngine: (loss) =>
          replaceEngine?.(images, weightSeed, loss) ?? Promise.reject(new Error("there is no other device")),
        seed,
        next: () => one ?? build(draw()),
        evaluation: { ...evaluation, count: Math.min(evaluation.count, maxImages), weights: "raw" },
        weights: isStandAlone ? undefined : checkpoint.snapshot.weights,
        ...(one &&
          isStandAlone && {
            train: (live) => new StandAloneTraining(live, one, images, standAlone, seed),
          }),
      }),
  );
}

class Landscaper {
  readonly #input: LandscaperInput;
  readonly #points = pointOrder();
  #engine: WatchedEngine;
  #plane: WeightPlane | undefined;
  #training: StandAloneTraining | undefined;

  constructor(input: LandscaperInput) {
    this.#input = input;
    this.#engine = new WatchedEngine(input.engine);
    this.#begin();
  }

  /** One point, or one step of the training that comes first; no events once all points are there. */
  async advance(): Promise<readonly LandscapeEvent[]> {
    const [index] = this.#points;
    if (index === undefined) return [];
    try {
      return await (this.#plane ? this.#evaluate(index, this.#plane) : this.#train());
    } catch (error) {
      if (!(error instanceof DeviceLost)) throw error;
      const engine = await this.#input.replaceEngine(error);
      this.dispose();
      this.#engine = new WatchedEngine(engine);
      if (!this.#plane) this.#begin();
      return this.advance();
    }
  }

  dispose(): void {
    this.#engine.engine.dispose();
  }

  #begin(): void {
    const { weights, seed, train } = this.#input;
    if (weights) this.#plane = new WeightPlane(weights, seed);
    else this.#training = train?.(this.#engine.engine);
  }

  async #train(): Promise<readonly LandscapeEvent[]> {
    const training = this.#training as StandAloneTraining;
    await this.#engine.call(() => training.advance());
    const { step, total } = training;
    if (step === total) {
      const { weights } = await this.#engine.call((engine) => engine.snapshot());
      this.#plane = new WeightPlane(weights, this.#input.seed);
    }
    return [{ type: "stepped", step, total }];
  }

  async #evaluate(index: number, plane: WeightPlane): Promise<readonly LandscapeEvent[]> {
    const { next, evaluation } = this.#input;
    const network = next();
    const { engine } = this.#engine;
    engine.restore({ weights: plane.at(pointAt(index), parametersOf(network)), momenta: {}, averages: {} });
    const scores = await this.#engine.call((live) => live.score([network], evaluation));
    this.#points.shift();
    const { loss } = scores[0] as NetworkScore;
    return [{ type: "point", index, loss: Number.isFinite(loss) ? loss : null }];
  }
}
