/** @file Dropout: what it drops in training, that it keeps the expectation, and that scores know nothing of it. */
import { describe, expect, it } from "vitest";
import { NetworkBuilder, vectorParameter } from "../../src/core/network/builder.ts";
import type { Network } from "../../src/core/network/network.ts";
import { createRandom } from "../../src/core/random.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { nasbench101Small } from "../../src/core/spaces/nasbench101/index.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import { CLASSES } from "./caseData.ts";
import { imageCount, input, networkOf, open, stepOn } from "./smallLab.ts";

/** Pooling of the image and a classifier, with `keep` of the path between them or without a drop at all. */
function pooled(keep?: number): Network {
  const builder = new NetworkBuilder(input);
  const value = keep === undefined ? 0 : builder.push({ op: "dropPath", input: 0, keep });
  builder.push({
    op: "dense",
    input: builder.push({ op: "globalAvgPool", input: value }),
    weight: { parameter: { name: "head", shape: [1, CLASSES], init: { kind: "uniform", bound: 1 } } },
    bias: { parameter: vectorParameter("bias", CLASSES, "zeros") },
  });
  return builder.finish();
}

describe("path dropout", () => {
  it("drops the whole path of a sample, and divides survivors by the probability to keep it", async () => {
    const keep = 0.75;
    const engine = await open();
    const plain = (await engine.inspect(stepOn([pooled()]))).logits[0]!;
    const samples = plain.length / CLASSES;
    let kept = 0;
    const seeds = 200;
    for (let seed = 0; seed < seeds; seed++) {
      const [logits] = (await engine.inspect({ ...stepOn([pooled(keep)]), seed })).logits;
      for (let sample = 0; sample < samples; sample++) {
        const at = sample * CLASSES;
        const survives = logits!.subarray(at, at + CLASSES).some((logit) => logit !== 0);
        if (survives) kept++;
        for (let i = at; i < at + CLASSES; i++)
          expect(logits![i]).toBeCloseTo(survives ? plain[i]! / keep : 0, 5);
      }
    }
    // Binomial: within four standard deviations, so the mean of the outputs is the output without dropout.
    const draws = seeds * samples;
    expect(Math.abs(kept / draws - keep)).toBeLessThan(4 * Math.sqrt((keep * (1 - keep)) / draws));
    engine.dispose();
  });
});

describe("path dropout of whole cells", () => {
  it.each(spaces)("in $title follows every cell, at a rate that grows linearly to the set one", (space) => {
    for (const cells of [1, 2]) {
      const settings = { pathdrop: 0.6, dropwhat: "cell", cells };
      const { operations } = networkOf(space, space.sampleUnique(createRandom(3)), settings);
      const keeps = operations.flatMap((operation) => (operation.op === "dropPath" ? [operation.keep] : []));
      // DARTS has two reduction cells beside the three stages.
      const count = 3 * cells + (space.id === "darts" ? 2 : 0);
      expect(keeps).toHaveLength(count);
      keeps.forEach((keep, index) => {
        expect(keep).toBeCloseTo(1 - (0.6 * (index + 1)) / count, 12);
      });
    }
  });

  it("leaves zeros of a sample: without the last cell of NASBench-101 its logits are the classifier's bias", async () => {
    const engine = await open();
    const network = networkOf(nasbench101Small, "010001000;input,conv3x3-bn-relu,output", {
      pathdrop: 0.5,
      dropwhat: "cell",
    });
    const seeds = 100;
    let dropped = 0;
    for (let seed = 0; seed < seeds; seed++) {
      const [logits] = (await engine.inspect({ ...stepOn([network]), seed })).logits;
      for (let at = 0; at < logits!.length; at += CLASSES)
        if (logits!.subarray(at, at + CLASSES).every((logit) => logit === 0)) dropped++;
    }
    const draws = seeds * stepOn([network]).images.length;
    // Binomial: within four standard deviations. The bias starts at zero.
    expect(Math.abs(dropped / draws - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / draws));
    engine.dispose();
  });
});

describe("global dropout", () => {
  it("keeps the expectation of the logits", async () => {
    // The classifier is linear in what is dropped, so the mean over masks must be the output without.
    const engine = await open();
    const cell = [3, 1, 2, 3, 4, 1];
    const plain = (await engine.inspect(stepOn([networkOf(nasbench201, cell)]))).logits[0]!;
    const dropping = networkOf(nasbench201, cell, { headdrop: 0.3 });
    const seeds = 300;
    const sums = new Float64Array(plain.length);
    const squares = new Float64Array(plain.length);
    for (let seed = 0; seed < seeds; seed++) {
      const [logits] = (await engine.inspect({ ...stepOn([dropping]), seed })).logits;
      logits!.forEach((logit, i) => {
        sums[i]! += logit;
        squares[i]! += logit * logit;
      });
    }
    const errors = [...plain].map((expected, i) => {
      const mean = sums[i]! / seeds;
      return (mean - expected) / Math.sqrt((squares[i]! / seeds - mean ** 2) / seeds);
    });
    expect(errors.every(Number.isFinite)).toBe(true);
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(4.5);
    engine.dispose();
  });
});

describe.each(spaces)("dropout in $title", (space) => {
  const cells = Array.from({ length: 4 }, (_, index) => space.sampleUnique(createRandom(index)));
  const settings = [{ pathdrop: 0.5 }, { pathdrop: 0.5, dropwhat: "cell" }, { headdrop: 0.5 }] as const;
  const evaluation = {
    part: "validation",
    count: imageCount,
    batchSize: imageCount,
    calibrationBatches: 2,
    weights: "raw",
    state: "live",
  } as const;

  it.each(settings)("%o changes what is trained and no score", async (dropout) => {
    const engine = await open();
    for (const cell of cells) {
      const [plain, dropping] = [networkOf(space, cell), networkOf(space, cell, dropout)];
      const [one, other] = [await engine.inspect(stepOn([plain])), await engine.inspect(stepOn([dropping]))];
      expect(other.logits[0]).not.toEqual(one.logits[0]);
      await engine.trainStep(stepOn([dropping]));
      for (const norm of ["batch", "running", "recalibrated"] as const) {
        const [without] = await engine.score([plain], { ...evaluation, norm });
        expect(await engine.score([dropping], { ...evaluation, norm })).toEqual([without]);
      }
    }
    engine.dispose();
  });
});
