/** @file A loss landscape on an engine: its center is the loss of the run, and every point that of the moved weights. */
import { expect, it } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import { standAloneRecipe } from "../../src/core/heuristics/index.ts";
import type { LandscapeEvent, LandscapeKind } from "../../src/core/landscape.ts";
import { landscapeSide } from "../../src/core/landscape.ts";
import type { Network } from "../../src/core/network/network.ts";
import { roundScores } from "../../src/core/rounds.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import { standAloneProtocol } from "../../src/core/tables/protocol.ts";
import type { Engine, EngineFactory, Evaluation } from "../../src/engine/engine.ts";
import { openLandscaper } from "../../src/engine/landscaper.ts";
import { openSession, runToEnd, type SessionEnvironment } from "../../src/engine/openSession.ts";
import { StandAloneTraining } from "../../src/engine/standAlone.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { readDataset } from "../../src/headless/dataset.ts";
import { CLASSES, caseImages } from "./caseData.ts";
import { referenceLoss } from "./landscapeReference.ts";

const images = await readDataset("fashion-mnist-14");
const environment: SessionEnvironment = { loadImages: async () => images, createEngine: createWasmEngine };
const architecture = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|none~1|skip_connect~2|";
const settings = { channels: 4, bs: 16, portion: 0.064, epochs: 1, evalimages: 50, evalbatch: 50 };

const opened = await openSession(
  { ...defaultConfig(), settings },
  { ...environment, judge: { scored: [architecture], landmarks: [] } },
);
const run = await runToEnd(opened.session);
const ofLastRound = roundScores(run, run.rounds.length - 1)[0]?.loss as number;
const checkpoint = await opened.session.checkpoint();

async function first(
  kind: LandscapeKind,
  count: number,
  { seed = 1, createEngine = createWasmEngine }: { seed?: number; createEngine?: EngineFactory } = {},
): Promise<LandscapeEvent[]> {
  const landscaper = await openLandscaper(
    { kind, architecture, checkpoint, seed },
    { ...environment, createEngine },
  );
  const events: LandscapeEvent[] = [];
  while (events.length < count) events.push(...(await landscaper.advance()));
  landscaper.dispose();
  return events;
}

it("has the loss of the run's last round at its center, and a higher one at its corners", async () => {
  const points = await first("path", 9);
  const [center, ...corners] = points.map((event) => (event.type === "point" ? event.loss : null));
  expect(points[0]).toMatchObject({ type: "point", index: (landscapeSide ** 2 - 1) / 2 });
  expect(center).toBeCloseTo(ofLastRound, 5);
  expect(corners.every((loss) => (loss as number) > (center as number))).toBe(true);
  expect(await first("path", 9)).toEqual(points);
  expect((await first("path", 9, { seed: 2 })).slice(1)).not.toEqual(points.slice(1));
});

it("draws another architecture for every point of the super-net's landscape", async () => {
  const networks: string[] = [];
  const createEngine: EngineFactory = async (...asked) => {
    const engine = await createWasmEngine(...asked);
    return Object.assign(Object.create(engine) as Engine, {
      score: (scored: readonly Network[], evaluation: Evaluation) => {
        networks.push(...scored.map((network) => JSON.stringify(network)));
        return engine.score(scored, evaluation);
      },
    });
  };
  const points = await first("super-net", 9, { createEngine });
  expect(points.every((event) => event.type === "point" && Number.isFinite(event.loss))).toBe(true);
  expect(networks).toHaveLength(9);
  // Of 15,625 cells, of which nine draws could name one twice.
  expect(new Set(networks).size).toBeGreaterThan(7);
  expect(points).not.toEqual(await first("path", 9));
});

it("trains the architecture alone first, and has the loss of those weights at its center", async () => {
  const small = caseImages({ height: 8, width: 8, channels: 1 }, 128);
  const recipe = standAloneRecipe(nasbench201, standAloneProtocol.settings);
  const choices = nasbench201.parse(architecture);
  if (!choices) throw new Error("no architecture");
  const network = nasbench201.build(choices, recipe.network, small, CLASSES);
  const engine = await createWasmEngine(small, 1);
  const training = new StandAloneTraining(engine, network, small, recipe, 1);
  while (training.step < training.total) await training.advance();
  const { weights } = await engine.snapshot();
  engine.dispose();

  const of = { kind: "stand-alone", architecture, checkpoint, seed: 1 } as const;
  const landscaper = await openLandscaper(of, { ...environment, loadImages: async () => small });
  const events: LandscapeEvent[] = [];
  while (events.at(-1)?.type !== "point") events.push(...(await landscaper.advance()));
  landscaper.dispose();
  expect(events.slice(0, -1)).toEqual(
    Array.from({ length: training.total }, (_, index) => ({
      ...{ type: "stepped", step: index + 1, total: training.total },
    })),
  );
  const center = events.at(-1);
  expect(recipe.evaluation.norm).toBe("batch");
  expect(center?.type === "point" ? center.loss : null).toBeCloseTo(
    referenceLoss(small, network, weights, [0, 0]),
    4,
  );
});
