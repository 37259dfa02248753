/** @file From a setting to the step or the score that the session asks of its engine. */
import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import { allSettings } from "../../src/core/heuristics/index.ts";
import type { Network } from "../../src/core/network/network.ts";
import type { Settings } from "../../src/core/settings.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { Engine, Evaluation, TrainStep } from "../../src/engine/engine.ts";
import { openSession } from "../../src/engine/openSession.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { caseImages } from "./caseData.ts";
import { input } from "./smallLab.ts";

const images = caseImages(input, 60);
/** Two epochs of three batches. */
const small: Settings = { bs: 20, epochs: 2, channels: 4, evalimages: 50, evalbatch: 50, paths: 1, lr: 0.05 };
const landmarks = [0.2, 0.7].map((accuracy, index) => ({
  architecture: nasbench201.print([3, 3, 3, 3, 3, index]),
  accuracy,
}));

interface Asked {
  readonly steps: readonly TrainStep[];
  readonly evaluation: Evaluation;
  readonly scored: Network;
}

/** Trains to the end on a real engine and notes what it was asked. */
async function asked(settings: Settings): Promise<Asked> {
  const engine = await createWasmEngine(images, 1);
  const steps: TrainStep[] = [];
  const scores: (readonly [Network, Evaluation])[] = [];
  const noting: Engine = Object.assign(Object.create(engine) as Engine, {
    trainStep(step: TrainStep) {
      steps.push(step);
      return engine.trainStep(step);
    },
    score(networks: readonly Network[], evaluation: Evaluation) {
      scores.push([networks[0] as Network, evaluation]);
      return engine.score(networks, evaluation);
    },
  });
  const config = { ...defaultConfig(), space: nasbench201.id, settings: { ...small, ...settings } };
  const { session } = await openSession(config, {
    judge: { scored: [nasbench201.print([3, 1, 2, 3, 4, 1])], landmarks },
    loadImages: async () => images,
    createEngine: async () => noting,
    now: () => 0,
  });
  while (!(await session.advance()).events.some(({ type }) => type === "finished"));
  engine.dispose();
  const [scored, evaluation] = scores.at(-1) as (typeof scores)[number];
  return { steps, evaluation, scored };
}

const optimizerOf = ({ steps }: Asked) => (steps[0] as TrainStep).optimizer;
const pathsOf = ({ steps }: Asked) => (steps[0] as TrainStep).paths;
const kinds = ({ operations }: Network): string[] => operations.map(({ op }) => op);

describe("a setting reaches the engine", () => {
  /** Per setting: a value that is not the default, and what must be seen of it. */
  const seen: Record<string, [value: number | string | boolean, see: (asked: Asked) => unknown, unknown]> = {
    bn: ["recalibrated", ({ evaluation }) => evaluation.norm, "recalibrated"],
    affine: [false, ({ scored }) => scored.operations.some((o) => o.op === "batchNorm" && o.scale), false],
    lr: [0.02, (all) => optimizerOf(all).learningRate, 0.02],
    epochs: [3, ({ steps }) => steps.length, 9],
    wd: [0.001, (all) => optimizerOf(all).weightDecay, 0.001],
    sampler: ["fairnas", (all) => pathsOf(all).length, 5],
    pathsum: ["mean", (all) => pathsOf(all).map(({ weight }) => weight), [0.5, 0.5]],
    paths: [3, (all) => pathsOf(all).length, 3],
    ofa: [true, ({ scored }) => scored.operations.some((o) => o.op === "conv" && o.weight.center), true],
    pathdrop: [0.2, (all) => kinds(all.scored).includes("dropPath"), true],
    headdrop: [0.2, (all) => kinds(all.scored).includes("dropout"), true],
    place: ["node", ({ scored }) => JSON.stringify(scored).includes("/node3/"), true],
    cells: [2, ({ scored }) => JSON.stringify(scored).includes("stage0/cell1/"), true],
    channels: [6, ({ scored }) => scored.shapes[1]?.channels, 6],
    bs: [10, ({ steps }) => steps.map((step) => step.images.length), new Array(12).fill(10)],
    portion: [0.34, ({ steps }) => Math.max(...steps.flatMap((step) => [...step.images])), 19],
    evalimages: [60, ({ evaluation }) => evaluation.count, 60],
    evalbatch: [12, ({ evaluation }) => evaluation.batchSize, 12],
    clip: [1, (all) => optimizerOf(all).clipNorm, 1],
    sched: [
      "linear",
      ({ steps }) => steps.map((step) => (step.optimizer.learningRate / 0.05).toFixed(3)),
      ["1.000", "0.833", "0.667", "0.500", "0.333", "0.167"],
    ],
    warmup: [1, ({ steps }) => steps[0]!.optimizer.learningRate, 0.05 / 3],
    mom: [0.5, (all) => optimizerOf(all).momentum, 0.5],
    nesterov: [true, (all) => optimizerOf(all).nesterov, true],
    ema: [0.9, (all) => optimizerOf(all).emaDecay, 0.9],
    ls: [0.1, ({ steps }) => steps[0]!.labelSmoothing, 0.1],
    inactive: ["study", (all) => optimizerOf(all).inactive, "study"],
    dynlr: [true, ({ steps }) => steps.some(({ paths }) => paths.some(({ weight }) => weight < 1)), true],
    dynmom: [
      true,
      ({ steps }) => steps.every(({ optimizer }) => optimizer.momentumGroup !== undefined),
      true,
    ],
    bnmom: [0.3, (all) => optimizerOf(all).normMomentum, 0.3],
    sandwich: [true, (all) => pathsOf(all).map(({ teacher }) => teacher), [undefined, 0, 0]],
    shrink: [
      1000,
      ({ steps }) => JSON.stringify(steps.map(({ paths }) => paths)).includes("nor_conv_1x1"),
      false,
    ],
    split: [true, ({ scored }) => JSON.stringify(scored).includes("split1/stem"), true],
    landmarkrule: ["margin", ({ steps }) => steps.at(-1)?.ranking?.map(({ margin }) => margin), [0.05]],
    landmark: [2, ({ steps }) => steps[0]!.ranking?.map(({ weight }) => weight), [2]],
  };

  /** What a setting needs beside it to be seen. */
  const companions: Record<string, Settings> = {
    pathsum: { paths: 2 },
    dynlr: { paths: 2, sched: "cosine" },
    landmark: { landmarkrule: "margin" },
    landmarkrule: { landmark: 1 },
  };

  it.each(Object.entries(seen))("%s", async (key, [value, see, expected]) => {
    const beside = companions[key] ?? {};
    const [before, after] = [see(await asked(beside)), see(await asked({ ...beside, [key]: value }))];
    expect(before).not.toEqual(after);
    if (typeof expected === "number") expect(after).toBeCloseTo(expected, 6);
    else expect(after).toEqual(expected);
  });

  it("weights: an average is scored only while one is kept", async () => {
    expect((await asked({ weights: "ema", ema: 0.9 })).evaluation.weights).toBe("ema");
    expect((await asked({ weights: "ema" })).evaluation.weights).toBe("raw");
  });

  it("ofashare: where small kernels lie inside the large ones", async () => {
    const norms = async (settings: Settings) => {
      const { scored } = await asked(settings);
      return scored.operations.flatMap((o) =>
        o.op === "batchNorm" ? [o.mean.parameter.name.replace(/.*\/(nor_conv_.x.)\/.*/, "$1")] : [],
      );
    };
    expect(await norms({ ofa: true })).not.toContain("nor_conv_1x1");
    expect(await norms({ ofa: true, ofashare: "kernel" })).toContain("nor_conv_1x1");
  });

  it("dropwhat: where paths are dropped at all", async () => {
    const keeps = async (dropwhat: string) =>
      (await asked({ pathdrop: 0.3, dropwhat })).scored.operations.flatMap((o) =>
        o.op === "dropPath" ? [o.keep.toFixed(3)] : [],
      );
    expect(await keeps("cell")).toEqual(["0.900", "0.800", "0.700"]);
    expect(new Set(await keeps("edge"))).toEqual(new Set(["0.700"]));
  });

  it("splitafter: where the super-net is split", async () => {
    const { steps, scored } = await asked({ split: true, splitafter: 1 });
    const isSplit = (network: Network): boolean => JSON.stringify(network).includes("split");
    expect(steps.map(({ paths }) => isSplit(paths[0]!.network))).toEqual(
      [0, 1, 2, 3, 4, 5].map((step) => step >= 3),
    );
    expect(isSplit(scored)).toBe(true);
  });

  it("leaves out no setting but those that act elsewhere", () => {
    // Widths and input configurations differ in NASBench-101 only (heuristicsSharing.test.ts); the pool is drawn by the page
    // and the share of scoring is the session's own (scoringRounds.test.ts); ranking rules act on scores (prediction.test.ts).
    const elsewhere = ["width", "outputs", "judge", "wsbn", "pool", "scoreshare", "rankby", "avgrounds"];
    expect(
      [...Object.keys(seen), "weights", "ofashare", "dropwhat", "splitafter", ...elsewhere].sort(),
    ).toEqual(allSettings.map(({ key }) => key).sort());
  });
});
