/** @file Stand-alone training and the super-net are one and the same network on different weights. */
import { describe, expect, it } from "vitest";
import { tfjsWasm } from "../../scripts/bench/tfjsWasm.ts";
import { recipeOf, standAloneRecipe } from "../../src/core/heuristics/index.ts";
import { parametersOf } from "../../src/core/network/network.ts";
import { createRandom } from "../../src/core/random.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { Architecture } from "../../src/core/spaces/space.ts";
import { BatchSource } from "../../src/engine/batches.ts";
import type {
  Engine,
  EngineFactory,
  Evaluation,
  ImagePart,
  ImageSet,
  Snapshot,
  TrainStep,
} from "../../src/engine/engine.ts";
import { trainStandAlone } from "../../src/engine/standAlone.ts";
import { createTfjsEngine } from "../../src/engine/tfjs/engine.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { readDataset } from "../../src/headless/dataset.ts";
import { relativeError } from "./relativeError.ts";

const images = await readDataset("fashion-mnist-14");
const input = { height: images.height, width: images.width, channels: images.channels };
// Affine as every architecture alone is, whatever a space's super-net has by default.
const settings = { channels: 4, bs: 16, affine: true };
const evaluation: Evaluation = {
  part: "validation",
  count: 100,
  batchSize: 50,
  norm: "batch",
  calibrationBatches: 1,
  weights: "raw",
  state: "live",
};

/** Enough for two steps. */
const fewImages: ImageSet = { ...testedBy(20), train: first(images.train, 32) };

/** The images, fewer of them to test with. */
function testedBy(count: number): ImageSet {
  return { ...images, validation: first(images.validation, count), test: first(images.test, count) };
}

function first({ pixels, labels }: ImagePart, count: number): ImagePart {
  const size = images.height * images.width * images.channels;
  return { count, pixels: pixels.subarray(0, count * size), labels: labels.subarray(0, count) };
}

describe.each([...spaces])("$id", (space) => {
  const shared = recipeOf(space, settings);
  const alone = standAloneRecipe(space, settings);
  const random = createRandom(2);
  const draw = (): Architecture => {
    for (;;) {
      const drawn = space.sampleNaive(random);
      if (space.admits(drawn, shared.network)) return drawn;
    }
  };
  const architectures = Array.from({ length: 4 }, draw);
  const superNetworks = architectures.map((a) => space.build(a, shared.network, input, 10));
  const step = (seed: number, networks = superNetworks): TrainStep => ({
    paths: networks.map((network) => ({ network, weight: 1 })),
    images: Int32Array.from({ length: 16 }, (_, i) => (i * 37 + seed * 101) % images.train.count),
    labelSmoothing: 0,
    seed,
    optimizer: { ...shared.optimizer, learningRate: 0.02 },
  });

  it("restricts the super-net to a stand-alone network by copying its weights", async () => {
    const superNet: Engine = await createWasmEngine(images, 1);
    for (let seed = 0; seed < 3; seed++) await superNet.trainStep(step(seed));
    const { weights } = await superNet.snapshot();
    for (const [index, architecture] of architectures.entries()) {
      const network = space.build(architecture, alone.network, input, 10);
      const all = parametersOf(network).map(({ name }) => name);
      // A super-net without affine parameters has the identity in their place, from which a network alone starts, too.
      const names = all.filter((name) => shared.network.affine || !/\/(scale|shift)$/.test(name));
      const copied: Snapshot = {
        weights: Object.fromEntries(names.map((name) => [name, weights[name] as Float32Array])),
        momenta: {},
        averages: {},
      };
      expect(Object.values(copied.weights)).not.toContain(undefined);
      // Another seed: what was not copied would show.
      const single = await createWasmEngine(images, 99);
      single.restore(copied);
      const [{ gradients, ...mine }, { gradients: shareds, ...theirs }] = [
        await single.inspect(step(7, [network])),
        await superNet.inspect(step(7, [superNetworks[index] as (typeof superNetworks)[number]])),
      ];
      expect(mine).toEqual(theirs);
      expect(Object.keys(gradients).sort()).toEqual([...all].sort());
      expect(Object.fromEntries(names.map((name) => [name, gradients[name]]))).toEqual(shareds);
      expect(await single.score([network], evaluation)).toEqual(
        await superNet.score(superNetworks.slice(index, index + 1), evaluation),
      );
      single.dispose();
    }
    superNet.dispose();
  });

  it("trains alone to the same accuracy with the same seed, and better than chance", async () => {
    const network = space.build(architectures[0] as Architecture, { ...alone.network, cells: 1 }, input, 10);
    const recipe = {
      ...alone,
      data: { batchSize: 16, portion: 0.08 },
      training: { ...alone.training, epochs: 2 },
      evaluation: { ...alone.evaluation, batchSize: 200 },
    };
    const tested = testedBy(600);
    const train = (seed: number) => trainStandAlone(createWasmEngine, network, tested, recipe, seed);
    const first = await train(1);
    expect(await train(1)).toEqual(first);
    expect((await train(2)).test).not.toBe(first.test);
    expect(first.test).toBeGreaterThan(0.2);
    expect(first.loss).toBeLessThan(Math.log(10));

    // A step that is no number, in an epoch that is not the last.
    let reads = 0;
    const once: EngineFactory = async (...asked) => {
      const engine = await createWasmEngine(...asked);
      const readTraining = async () => ({
        ...(await engine.readTraining()),
        ...(++reads === 1 && { loss: NaN }),
      });
      return Object.assign(Object.create(engine) as Engine, { readTraining });
    };
    const { test, validation, loss } = await trainStandAlone(once, network, tested, recipe, 1);
    expect([test, validation, loss]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(reads).toBe(2);
  });

  it("tells the norms of the kernels' gradients on the first batch, as another engine has them", async () => {
    const network = space.build(architectures[1] as Architecture, alone.network, input, 10);
    const recipe = {
      ...alone,
      data: { batchSize: 16, portion: 1 },
      training: { ...alone.training, epochs: 1 },
    };
    // From these weights no activation is so close to zero that the engines round it to different sides.
    const seed = 7;
    const other = await createTfjsEngine(tfjsWasm)(fewImages, seed);
    const { gradients } = await other.inspect({
      ...step(0, [network]),
      images: new BatchSource(fewImages.train.count, seed).next(16, 1),
      labelSmoothing: alone.training.labelSmoothing,
    });
    other.dispose();
    const kernels = new Set(
      parametersOf(network).flatMap(({ name, shape }) => (shape.length > 1 ? name : [])),
    );
    const sum = [...kernels].reduce((norms, name) => norms + Math.hypot(...(gradients[name] ?? [])), 0);
    const { gradientNorm } = await trainStandAlone(createWasmEngine, network, fewImages, recipe, seed);
    expect(sum).toBeGreaterThan(0);
    expect(relativeError([gradientNorm], [sum])).toBeLessThan(1e-4);
  });
});
