/** @file Training alone in turns is training alone: the numbers of a table, to the bit, and on another device after a loss. */
import { expect, it } from "vitest";
import { datasets } from "../../src/core/datasets.ts";
import { standAloneRecipe } from "../../src/core/heuristics/index.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { StandAloneEvent, StandAloneRequest } from "../../src/core/standAloneEvent.ts";
import type { ImagePart, ImageSet } from "../../src/engine/engine.ts";
import type { SessionEnvironment } from "../../src/engine/openSession.ts";
import { trainStandAlone } from "../../src/engine/standAlone.ts";
import { openStandAloneTrainer } from "../../src/engine/standAloneTrainer.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { readDataset } from "../../src/headless/dataset.ts";

const all = await readDataset(datasets[0].id);
const size = all.height * all.width * all.channels;
const first = ({ pixels, labels }: ImagePart, count: number): ImagePart => ({
  count,
  pixels: pixels.subarray(0, count * size),
  labels: labels.subarray(0, count),
});
const images: ImageSet = {
  ...all,
  train: first(all.train, 64),
  validation: first(all.validation, 20),
  test: first(all.test, 20),
};
const whole: ImageSet = { ...images, test: first(all.test, 40) };

const request: StandAloneRequest = {
  space: nasbench201.id,
  dataset: datasets[0].id,
  architecture: "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|none~1|skip_connect~2|",
  seeds: [7, 8],
  settings: { channels: 4, bs: 16, epochs: 2, evalbatch: 20 },
};
const world = (own: ImageSet, more: Partial<SessionEnvironment> = {}): SessionEnvironment => ({
  loadImages: async () => own,
  createEngine: createWasmEngine,
  ...more,
});

async function told(
  environment: SessionEnvironment,
  tested?: SessionEnvironment,
): Promise<StandAloneEvent[]> {
  const trainer = await openStandAloneTrainer(request, environment, tested);
  const events: StandAloneEvent[] = [];
  for (;;) {
    const next = await trainer.advance();
    if (next.length === 0) return events;
    events.push(...next);
  }
}

const resultsOf = (events: readonly StandAloneEvent[]) =>
  events.flatMap((event) => (event.type === "trained" ? [event.result] : []));

async function expected(seed: number, own: ImageSet) {
  const recipe = standAloneRecipe(nasbench201, request.settings);
  const { height, width, channels, classes } = own;
  const architecture = nasbench201.parse(request.architecture)!;
  const network = nasbench201.build(
    architecture,
    recipe.network,
    { height, width, channels },
    classes.length,
  );
  return { seed, ...(await trainStandAlone(createWasmEngine, network, own, recipe, seed)) };
}

it("gives the numbers of a training in one piece, tested on the whole test set where that is given", async () => {
  const events = await told(world(images), world(whole));
  expect(resultsOf(events)).toEqual([await expected(7, whole), await expected(8, whole)]);
  expect(events.filter(({ type }) => type === "stepped")).toHaveLength(2 * 8);
  expect(events[7]).toMatchObject({ type: "stepped", step: 8, total: 8, backend: "WASM" });
});

it("begins a training anew on another device where its own is lost", async () => {
  let lose: (reason: string) => void = () => {};
  let steps = 0;
  const environment = world(images, {
    async createEngine(own, seed) {
      const engine = await createWasmEngine(own, seed);
      const lost = new Promise<string>((resolve) => {
        lose = resolve;
      });
      return new Proxy(engine, {
        get(target, key) {
          if (key === "lost") return lost;
          const value: unknown = Reflect.get(target, key, target);
          if (key === "trainStep" && ++steps === 3) lose("it was unplugged");
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    },
    replaceEngine: createWasmEngine,
  });
  const events = await told(environment);
  expect(resultsOf(events)).toEqual([await expected(7, images), await expected(8, images)]);
  expect(events.flatMap((event) => (event.type === "stepped" ? [event.step] : [])).slice(0, 4)).toEqual([
    1, 2, 1, 2,
  ]);
});

it("says that a training diverged, with which seed, and trains no further; what ended before is told", async () => {
  // As weights that are no numbers any more: from the second training on, no image has a brightness that is one.
  let engines = 0;
  const environment = world(images, {
    async createEngine(own, seed) {
      const engine = await createWasmEngine(own, seed);
      if (++engines === 1) return engine;
      return new Proxy(engine, {
        get(target, key) {
          const value: unknown = Reflect.get(target, key, target);
          if (typeof value !== "function") return value;
          if (key !== "trainStep") return value.bind(target);
          return (work: Parameters<typeof engine.trainStep>[0]) =>
            target.trainStep({ ...work, optimizer: { ...work.optimizer, learningRate: 1e30, clipNorm: 0 } });
        },
      });
    },
  });
  const events = await told(environment);
  expect(resultsOf(events)).toEqual([await expected(7, images)]);
  expect(events.at(-1)).toMatchObject({ type: "failed", failure: { kind: "diverged" } });
  expect(JSON.stringify(events.at(-1))).toContain("seed 8");
});
