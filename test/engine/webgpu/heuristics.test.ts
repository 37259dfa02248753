/** @file Every heuristic in every space: a whole small run on the WASM engine, and what it asked for once more on WebGPU. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultConfig } from "../../../src/core/config.ts";
import { recipeOf } from "../../../src/core/heuristics/index.ts";
import { initialValues } from "../../../src/core/network/initial.ts";
import type { Network, Parameter, WeightView } from "../../../src/core/network/network.ts";
import { createRandom } from "../../../src/core/random.ts";
import { spaces } from "../../../src/core/spaces/index.ts";
import { nasbench101Full } from "../../../src/core/spaces/nasbench101/index.ts";
import type { Architecture, SearchSpace } from "../../../src/core/spaces/space.ts";
import type { Engine, Evaluation, NetworkScore, Snapshot, TrainStep } from "../../../src/engine/engine.ts";
import { handedOn } from "../../../src/engine/fewShot.ts";
import { openSession } from "../../../src/engine/openSession.ts";
import { createWasmEngine } from "../../../src/engine/wasm/engine.ts";
import { caseImages } from "../caseData.ts";
import { type HeuristicRow, heuristicRows } from "../heuristicRows.ts";
import { relativeError } from "../relativeError.ts";
import { createSharedWebgpuEngine } from "./softwareDevice.ts";

const SEED = 1;
const images = caseImages({ height: 8, width: 8, channels: 1 }, 100);
/** Two steps of six images. A small rate, since training blows up what engines round differently. */
const small = {
  cells: 1,
  channels: 4,
  bs: 6,
  epochs: 1,
  portion: 0.12,
  paths: 1,
  lr: 0.01,
  evalimages: 50,
  evalbatch: 25,
};

/** A training step, a score and its answer, or what happens to the weights between them. */
type Work =
  | TrainStep
  | { readonly networks: readonly Network[]; readonly evaluation: Evaluation; readonly told: NetworkScore[] }
  | "freeze"
  | "split";

/** Two architectures that the recipe allows; they are scored, and they are landmarks. */
function pool({ space, settings }: HeuristicRow): Architecture[] {
  const { network } = recipeOf(space, settings);
  const random = createRandom(2);
  const found: Architecture[] = [];
  while (found.length < 2) {
    const drawn = space.sampleNaive(random);
    if (space.admits(drawn, network)) found.push(drawn);
  }
  return found;
}

/** Runs a session to its end on an engine and notes what it asks of it, in order. */
async function asked(row: HeuristicRow, engine: Engine): Promise<readonly Work[]> {
  const work: Work[] = [];
  const noting: Engine = Object.assign(Object.create(engine) as Engine, {
    trainStep(step: TrainStep) {
      work.push(step);
      return engine.trainStep(step);
    },
    restore(snapshot: Snapshot) {
      // Nothing fails here, so that nobody goes back: it is a split.
      work.push("split");
      engine.restore(snapshot);
    },
    async score(networks: readonly Network[], evaluation: Evaluation) {
      const told = await engine.score(networks, evaluation);
      work.push({ networks, evaluation, told });
      return told;
    },
    freeze() {
      work.push("freeze");
      return engine.freeze();
    },
  });
  const scored = pool(row).map((architecture) => row.space.print(architecture));
  const config = { ...defaultConfig(), space: row.space.id, settings: row.settings, seed: SEED };
  const landmarks = scored.map((architecture, index) => ({ architecture, accuracy: 0.5 + 0.1 * index }));
  const { session } = await openSession(config, {
    judge: { scored, landmarks },
    loadImages: async () => images,
    createEngine: async () => noting,
    now: () => 0,
  });
  for (;;)
    for (const event of (await session.advance()).events) {
      if (event.type === "failed") throw new Error(event.failure.message);
      if (event.type === "finished") return work;
    }
}

/** The parameters that a view reads. */
const placesOf = ({ parameter, center }: WeightView): Parameter[] =>
  center?.transform ? [parameter, center.transform] : [parameter];

type Arrays = Readonly<Record<string, Float32Array>>;

/** Largest difference over all expected arrays, each relative to its largest entry. */
function distance(actual: Arrays, expected: Arrays): number {
  const errors = Object.entries(expected).map(([name, values]) => {
    expect(actual[name], name).toHaveLength(values.length);
    return relativeError(actual[name]!, values, 1e-3);
  });
  return Math.max(0, ...errors);
}

const rows = heuristicRows(small);
/** The whole NASBench-101 builds as the small one does. */
const builders = spaces.filter((space) => space !== nasbench101Full);

/** What a score depends on beside the weights; rows that differ in how they train ask for the same ones. */
const scoredAs = (networks: readonly Network[], evaluation: Evaluation): string =>
  JSON.stringify([networks, evaluation]);
/** The same of an inspection: all of a step but its update. */
const inspectedAs = ({ optimizer: _, ...step }: TrainStep): string => JSON.stringify(step);

/**
 * Whether a row builds the networks that its space builds anyway, if in another width, in another recipe of training, scoring or sampling. What such a recipe
 * asks of an engine is the same in every space, so that the first space compares it for all.
 */
function isOrdinary({ space, settings }: HeuristicRow): boolean {
  const built = (of: typeof settings): string =>
    JSON.stringify({ ...recipeOf(space, of).network, channels: small.channels });
  return built(settings) === built(small);
}

describe.each(builders)("heuristics in $title on webgpu as on wasm", (space) => {
  let ours: Engine;
  // A processor that plays a GPU takes its time: what another row of the space compared, on its weights, is compared once.
  const compared = new Set<string>();
  const isNew = (key: string): boolean => !compared.has(key) && compared.add(key).has(key);
  beforeAll(async () => {
    ours = await createSharedWebgpuEngine(images, SEED);
  });
  afterAll(() => ours.dispose());

  const here = rows.filter((row) => row.space === space);
  it.each(here.map((row) => [row.heuristic, difference(row), row] as const))("%s %o", async (_, __, row) => {
    const theirs = await createWasmEngine(images, SEED);
    const work = await asked(row, theirs);
    const steps = work.filter((item): item is TrainStep => typeof item === "object" && "paths" in item);
    expect(steps.length).toBeGreaterThan(0);
    expect(work.filter((item) => item === "split")).toHaveLength(
      (row.settings.splitafter ?? 0) === 0 ? 0 : 1,
    );
    expect(work.some((item) => typeof item === "object" && "told" in item)).toBe(true);

    // The first row stands for all ordinary ones.
    if (space !== builders[0] && isOrdinary(row) && row !== here[0]) {
      theirs.dispose();
      return;
    }
    // Nothing is known: every weight starts from the seed.
    ours.restore({ weights: {}, momenta: {}, averages: {} });
    for (const item of work)
      if (item === "freeze") await ours.freeze();
      else if (item === "split") ours.restore(handedOn(await ours.snapshot(), choicesOf(space)));
      else if ("paths" in item) await ours.trainStep(item);
      else {
        const { networks, evaluation, told } = item;
        if (!isNew(scoredAs(networks, evaluation))) continue;
        (await ours.score(networks, evaluation)).forEach(({ accuracy, loss }, i) => {
          // One image on the edge between two classes may fall either way.
          expect(Math.abs(accuracy - told[i]!.accuracy)).toBeLessThan(1.5 / evaluation.count);
          expect(relativeError([loss], [told[i]!.loss]), "loss of a score").toBeLessThan(1e-3);
        });
      }
    const last = steps.at(-1)!;
    if (isNew(inspectedAs(last))) {
      const [actual, expected] = [await ours.inspect(last), await theirs.inspect(last)];
      const byPath = (arrays: readonly Float32Array[]): Arrays => Object.fromEntries(arrays.entries());
      expect(distance(byPath(actual.logits), byPath(expected.logits)), "logits").toBeLessThan(1e-3);
      actual.losses.forEach((loss, i) => {
        expect(loss / expected.losses[i]!).toBeCloseTo(1, 3);
      });
    }
    const [after, wanted] = [await ours.snapshot(), await theirs.snapshot()];
    expect(distance(after.weights, wanted.weights), "weights").toBeLessThan(1e-3);
    expect(distance(after.momenta, wanted.momenta), "momenta").toBeLessThan(1e-3);
    expect(distance(after.averages, wanted.averages), "averages").toBeLessThan(1e-3);
    // What was only scored, on frozen weights, has a place here, and has not moved from where the seed put it.
    const known = new Map(
      work
        .flatMap((item) => (typeof item === "object" && "networks" in item ? item.networks : []))
        .flatMap(({ operations }) => operations.flatMap((operation) => Object.values(operation)))
        .flatMap((view) => (typeof view === "object" && "parameter" in view ? placesOf(view) : []))
        .map((parameter) => [parameter.name, parameter] as const),
    );
    for (const [name, values] of Object.entries(after.weights))
      if (!(name in wanted.weights)) expect(values, name).toEqual(initialValues(known.get(name)!, SEED));
    expect(Object.keys(after.momenta).sort()).toEqual(Object.keys(wanted.momenta).sort());
    expect(Object.keys(after.averages).sort()).toEqual(Object.keys(wanted.averages).sort());
    theirs.dispose();
  });
});

/** How many super-nets a few-shot split makes. */
function choicesOf({ traits, decisions }: SearchSpace): number {
  if (traits.splitDecision === undefined) throw new Error("nothing to split on");
  return decisions[traits.splitDecision]!.choices.length;
}

/** What a row changes. */
function difference({ settings }: HeuristicRow): object {
  const defaults: Readonly<Record<string, unknown>> = small;
  return Object.fromEntries(Object.entries(settings).filter(([key, value]) => defaults[key] !== value));
}
