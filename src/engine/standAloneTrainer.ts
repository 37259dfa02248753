/**
 * @file Trains one architecture alone, once per seed, one step per call of `advance`: runs may train on meanwhile. A training whose device
 * is lost begins anew on another.
 */

import { datasetOf } from "../core/datasets.ts";
import { standAloneRecipe } from "../core/heuristics/index.ts";
import type { Network } from "../core/network/network.ts";
import { architectureOf } from "../core/pool.ts";
import type { Recipe } from "../core/recipe.ts";
import { spaceById } from "../core/spaces/index.ts";
import type { StandAloneEvent, StandAloneRequest } from "../core/standAloneEvent.ts";
import { DeviceLost, WatchedEngine } from "./deviceLoss.ts";
import type { Engine, ImageSet } from "./engine.ts";
import { divergedAlone } from "./failures.ts";
import type { SessionEnvironment } from "./openSession.ts";
import { StandAloneTraining } from "./standAlone.ts";

/**
 * @param wholeTest whose test images accuracy is measured on; absent: those of the data set that runs load
 * @throws RangeError where space or data set are unknown, or the architecture is none of the space
 */
export async function openStandAloneTrainer(
  request: StandAloneRequest,
  environment: SessionEnvironment,
  wholeTest?: SessionEnvironment,
): Promise<StandAloneTrainer> {
  const [space, dataset] = [spaceById(request.space), datasetOf(request.dataset)];
  if (!space || !dataset)
    throw new RangeError(`unknown space or data set: ${request.space}, ${request.dataset}`);
  const recipe = standAloneRecipe(space, request.settings);
  const own = await environment.loadImages(dataset);
  const images = wholeTest ? { ...own, test: (await wholeTest.loadImages(dataset)).test } : own;
  const { height, width, channels, classes } = images;
  const architecture = architectureOf(request.architecture, space);
  const network = space.build(architecture, recipe.network, { height, width, channels }, classes.length);
  return new StandAloneTrainer({ ...environment, images, network, recipe }, request.seeds);
}

interface StandAloneInput extends Pick<SessionEnvironment, "createEngine" | "replaceEngine"> {
  readonly images: ImageSet;
  readonly network: Network;
  readonly recipe: Recipe;
}

class StandAloneTrainer {
  readonly #input: StandAloneInput;
  readonly #seeds: number[];
  #engine: WatchedEngine | undefined;
  #training: StandAloneTraining | undefined;

  constructor(input: StandAloneInput, seeds: readonly number[]) {
    this.#input = input;
    this.#seeds = [...seeds];
  }

  /** One step, or the test after the last; no events once every seed is trained, or one diverged. Rejects where no device is left. */
  async advance(): Promise<readonly StandAloneEvent[]> {
    const [seed] = this.#seeds;
    if (seed === undefined) return [];
    try {
      return await this.#advance(seed);
    } catch (error) {
      const { images, replaceEngine } = this.#input;
      if (!(error instanceof DeviceLost) || !replaceEngine) throw error;
      this.dispose();
      this.#begin(await replaceEngine(images, seed, error), seed);
      return this.advance();
    }
  }

  dispose(): void {
    this.#engine?.engine.dispose();
    this.#engine = undefined;
    this.#training = undefined;
  }

  #begin(engine: Engine, seed: number): StandAloneTraining {
    const { images, network, recipe } = this.#input;
    this.#engine = new WatchedEngine(engine);
    this.#training = new StandAloneTraining(engine, network, images, recipe, seed);
    return this.#training;
  }

  async #advance(seed: number): Promise<readonly StandAloneEvent[]> {
    const { createEngine, images } = this.#input;
    const training = this.#training ?? this.#begin(await createEngine(images, seed), seed);
    const watched = this.#engine as WatchedEngine;
    if (training.step < training.total) {
      await watched.call(() => training.advance());
      const { step, total } = training;
      return [{ type: "stepped", step, total, backend: watched.engine.backend }];
    }
    const { loss, ...rest } = await watched.call(() => training.test());
    this.dispose();
    this.#seeds.shift();
    if (!Number.isFinite(rest.test)) {
      this.#seeds.length = 0;
      return [{ type: "failed", failure: divergedAlone(seed) }];
    }
    return [{ type: "trained", result: { seed, ...rest, loss: Number.isFinite(loss) ? loss : null } }];
  }
}
