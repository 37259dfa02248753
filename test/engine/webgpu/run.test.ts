/** @file A run of 200 steps on WebGPU and on the tfjs engine: the same losses within noise, the same ranking within its interval. */
import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { tfjsWasm } from "../../../scripts/bench/tfjsWasm.ts";
import { recipeOf } from "../../../src/core/heuristics/index.ts";
import { bootstrapInterval } from "../../../src/core/metrics/bootstrap.ts";
import { kendallTauB } from "../../../src/core/metrics/kendall.ts";
import { defaultMetricOptions, type RankingInput } from "../../../src/core/metrics/metric.ts";
import { sparseKendallTau } from "../../../src/core/metrics/sparse.ts";
import { createRandom } from "../../../src/core/random.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import type { Architecture } from "../../../src/core/spaces/space.ts";
import { parseTable } from "../../../src/core/tables/parseTable.ts";
import type { Engine, EngineFactory, ImagePart, ImageSet, TrainStep } from "../../../src/engine/engine.ts";
import { createTfjsEngine } from "../../../src/engine/tfjs/engine.ts";
import { createWasmEngine } from "../../../src/engine/wasm/engine.ts";
import { createWebgpuEngine } from "../../../src/engine/webgpu/engine.ts";
import { readDataset } from "../../../src/headless/dataset.ts";
import { softwareAdapter } from "./softwareDevice.ts";

const STEPS = 200;
const BATCH = 16;
const recipe = recipeOf(nasbench201, { channels: 4, cells: 1 });

/** The real images at half their resolution: small enough for a processor that plays a GPU. */
function halved(images: ImageSet): ImageSet {
  const { height, width } = images;
  const half = ({ count, pixels, labels }: ImagePart): ImagePart => ({
    count,
    labels,
    pixels: Uint8Array.from({ length: (count * height * width) / 4 }, (_, i) => {
      const column = 2 * (i % (width / 2));
      const row = 2 * Math.floor(i / (width / 2));
      const at = row * width + column;
      return (pixels[at]! + pixels[at + 1]! + pixels[at + width]! + pixels[at + width + 1]!) / 4;
    }),
  });
  return {
    ...images,
    height: height / 2,
    width: width / 2,
    train: half(images.train),
    validation: half(images.validation),
    test: half(images.test),
  };
}

const images = halved(await readDataset("fashion-mnist-14"));
const input = { height: images.height, width: images.width, channels: 1 };
const build = (architecture: Architecture) =>
  nasbench201.build(architecture, recipe.network, input, images.classes.length);

/** Fifty rows of the shipped table: a uniform draw, since its rows are one in the order drawn. */
async function truth() {
  const text = await readFile(new URL("../../../public/tables/nasbench201.json", import.meta.url), "utf8");
  const parsed = parseTable(text, nasbench201, "nasbench201.json");
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const rows = parsed.table.rows.slice(0, 50);
  return {
    groundTruths: rows.map(({ accuracy }) => accuracy),
    pool: rows.map(({ architecture }) => build(nasbench201.parse(architecture) as Architecture)),
  };
}

const random = createRandom(5);
const sampled = Array.from({ length: STEPS }, () => build(nasbench201.sampleNaive(random)));
const step = (index: number): TrainStep => ({
  paths: [{ network: sampled[index]!, weight: 1 }],
  images: Int32Array.from({ length: BATCH }, (_, i) => (index * BATCH + i) % images.train.count),
  labelSmoothing: 0,
  seed: index,
  optimizer: {
    ...recipe.optimizer,
    learningRate: 0.05 * 0.5 * (1 + Math.cos((Math.PI * index) / STEPS)),
  },
});

/** Trains, and tells the mean losses of every 20 steps. */
async function train(engine: Engine): Promise<number[]> {
  const losses: number[] = [];
  for (let index = 0; index < STEPS; index++) {
    await engine.trainStep(step(index));
    if (index % 20 === 19) losses.push((await engine.readTraining()).loss);
  }
  return losses;
}

/** The losses, and how the trained super-net ranks the pool. */
async function run(create: EngineFactory, seed: number) {
  const engine = await create(images, seed);
  const losses = await train(engine);
  const { pool, groundTruths } = await truth();
  const scores = await engine.score(pool, {
    part: "validation",
    count: 200,
    batchSize: 100,
    norm: "batch",
    calibrationBatches: 0,
    weights: "raw",
    state: "live",
  });
  engine.dispose();
  const sKdT = (ranking: RankingInput) => sparseKendallTau(ranking, defaultMetricOptions.threshold);
  const predictions = scores.map(({ accuracy }) => accuracy);
  const ranking = { predictions, groundTruths };
  const interval = bootstrapInterval(ranking, sKdT, createRandom(1));
  return {
    losses,
    predictions,
    scoreLosses: scores.map(({ loss }) => loss),
    skdt: sKdT(ranking)!,
    interval: interval!,
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const gaps = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((value, i) => Math.abs(value - b[i]!));

describe("200 steps of random paths on webgpu", () => {
  type Outcome = Awaited<ReturnType<typeof run>>;
  let ours: Outcome;
  let theirs: Outcome;
  /** From other initial weights: what a loss curve owes to chance. */
  let other: readonly number[];
  beforeAll(async () => {
    ours = await run(createWebgpuEngine(await softwareAdapter(), { validate: false }), 4);
    theirs = await run(createTfjsEngine(tfjsWasm), 4);
    const engine = await createWasmEngine(images, 5);
    other = await train(engine);
    engine.dispose();
  }, 600_000);

  it("lose as with the tfjs engine, to less than the initial weights make a difference", () => {
    // The first steps differ by rounding alone, later ones by what training makes of it.
    expect(ours.losses[0]).toBeCloseTo(theirs.losses[0]!, 2);
    expect(Math.max(...gaps(ours.losses, theirs.losses))).toBeLessThan(mean(gaps(theirs.losses, other)));
    expect(ours.losses.at(-1)!).toBeLessThan(0.8 * ours.losses[0]!);
  });

  it("rank the pool as with the tfjs engine: the S-KdT of each lies in the bootstrap interval of the other", () => {
    expect(ours.predictions.length).toBeGreaterThanOrEqual(40);
    expect(ours.skdt).toBeGreaterThan(theirs.interval.low);
    expect(ours.skdt).toBeLessThan(theirs.interval.high);
    expect(theirs.skdt).toBeGreaterThan(ours.interval.low);
    expect(theirs.skdt).toBeLessThan(ours.interval.high);
    // Not for want of a ranking: both put the cells in much the same order.
    expect(kendallTauB(ours.predictions, theirs.predictions)).toBeGreaterThan(0.5);
    expect(Math.abs(mean(ours.predictions) - mean(theirs.predictions))).toBeLessThan(0.05);
    expect(Math.abs(mean(ours.scoreLosses) - mean(theirs.scoreLosses))).toBeLessThan(0.05);
  });
});
