/** @file What every engine promises of steps, updates, statistics and scores, as one body of tests to run over each of them. */
import { describe, expect, it } from "vitest";
import { batchNorm, convParameter, NetworkBuilder, vectorParameter } from "../../src/core/network/builder.ts";
import type { Network, Shape } from "../../src/core/network/network.ts";
import type {
  Engine,
  EngineFactory,
  Evaluation,
  NetworkScore,
  OptimizerStep,
  Snapshot,
  TrainPath,
  TrainStep,
} from "../../src/engine/engine.ts";
import { evaluationBatches } from "../../src/engine/evaluationBatches.ts";
import { CLASSES, caseImages, caseStep, caseWeights, snapshotOf } from "./caseData.ts";
import { referenceInspect } from "./reference.ts";
import { relativeError } from "./relativeError.ts";

const input: Shape = { height: 6, width: 5, channels: 2 };

/** A small classifier whose middle is called `branch`; all branches share stem and head. */
function branched(branch: string): Network {
  const builder = new NetworkBuilder(input);
  const conv = (from: number, name: string, ins: number, outs: number): number =>
    builder.push({
      op: "conv",
      input: from,
      weight: { parameter: convParameter(name, 3, ins, outs) },
      stride: 1,
      dilation: 1,
      depthwise: false,
    });
  const stem = builder.push(batchNorm(conv(0, "stem", 2, 4), "stem/norm", 4, true));
  const middle = builder.push(batchNorm(conv(stem, branch, 4, 4), `${branch}/norm`, 4, true));
  const bent = builder.push({ op: "relu", input: middle });
  const pooled = builder.push({ op: "globalAvgPool", input: bent });
  builder.push({
    op: "dense",
    input: pooled,
    weight: { parameter: { name: "head", shape: [4, CLASSES], init: { kind: "uniform", bound: 0.5 } } },
    bias: { parameter: vectorParameter("bias", CLASSES, "zeros") },
  });
  return builder.finish();
}

const a = branched("a");
const b = branched("b");
const images = caseImages(input, 24);

function stepOn(networks: readonly Network[], optimizer: Partial<OptimizerStep> = {}): TrainStep {
  const step = caseStep(networks, 8);
  return { ...step, optimizer: { ...step.optimizer, ...optimizer } };
}

function expectSame(actual: Snapshot, expected: Snapshot, names: (name: string) => boolean): void {
  for (const key of ["weights", "momenta", "averages"] as const)
    for (const [name, values] of Object.entries(expected[key]))
      if (names(name)) expect(actual[key][name], `${key} of ${name}`).toEqual(values);
}

/** Scores of both branches under all statistics, of the weights and of their averages. */
async function scoresOf(engine: Engine, state: Evaluation["state"]): Promise<Record<string, NetworkScore[]>> {
  const scores: Record<string, NetworkScore[]> = {};
  for (const weights of ["raw", "ema"] as const)
    for (const norm of ["batch", "running", "recalibrated"] as const)
      scores[`${weights}, ${norm}`] = await engine.score([a, b], {
        part: "validation",
        count: 20,
        batchSize: 8,
        norm,
        calibrationBatches: 2,
        weights,
        state,
      });
  return scores;
}

/** Both branches in turn and together, with all that an update can do. */
async function trainAll(engine: Engine, between: () => Promise<void> = async () => {}): Promise<void> {
  const all = { nesterov: true, weightDecay: 0.01, clipNorm: 0.5, emaDecay: 0.5 };
  // Weights that a step does not sample move, too, by either rule.
  for (const [networks, inactive] of [
    [[a], "study"],
    [[b], "decay"],
    [[a, b], "study"],
    [[b], "study"],
  ] as const) {
    await engine.trainStep(stepOn(networks, { ...all, inactive }));
    await between();
  }
}

/** Steps, updates, statistics and scores. */
export function describeTraining(title: string, create: EngineFactory): void {
  describe(`training on ${title}`, () => {
    it("gives signs of life as it works", async () => {
      const engine = await create(images, 1);
      const before = engine.signs();
      await engine.trainStep(stepOn([a]));
      await engine.readTraining();
      expect(engine.signs()).toBeGreaterThan(before);
      engine.dispose();
    });

    it("sums the gradients of several paths, distils and ranks", async () => {
      const engine = await create(images, 1);
      const weights = caseWeights([a, b]);
      engine.restore(snapshotOf(weights));
      const step: TrainStep = {
        ...stepOn([a, b, a]),
        paths: [
          { network: a, weight: 0.5 },
          { network: b, weight: 2, teacher: 0 },
          { network: b, weight: 1 },
        ],
        labelSmoothing: 0.1,
        ranking: [
          { better: 0, worse: 2, weight: 0.7, margin: 5 },
          { better: 2, worse: 0, weight: 0.7, margin: -5 },
        ],
      };
      // The two of a ranking may see other images than the rest of the step.
      const own = Int32Array.from({ length: 8 }, (_, i) => 15 - i);
      const [first, second, third] = step.paths as [TrainPath, TrainPath, TrainPath];
      const apart = {
        ...step,
        paths: [first, second, { ...third, images: own }, { ...first, weight: 0, images: own }],
      };
      const ranked = [{ better: 3, worse: 2, weight: 0.7, margin: 5 }];
      for (const tried of [step, { ...step, ranking: [] }, apart, { ...apart, ranking: ranked }]) {
        const actual = await engine.inspect(tried);
        const expected = referenceInspect(images, tried, weights);
        actual.losses.forEach((loss, path) => {
          expect(loss).toBeCloseTo(expected.losses[path]!, 4);
        });
        for (const [name, gradient] of Object.entries(expected.gradients))
          expect(relativeError(actual.gradients[name]!, gradient), name).toBeLessThan(1e-3);
      }
      engine.dispose();
    });

    it.each([
      { momentum: 0.9, nesterov: true, weightDecay: 0.01, clipNorm: 0.05, emaDecay: 0.5 },
      { momentum: 0.9, nesterov: false, weightDecay: 0, clipNorm: 0, emaDecay: 0 },
    ])("updates as PyTorch's SGD does: %o", async (optimizer) => {
      const engine = await create(images, 1);
      const start = caseWeights([a]);
      engine.restore(snapshotOf(start));
      const weights = structuredClone(start);
      const momenta: Record<string, number[]> = {};
      const averages: Record<string, number[]> = {};
      for (let index = 0; index < 3; index++) {
        const step = stepOn([a], optimizer);
        const { gradients } = referenceInspect(images, step, weights);
        const norm = Math.hypot(...Object.values(gradients).flatMap((g) => [...g]));
        const clip = optimizer.clipNorm > 0 ? Math.min(1, optimizer.clipNorm / norm) : 1;
        for (const [name, gradient] of Object.entries(gradients)) {
          const w = weights[name]!;
          const m = momenta[name] ?? new Array<number>(w.length).fill(0);
          momenta[name] = m;
          gradient.forEach((raw, i) => {
            const g = raw * clip + optimizer.weightDecay * w[i]!;
            m[i] = optimizer.momentum * m[i]! + g;
            w[i] = w[i]! - 0.1 * (optimizer.nesterov ? g + optimizer.momentum * m[i]! : m[i]!);
          });
          if (optimizer.emaDecay > 0)
            averages[name] = averages[name]
              ? averages[name].map((v, i) => optimizer.emaDecay * v + (1 - optimizer.emaDecay) * w[i]!)
              : [...w];
        }
        await engine.trainStep(step);
      }
      const after = await engine.snapshot();
      for (const name of Object.keys(momenta)) {
        expect(relativeError(after.weights[name]!, weights[name]!), name).toBeLessThan(1e-3);
        expect(relativeError(after.momenta[name]!, momenta[name]!), `momentum of ${name}`).toBeLessThan(2e-3);
        if (optimizer.emaDecay > 0)
          expect(relativeError(after.averages[name]!, averages[name]!), `average of ${name}`).toBeLessThan(
            1e-3,
          );
      }
      engine.dispose();
    });

    it("starts the moving average anew where it was switched off, of what was not trained meanwhile, too", async () => {
      const engine = await create(images, 1);
      await engine.trainStep(stepOn([a, b], { emaDecay: 0.9 }));
      await engine.trainStep(stepOn([a], { emaDecay: 0 }));
      expect((await engine.snapshot()).averages).toEqual({});
      await engine.trainStep(stepOn([a, b], { emaDecay: 0.9 }));
      const { weights, averages } = await engine.snapshot();
      expect(Object.keys(averages).length).toBeGreaterThan(3);
      for (const [name, average] of Object.entries(averages)) expect(average, name).toEqual(weights[name]);
      engine.dispose();
    });

    it("leaves parameters that were not sampled, and their momenta, bit-equal", async () => {
      const engine = await create(images, 1);
      await engine.trainStep(stepOn([b], { emaDecay: 0.9 }));
      const before = await engine.snapshot();
      for (let i = 0; i < 3; i++) await engine.trainStep(stepOn([a], { weightDecay: 0.01, emaDecay: 0.9 }));
      const after = await engine.snapshot();
      const inactive = (name: string): boolean => name === "b" || name.startsWith("b/");
      expect(Object.keys(before.momenta).filter(inactive)).toHaveLength(3);
      expectSame(after, before, inactive);
      expect(after.weights.stem).not.toEqual(before.weights.stem);
      engine.dispose();
    });

    it.each([0.01, 0])(
      "decays and drifts what was not sampled as the study does, weight decay %f",
      async (decay) => {
        const engine = await create(images, 1);
        await engine.trainStep(stepOn([b], { emaDecay: 0.5 }));
        const before = await engine.snapshot();
        await engine.trainStep(stepOn([a], { weightDecay: decay, inactive: "study", emaDecay: 0.5 }));
        const after = await engine.snapshot();
        const momenta = before.weights.b!.map((w, i) => 0.9 * before.momenta.b![i]! + decay * w);
        const weights = before.weights.b!.map((w, i) => w - 0.1 * momenta[i]!);
        const averages = before.averages.b!.map((v, i) => 0.5 * v + 0.5 * weights[i]!);
        expect(relativeError(after.momenta.b!, momenta)).toBeLessThan(1e-5);
        expect(relativeError(after.weights.b!, weights)).toBeLessThan(1e-5);
        expect(relativeError(after.averages.b!, averages)).toBeLessThan(1e-5);
        expect(after.weights.b).not.toEqual(before.weights.b);
        engine.dispose();
      },
    );

    it("keeps the momenta of groups apart, and has them in its snapshot", async () => {
      const engine = await create(images, 1);
      const grouped = (momentumGroup?: number): TrainStep => ({
        ...stepOn([a]),
        optimizer: { ...stepOn([a]).optimizer, ...(momentumGroup !== undefined && { momentumGroup }) },
      });
      const names = Object.keys((await engine.inspect(stepOn([a]))).gradients);
      // What was looked at is in the snapshot.
      await engine.inspect(stepOn([b]));
      await engine.trainStep(grouped(3));
      const first = await engine.snapshot();
      expect(Object.keys(first.momenta).sort()).toEqual(names.map((name) => `${name}@3`).sort());
      await engine.trainStep(grouped(7));
      const second = await engine.snapshot();
      // Nothing was there yet for group 7 to go on from: the weights went down their gradient alone.
      for (const name of names) {
        expect(second.momenta[`${name}@3`]).toEqual(first.momenta[`${name}@3`]);
        const moved = first.weights[name]!.map((w, i) => w - 0.1 * second.momenta[`${name}@7`]![i]!);
        expect(relativeError(second.weights[name]!, moved), name).toBeLessThan(1e-5);
      }
      // From a snapshot the same group goes on, also for weights that the step does not train.
      const drifting = { ...stepOn([b]).optimizer, momentumGroup: 3, inactive: "study" } as const;
      const other = await create(images, 2);
      other.restore(second);
      for (const one of [engine, other]) {
        await one.trainStep(grouped(3));
        await one.trainStep({ ...stepOn([b]), optimizer: drifting });
      }
      const [after, twin] = [await engine.snapshot(), await other.snapshot()];
      const stayed = Object.keys(second.momenta).filter((name) => name.endsWith("@7"));
      expect(stayed).toHaveLength(names.length);
      for (const name of stayed) expect(after.momenta[name]).toEqual(second.momenta[name]);
      expect(after.momenta["a@3"]).not.toEqual(second.momenta["a@3"]);
      expectSame(twin, after, (name) => name === "a" || name.startsWith("a@") || name.startsWith("stem"));
      expect(Object.keys(twin.momenta).sort()).toEqual(Object.keys(after.momenta).sort());
      engine.dispose();
      other.dispose();
    });

    it("decays what was not sampled and lets its momentum wait where asked to", async () => {
      const engine = await create(images, 1);
      await engine.trainStep(stepOn([b], { emaDecay: 0.5 }));
      const before = await engine.snapshot();
      await engine.trainStep(stepOn([a], { weightDecay: 0.01, inactive: "decay", emaDecay: 0.5 }));
      const after = await engine.snapshot();
      const weights = before.weights.b!.map((w) => w - 0.1 * 0.01 * w);
      const averages = before.averages.b!.map((v, i) => 0.5 * v + 0.5 * weights[i]!);
      expect(after.momenta.b).toEqual(before.momenta.b);
      expect(after.weights.b).not.toEqual(before.weights.b);
      expect(relativeError(after.weights.b!, weights)).toBeLessThan(1e-6);
      expect(relativeError(after.averages.b!, averages)).toBeLessThan(1e-6);
      engine.dispose();
    });

    it.each([0.1, 0.997])(
      "tracks running statistics with unbiased variance, in training only, momentum %f",
      async (normMomentum) => {
        const engine = await create(images, 1);
        const weights = caseWeights([a]);
        engine.restore(snapshotOf(weights));
        const step = stepOn([a], { normMomentum });
        await engine.inspect(step);
        expectSame(await engine.snapshot(), snapshotOf(weights), () => true);
        await engine.trainStep(step);
        const after = await engine.snapshot();
        const { statistics } = referenceInspect(images, step, weights);
        expect(statistics).toHaveLength(2);
        for (const { operation, mean, variance } of statistics) {
          const moved = (name: string, to: Float64Array): number[] =>
            [...weights[name]!].map((value, i) => value + normMomentum * (to[i]! - value));
          const names = [operation.mean.parameter.name, operation.variance.parameter.name] as const;
          expect(relativeError(after.weights[names[0]]!, moved(names[0], mean))).toBeLessThan(1e-4);
          expect(relativeError(after.weights[names[1]]!, moved(names[1], variance))).toBeLessThan(1e-4);
        }
        engine.dispose();
      },
    );

    it("repeats itself with the same seed and differs with another", async () => {
      const run = async (seed: number): Promise<Snapshot> => {
        const engine = await create(images, seed);
        for (let i = 0; i < 3; i++) await engine.trainStep(stepOn([i % 2 ? a : b]));
        const snapshot = await engine.snapshot();
        engine.dispose();
        return snapshot;
      };
      const first = await run(4);
      expect(await run(4)).toEqual(first);
      expect((await run(5)).weights.stem).not.toEqual(first.weights.stem);
    });

    it("goes on from a snapshot as if nothing had happened", async () => {
      const engine = await create(images, 1);
      await engine.trainStep(stepOn([a]));
      const snapshot = await engine.snapshot();
      await engine.trainStep(stepOn([a]));
      const twice = await engine.snapshot();
      const other = await create(images, 2);
      other.restore(snapshot);
      await other.trainStep(stepOn([a]));
      expectSame(await other.snapshot(), twice, () => true);
      engine.dispose();
      other.dispose();
    });

    it("keeps memory flat over ten steps and scores", async () => {
      const engine = await create(images, 1);
      const once = async (): Promise<void> => {
        await engine.trainStep(stepOn([a]));
        await engine.trainStep(stepOn([b, a]));
        await engine.score([a, b], {
          part: "validation",
          count: 20,
          batchSize: 8,
          norm: "recalibrated",
          calibrationBatches: 2,
          weights: "raw",
          state: "live",
        });
      };
      await once();
      const before = engine.memory();
      for (let i = 0; i < 10; i++) await once();
      expect(engine.memory()).toEqual(before);
      engine.dispose();
    });

    it("stays finite with nearly constant channels", async () => {
      const engine = await create(images, 1);
      const weights = caseWeights([a]);
      // A large constant with a tiny variation: E[x²] − m² would turn negative here.
      weights.stem!.fill(0);
      weights["stem/norm/shift"]!.fill(300);
      weights["stem/norm/scale"]!.fill(1e-3);
      weights.a!.fill(1);
      engine.restore(snapshotOf(weights));
      for (let i = 0; i < 5; i++) await engine.trainStep(stepOn([a], { clipNorm: 5 }));
      expect((await engine.readTraining()).loss).toSatisfy(Number.isFinite);
      for (const [name, values] of Object.entries((await engine.snapshot()).weights))
        expect(values.every(Number.isFinite), name).toBe(true);
      engine.dispose();
    });

    it("reports NaN once diverged and keeps the weights finite", async () => {
      const engine = await create(images, 1);
      const weights = caseWeights([a]);
      weights.head!.fill(Number.NaN);
      engine.restore(snapshotOf(weights));
      await engine.trainStep(stepOn([a]));
      expect((await engine.readTraining()).loss).toBeNaN();
      expect((await engine.snapshot()).weights.stem!.every(Number.isFinite)).toBe(true);
      // An answer read from NaN logits would look like chance level.
      const evaluation = {
        part: "test",
        count: 24,
        batchSize: 24,
        calibrationBatches: 0,
        weights: "raw",
        state: "live",
      } as const;
      const diverged = { accuracy: Number.NaN, loss: Number.NaN };
      expect(await engine.score([a], { ...evaluation, norm: "batch" })).toEqual([diverged]);
      engine.dispose();
    });

    it("learns, reports means, and scores with every kind of statistics without changing anything", async () => {
      const engine = await create(images, 1);
      const train = {
        ...stepOn([a], { learningRate: 0.05 }),
        images: Int32Array.from({ length: 24 }, (_, i) => i),
      };
      await engine.trainStep(train);
      const first = await engine.readTraining();
      expect(first.steps).toBe(1);
      for (let i = 0; i < 60; i++) await engine.trainStep(train);
      const before = await engine.snapshot();
      const last = await engine.readTraining();
      expect(last.steps).toBe(60);
      expect(last.loss).toBeLessThan(first.loss);
      expect((await engine.readTraining()).steps).toBe(0);
      // Scores on the training images themselves: recalibrated on exactly those, and in one batch.
      const twin = await create({ ...images, validation: images.train }, 1);
      twin.restore(before);
      const scores: NetworkScore[] = [];
      for (const norm of ["batch", "running", "recalibrated"] as const) {
        const [score] = await twin.score([a], {
          part: "validation",
          count: 24,
          batchSize: 24,
          norm,
          calibrationBatches: 1,
          weights: "raw",
          state: "live",
        });
        scores.push(score!);
      }
      const { logits, losses } = await engine.inspect(train);
      let correct = 0;
      for (let n = 0; n < 24; n++) {
        const row = [...logits[0]!.subarray(n * CLASSES, (n + 1) * CLASSES)];
        if (row.indexOf(Math.max(...row)) === images.train.labels[n]) correct++;
      }
      const [batch, running, recalibrated] = scores as [NetworkScore, NetworkScore, NetworkScore];
      expect(batch.accuracy).toBeCloseTo(correct / 24, 6);
      expect(relativeError([batch.loss], [losses[0]!])).toBeLessThan(1e-4);
      expect(Math.abs(recalibrated.accuracy - batch.accuracy)).toBeLessThan(0.1);
      expect(Math.abs(recalibrated.loss - batch.loss)).toBeLessThan(0.1);
      expect(running.accuracy).toBeGreaterThan(0.5);
      expect(running.loss).toBeLessThan(first.loss);
      expect(await twin.snapshot()).toEqual(before);
      engine.dispose();
      twin.dispose();
    });

    it("scores in the batches of `evaluationBatches`, each as a step over it would be", async () => {
      const engine = await create({ ...images, validation: images.train }, 1);
      await trainAll(engine);
      /** Accuracy and loss over all images of these batches. */
      const over = async (batches: readonly Int32Array[]): Promise<NetworkScore> => {
        const count = batches.reduce((sum, batch) => sum + batch.length, 0);
        const score = { accuracy: 0, loss: 0 };
        for (const batch of batches) {
          const { logits, losses } = await engine.inspect({ ...stepOn([a]), images: batch });
          score.loss += (losses[0]! * batch.length) / count;
          batch.forEach((image, n) => {
            const row = [...logits[0]!.subarray(n * CLASSES, (n + 1) * CLASSES)];
            if (row.indexOf(Math.max(...row)) === images.train.labels[image]) score.accuracy += 1 / count;
          });
        }
        return score;
      };
      const expected = await over(evaluationBatches(images, "validation", 20, 8));
      const inOrder = await over(
        [8, 8, 4].map((size, n) => Int32Array.from({ length: size }, (_, i) => 8 * n + i)),
      );
      const [score] = (await scoresOf(engine, "live"))["raw, batch"]!;
      expect(score!.accuracy).toBeCloseTo(expected.accuracy, 6);
      expect(relativeError([score!.loss], [expected.loss])).toBeLessThan(1e-4);
      expect(relativeError([inOrder.loss], [expected.loss])).toBeGreaterThan(1e-3);
      engine.dispose();
    });

    it("scores what was frozen bit for bit as it was, while training moves on", async () => {
      const engine = await create(images, 1);
      await trainAll(engine);
      const before = await scoresOf(engine, "live");
      // An average taken for a weight, or one kind of statistics for another, would show.
      expect(new Set(Object.values(before).map((scores) => JSON.stringify(scores))).size).toBe(6);
      await engine.freeze();
      await trainAll(engine);
      expect(await scoresOf(engine, "frozen")).toEqual(before);
      const after = await scoresOf(engine, "live");
      for (const [what, scores] of Object.entries(before))
        scores.forEach(({ loss }, network) => {
          expect(after[what]![network]!.loss, `${what}, network ${network}`).not.toBe(loss);
        });
      // Nor do live scores touch the copy.
      expect(await scoresOf(engine, "frozen")).toEqual(before);
      engine.dispose();
    });

    it.each([0, 2])(
      "freezes what comes later at its initial values, %i steps into training",
      async (steps) => {
        const trained = async (): Promise<Engine> => {
          const engine = await create(images, 3);
          for (let i = 0; i < steps; i++) await engine.trainStep(stepOn([a], { emaDecay: 0.5 }));
          return engine;
        };
        const other = await trained();
        const expected = await scoresOf(other, "live");
        other.dispose();
        // Once met in training first, once in a frozen score.
        for (const scoredFirst of [false, true]) {
          const engine = await trained();
          await engine.freeze();
          if (scoredFirst) expect(await scoresOf(engine, "frozen")).toEqual(expected);
          for (const network of [b, a, b]) await engine.trainStep(stepOn([network], { emaDecay: 0.5 }));
          expect(await scoresOf(engine, "frozen")).toEqual(expected);
          engine.dispose();
        }
      },
    );

    it("replaces what was frozen by what is frozen next", async () => {
      const engine = await create(images, 1);
      await trainAll(engine);
      await engine.freeze();
      const first = await scoresOf(engine, "frozen");
      await trainAll(engine);
      const second = await scoresOf(engine, "live");
      await engine.freeze();
      await trainAll(engine);
      const frozen = await scoresOf(engine, "frozen");
      expect(frozen).toEqual(second);
      expect(frozen).not.toEqual(first);
      engine.dispose();
    });

    it("has nothing frozen before the first freezing and after a snapshot was restored, and says so", async () => {
      const engine = await create(images, 1);
      await trainAll(engine);
      const expectNone = async (): Promise<void> => {
        await expect(scoresOf(engine, "frozen")).rejects.toThrow("no weights were frozen");
        // A refusal, no failure: all else goes on.
        await trainAll(engine);
        expect((await scoresOf(engine, "live"))["raw, batch"]![0]!.loss).toSatisfy(Number.isFinite);
      };
      await expectNone();
      await engine.freeze();
      await scoresOf(engine, "frozen");
      engine.restore(await engine.snapshot());
      await expectNone();
      // And what is frozen after that is the restored state, wherever its weights lie now.
      const live = await scoresOf(engine, "live");
      await engine.freeze();
      await trainAll(engine);
      expect(await scoresOf(engine, "frozen")).toEqual(live);
      engine.dispose();
    });

    it("restores what was frozen beside the weights, on another engine from another seed", async () => {
      const engine = await create(images, 1);
      expect(await engine.snapshotFrozen()).toBeUndefined();
      await engine.trainStep(stepOn([a], { emaDecay: 0.5 }));
      await engine.freeze();
      // What is new since then is in neither copy by itself.
      await trainAll(engine);
      const other = await create(images, 2);
      other.restore(await engine.snapshot(), await engine.snapshotFrozen());
      for (const state of ["live", "frozen"] as const)
        expect(await scoresOf(other, state), state).toEqual(await scoresOf(engine, state));
      const frozen = await scoresOf(engine, "frozen");
      expect(frozen).not.toEqual(await scoresOf(engine, "live"));
      await trainAll(other);
      expect(await scoresOf(other, "frozen")).toEqual(frozen);
      engine.dispose();
      other.dispose();
    });

    it("keeps memory flat over ten freezings", async () => {
      const engine = await create(images, 1);
      const once = async (): Promise<void> => {
        await trainAll(engine);
        await engine.freeze();
        await scoresOf(engine, "frozen");
      };
      await once();
      const before = engine.memory();
      for (let i = 0; i < 10; i++) await once();
      expect(engine.memory()).toEqual(before);
      engine.dispose();
    });

    it("trains to the same bits with and without freezing and frozen scores in between", async () => {
      const run = async (between: (engine: Engine) => Promise<void>) => {
        const engine = await create(images, 1);
        await trainAll(engine, () => between(engine));
        await trainAll(engine, () => between(engine));
        const result = { report: await engine.readTraining(), snapshot: await engine.snapshot() };
        engine.dispose();
        return result;
      };
      const plain = await run(async () => {});
      let scored = 0;
      const frozen = await run(async (engine) => {
        await engine.freeze();
        scored += Object.keys(await scoresOf(engine, "frozen")).length;
      });
      expect(scored).toBe(48);
      expect(frozen).toEqual(plain);
    });
  });
}
