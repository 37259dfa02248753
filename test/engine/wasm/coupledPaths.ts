/** @file Training in which the order of sums would show: paths that share weights, teach and rank each other, scored afterwards. */
import { recipeOf } from "../../../src/core/heuristics/index.ts";
import { createRandom } from "../../../src/core/random.ts";
import { spaces } from "../../../src/core/spaces/index.ts";
import type {
  Engine,
  Evaluation,
  ImageSet,
  NetworkScore,
  Snapshot,
  TrainingReport,
  TrainStep,
} from "../../../src/engine/engine.ts";

interface CoupledPaths {
  stepOf(seed: number): TrainStep;
  /**
   * Weights and report after a few steps; scores of those weights, of what was frozen a step before, and of the averages of both, under
   * every kind of statistics. Disposes of the engine.
   */
  outcome(engine: Engine): Promise<{
    readonly scores: { readonly [State in Evaluation["state"]]: readonly NetworkScore[][] };
    readonly report: TrainingReport;
    readonly snapshot: Snapshot;
  }>;
}

/** @param images at least 100 of each part */
export function coupledPaths(images: ImageSet): CoupledPaths {
  const [space] = spaces;
  const input = { height: images.height, width: images.width, channels: images.channels };
  const recipe = recipeOf(space, { channels: 4, pathdrop: 0.2 });
  const random = createRandom(5);
  const networks = Array.from({ length: 5 }, () =>
    space.build(space.sampleNaive(random), recipe.network, input, images.classes.length),
  );
  const evaluation = {
    part: "validation",
    count: 60,
    batchSize: 20,
    calibrationBatches: 2,
  } as const;

  const stepOf = (seed: number): TrainStep => ({
    paths: networks.map((network, path) => ({ network, weight: 1, ...(path > 1 && { teacher: 0 }) })),
    images: Int32Array.from({ length: 12 }, (_, i) => i * 7 + seed),
    labelSmoothing: 0.1,
    // Every second step couples the losses of two paths; the margin is so wide that the hinge is at work.
    ...(seed % 2 === 0 && { ranking: [{ better: 3, worse: 1, weight: 0.5, margin: 10 }] }),
    seed,
    optimizer: { ...recipe.optimizer, learningRate: 0.05, emaDecay: 0.5 },
  });

  return {
    stepOf,
    async outcome(engine) {
      for (let seed = 1; seed <= 3; seed++) {
        if (seed === 3) await engine.freeze();
        await engine.trainStep(stepOf(seed));
      }
      const scores = { live: [] as NetworkScore[][], frozen: [] as NetworkScore[][] };
      for (const state of ["live", "frozen"] as const)
        for (const weights of ["raw", "ema"] as const)
          for (const norm of ["batch", "running", "recalibrated"] as const)
            scores[state].push(await engine.score(networks, { ...evaluation, norm, weights, state }));
      const result = { scores, report: await engine.readTraining(), snapshot: await engine.snapshot() };
      engine.dispose();
      return result;
    },
  };
}
