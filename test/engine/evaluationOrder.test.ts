/** @file Which images an evaluation reads, in which batches; and that a batch tells mini-batch statistics nothing of the labels. */
import { describe, expect, it } from "vitest";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import type { Network } from "../../src/core/network/network.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { Architecture } from "../../src/core/spaces/space.ts";
import { BatchSource } from "../../src/engine/batches.ts";
import type { ImagePart, ImageSet, Snapshot } from "../../src/engine/engine.ts";
import { evaluationBatches } from "../../src/engine/evaluationBatches.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { readDataset } from "../../src/headless/dataset.ts";
import { caseImages } from "./caseData.ts";

const images = await readDataset("fashion-mnist-14");
const classes = images.classes.length;
const parts = ["train", "validation", "test"] as const;
type Part = (typeof parts)[number];

/** How unevenly batches hold the classes: variance of the number of images of a class, mean over classes and batches. */
function unevenness(part: Part, batches: readonly ArrayLike<number>[]): number {
  let squares = 0;
  for (const batch of batches) {
    const counts = new Array<number>(classes).fill(0);
    for (const image of Array.from(batch)) counts[images[part].labels[image]!]!++;
    for (const count of counts) squares += (count - batch.length / classes) ** 2;
  }
  return squares / batches.length / classes;
}

describe.each(parts)("evaluation batches of the %s part", (part) => {
  const available = images[part].count;
  const flat = (count: number, size: number): number[] =>
    evaluationBatches(images, part, count, size).flatMap((batch) => [...batch]);
  const whole = flat(available, 100);

  it("cover it once", () => {
    expect(whole.toSorted((a, b) => a - b)).toEqual(Array.from({ length: available }, (_, image) => image));
  });

  it("are of the size asked for, the last one of what is left", () => {
    const sizes = evaluationBatches(images, part, 250, 100).map((batch) => batch.length);
    expect(sizes).toEqual([100, 100, 50]);
    expect(evaluationBatches(images, part, 0, 100)).toEqual([]);
  });

  it("begin again where more is asked for than there is", () => {
    expect(flat(available + 130, 100)).toEqual([...whole, ...whole.slice(0, 130)]);
  });

  it("cut one and the same order, whatever their size, number, and the images themselves", () => {
    expect(flat(available, 100)).toEqual(whole);
    expect(flat(available, 7)).toEqual(whole);
    expect(flat(300, 1000)).toEqual(whole.slice(0, 300));
    const others = caseImages({ height: 2, width: 2, channels: 1 }, available);
    expect(evaluationBatches(others, part, available, available).map((batch) => [...batch])).toEqual([whole]);
  });

  it("hold classes as unevenly as chance has it, although the pack deals them out in turn", () => {
    const size = 100;
    const expected = ((size / classes) * (1 - 1 / classes) * (available - size)) / (available - 1);
    const inPackOrder = Array.from({ length: Math.floor(available / size) }, (_, batch) =>
      Array.from({ length: size }, (_, i) => batch * size + i),
    );
    expect(unevenness(part, inPackOrder)).toBeLessThan(expected / 10);
    const shuffled = unevenness(part, evaluationBatches(images, part, available, size));
    // Relative deviation of a variance that is estimated from so many counts, of which each batch has one fewer than classes.
    const deviation = Math.sqrt(2 / ((available / size) * (classes - 1)));
    expect(Math.abs(shuffled / expected - 1)).toBeLessThan(4 * deviation);
  });
});

it("orders every part in a way of its own", () => {
  const others = caseImages({ height: 2, width: 2, channels: 1 }, 100);
  const orders = parts.map((part) => [...evaluationBatches(others, part, 100, 100)[0]!]);
  expect(new Set(orders.map((order) => order.join())).size).toBe(parts.length);
});

describe("mini-batch statistics", () => {
  const { network: recipe, optimizer } = recipeOf(nasbench201, { channels: 4 });
  const input = { height: images.height, width: images.width, channels: images.channels };
  const { count } = images.validation;
  /** The same images, so arranged that evaluations read them in the order of the pack. */
  const packed = { ...images, validation: inPackOrder(images.validation) };

  async function trained(network: Network): Promise<Snapshot> {
    const engine = await createWasmEngine(images, 1);
    const batches = new BatchSource(images.train.count, 1);
    for (let step = 1; step <= 300; step++)
      await engine.trainStep({
        paths: [{ network, weight: 1 }],
        images: batches.next(32, 1),
        labelSmoothing: 0,
        seed: step,
        optimizer: { ...optimizer, learningRate: 0.05 },
      });
    const snapshot = await engine.snapshot();
    engine.dispose();
    return snapshot;
  }

  /** Accuracy by the statistics of batches of this size. */
  async function accuracy(set: ImageSet, network: Network, snapshot: Snapshot, batchSize: number) {
    const engine = await createWasmEngine(set, 1);
    engine.restore(snapshot);
    const [score] = await engine.score([network], {
      part: "validation",
      count,
      batchSize,
      norm: "batch",
      calibrationBatches: 0,
      weights: "raw",
      state: "live",
    });
    engine.dispose();
    return score!.accuracy;
  }

  it.each([
    "|nor_conv_3x3~0|+|none~0|nor_conv_3x3~1|+|skip_connect~0|none~1|nor_conv_3x3~2|",
    "|nor_conv_1x1~0|+|avg_pool_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|skip_connect~1|avg_pool_3x3~2|",
    "|skip_connect~0|+|nor_conv_1x1~0|skip_connect~1|+|skip_connect~0|nor_conv_1x1~1|skip_connect~2|",
  ])("see no labels through the make-up of small batches: %s", async (text) => {
    const network = nasbench201.build(nasbench201.parse(text) as Architecture, recipe, input, classes);
    const snapshot = await trained(network);
    const accuracyAt = (batchSize: number, set = images) => accuracy(set, network, snapshot, batchSize);
    const [small, large] = [await accuracyAt(10), await accuracyAt(1000)];
    const noise = 2 * Math.sqrt((large * (1 - large)) / count);
    expect(large).toBeGreaterThan(0.5);
    expect(small).toBeLessThan(large + noise);
    // In the order of the pack every batch of ten holds each class once, and the very same weights seem to know more.
    expect(await accuracyAt(10, packed)).toBeGreaterThan(small + noise);
  });
});

/** A part whose images stand where the evaluation order looks for them in turn. */
function inPackOrder(part: ImagePart): ImagePart {
  const size = part.pixels.length / part.count;
  const [order] = evaluationBatches(images, "validation", part.count, part.count) as [Int32Array];
  const pixels = new Uint8Array(part.pixels.length);
  const labels = new Uint8Array(part.count);
  order.forEach((place, image) => {
    pixels.set(part.pixels.subarray(image * size, (image + 1) * size), place * size);
    labels[place] = part.labels[image]!;
  });
  return { count: part.count, pixels, labels };
}
