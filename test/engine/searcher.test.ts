/** @file Searches on a checkpoint: shared scores, turns, pauses, and a lost device. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Checkpoint } from "../../src/core/checkpoint.ts";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { nothingScored, resolveRun } from "../../src/core/resolveRun.ts";
import { nothingSpent, type SearchEvent } from "../../src/core/search/searchEvent.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { Engine, TrainStep } from "../../src/engine/engine.ts";
import { openSession, type SessionEnvironment, type TimedScore } from "../../src/engine/openSession.ts";
import { openSearcher, type SearchTask } from "../../src/engine/searcher.ts";
import { Searches } from "../../src/engine/searches.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { samplingAlgorithms } from "../core/search/bothKinds.ts";
import { configOf, environment, evaluationSetOf, trainTo } from "./resumed.ts";

const byId = (id: string) => samplingAlgorithms.find((algorithm) => algorithm.id === id)!;

async function trained(space: (typeof spaces)[number]): Promise<Checkpoint> {
  const config = configOf(space, {});
  const { session } = await openSession(config, { ...environment, judge: evaluationSetOf(space, config) });
  await trainTo(session, 4);
  const checkpoint = await session.checkpoint();
  session.engine.dispose();
  return checkpoint;
}

/** Engines that count what they score. */
function counting(counts: { scored: number }): SessionEnvironment {
  return {
    ...environment,
    createEngine: async (...input) => {
      const engine = await createWasmEngine(...input);
      const score: Engine["score"] = (networks, evaluation) => {
        counts.scored += networks.length;
        return engine.score(networks, evaluation);
      };
      return new Proxy(engine, {
        get: (target, key) => {
          if (key === "score") return score;
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    },
  };
}

async function finish(
  checkpoint: Checkpoint,
  tasks: readonly SearchTask[],
  around: SessionEnvironment = environment,
): Promise<SearchEvent[]> {
  // Times differ from run to run.
  const searcher = await openSearcher(checkpoint, { ...around, now: () => 0 }, tasks);
  const events: SearchEvent[] = [];
  for (let told = await searcher.advance(); told.length > 0; told = await searcher.advance())
    events.push(...told);
  searcher.dispose();
  return events;
}

const proposals = (events: readonly SearchEvent[], search: number) =>
  events.flatMap((event) => (event.type === "proposed" && event.search === search ? [event] : []));

describe.each([...spaces])("in $id", (space) => {
  it("gives what the session's own scoring round gives", async () => {
    const config = configOf(space, {});
    const { session } = await openSession(config, { ...environment, judge: evaluationSetOf(space, config) });
    await trainTo(session, 4);
    const checkpoint = await session.checkpoint();
    const [first] = await finish(checkpoint, [{ algorithm: byId("random"), seed: 1, budget: 1 }]);
    if (first?.type !== "proposed") throw new Error("nothing was proposed");
    session.engine.dispose();
    const again = await openSession(config, {
      ...environment,
      judge: { scored: [first.architecture], landmarks: [] },
    });
    await trainTo(again.session, 4);
    const scores: unknown[] = [];
    for (let i = 0; i < 3; i++)
      for (const event of (await again.session.applyPendingChanges()).events)
        if (event.type === "evaluated") scores.push(...event.scores);
    again.session.engine.dispose();
    expect(scores).toMatchObject([{ accuracy: first.accuracy, loss: first.loss }]);
  });
});

it("proposes among the cells that judge the run, whatever it trains", async () => {
  const space = spaces[1];
  const config = configOf(space, { width: "own", judge: "equal" });
  const { session } = await openSession(config, { ...environment, judge: evaluationSetOf(space, config) });
  await trainTo(session, 2);
  const checkpoint = await session.checkpoint();
  session.engine.dispose();
  const { network } = recipeOf(space, config.settings);
  const isEqual = (text: string): boolean =>
    space.admits(space.parse(text)!, { ...network, channelRule: "equal" });
  const events = await finish(checkpoint, [{ algorithm: byId("random"), seed: 1, budget: 30 }]);
  const proposed = proposals(events, 0).map(({ architecture }) => architecture);
  expect(proposed).toHaveLength(30);
  expect(proposed.filter((text) => !isEqual(text))).toEqual([]);
});

describe("searches side by side", () => {
  const space = spaces[0];
  let checkpoint: Checkpoint;
  beforeAll(async () => {
    checkpoint = await trained(space);
  });
  const task = (id: string, budget = 12, seed = 1): SearchTask => ({
    algorithm: byId(id),
    seed,
    budget,
    ...(id === "regularized-evolution" && { settings: { population: 4, sample: 2 } }),
  });

  it("scores what computes the same once, and depends on no other search", async () => {
    const counts = { scored: 0 };
    const twice = await finish(
      checkpoint,
      [task("regularized-evolution"), task("random"), task("regularized-evolution")],
      counting(counts),
    );
    const [evolution, random] = [proposals(twice, 0), proposals(twice, 1)];
    const different = new Set([...evolution, ...random].map(({ architecture }) => architecture));
    expect(counts.scored).toBe(different.size);
    expect(proposals(twice, 2).every(({ isShared }) => isShared)).toBe(true);
    const bare = (events: readonly SearchEvent[]) =>
      events.map((event) => ({ ...event, search: 0, isShared: false }));
    expect(bare(proposals(twice, 2))).toEqual(bare(evolution));
    const alone = await finish(checkpoint, [task("random")]);
    expect(bare(proposals(alone, 0))).toEqual(bare(random));
  });

  it("tells the best so far, parents that were scored, and the end", async () => {
    const events = await finish(checkpoint, [task("regularized-evolution"), task("random", 5)]);
    const evolution = proposals(events, 0);
    expect(evolution.map(({ index }) => index)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    const accuracies = evolution.map(({ accuracy }) => accuracy);
    for (const [i, { best, parents }] of evolution.entries()) {
      expect(best.accuracy).toBe(Math.max(...accuracies.slice(0, i + 1)));
      const earlier = evolution.slice(0, i).map(({ architecture }) => architecture);
      for (const parent of parents) expect(earlier).toContain(parent);
    }
    expect(evolution.at(-1)!.parents).toHaveLength(1);
    expect(events.filter(({ type }) => type === "searched")).toEqual([
      {
        ...{ type: "searched", search: 1, evaluations: 5, compute: nothingSpent },
        found: proposals(events, 1).at(-1)!.best,
      },
      {
        ...{ type: "searched", search: 0, evaluations: 12, compute: nothingSpent },
        found: evolution.at(-1)!.best,
      },
    ]);
  });

  it("counts what each search costs as if it were alone", async () => {
    const evolution = task("spos-evolution", 2);
    const tasks = [evolution, { ...evolution, settings: { norm: "run" } }, evolution];
    let clock = 0;
    const around = { ...environment, now: () => clock++ };
    const searcher = await openSearcher(checkpoint, around, tasks);
    const events: SearchEvent[] = [];
    for (let told = await searcher.advance(); told.length > 0; told = await searcher.advance())
      events.push(...told);
    searcher.dispose();
    const [own, ofRun, shared] = [0, 1, 2].map((search) =>
      proposals(events, search).map((one) => one.compute),
    );
    const { recipe } = resolveRun(checkpoint.config, nothingScored);
    const { images, batchSize } = recipe.evaluation;
    expect(ofRun![0]).toEqual({ trained: 0, scored: images, seconds: 0.002 });
    expect(own![0]).toEqual({ trained: 0, scored: images + 4 * batchSize, seconds: 0.002 });
    expect(proposals(events, 2).every(({ isShared }) => isShared)).toBe(true);
    expect(shared).toEqual(own);
  });

  it("scores by the statistics of the algorithm's paper where it has some", async () => {
    const own = task("spos-evolution", 1);
    const events = await finish(checkpoint, [own, { ...own, settings: { norm: "run" } }]);
    const [recalibrated, ofRun] = [proposals(events, 0)[0]!, proposals(events, 1)[0]!];
    expect(ofRun.architecture).toBe(recalibrated.architecture);
    expect(ofRun.isShared).toBe(false);
    expect(ofRun.loss).not.toBe(recalibrated.loss);
  });

  it("fine-tunes weights of its own by uniform single paths first, where it is asked to", async () => {
    const own = task("spos-evolution", 2);
    const tuned = { ...own, settings: { tune: 3, tunerate: 0.02 } };
    const steps: TrainStep[] = [];
    const kept = new Map<string, TimedScore>();
    const around: SessionEnvironment = {
      ...environment,
      now: () => 0,
      // Scores of the weights that were tuned are kept apart from those of the checkpoint's.
      keptScores: { get: (key) => kept.get(key), add: (key, score) => kept.set(key, score) },
      createEngine: async (...input) => {
        const engine = await createWasmEngine(...input);
        const train = engine.trainStep.bind(engine);
        return Object.assign(engine, {
          trainStep: (step: TrainStep) => {
            steps.push(step);
            return train(step);
          },
        });
      },
    };
    const before = structuredClone(checkpoint);
    const searches = new Searches({ config: checkpoint.config, checkpoint }, around, [tuned, own]);
    const events: SearchEvent[] = [];
    for (let told = await searches.advance(); told.length > 0; told = await searches.advance())
      events.push(...told);
    searches.dispose();
    expect(checkpoint).toEqual(before);
    expect(proposals(events, 1)).toEqual(
      proposals(await finish(checkpoint, [own]), 0).map((one) => ({ ...one, search: 1 })),
    );
    const { batchSize } = resolveRun(checkpoint.config, nothingScored).recipe.data;
    expect(events.filter(({ type }) => type === "tuned")).toEqual(
      [1, 2, 3].map((step) => ({
        ...{ type: "tuned", search: 0, step, steps: 3 },
        compute: { trained: batchSize, scored: 0, seconds: 0 },
      })),
    );
    expect(steps.map(({ paths, optimizer }) => [paths.length, optimizer.learningRate])).toEqual(
      Array.from({ length: 3 }, () => [1, 0.02]),
    );
    const [after, without] = [proposals(events, 0)[0]!, proposals(events, 1)[0]!];
    expect(after.architecture).toBe(without.architecture);
    expect(after.loss).not.toBe(without.loss);
  });

  it("finds nothing by weights whose fine-tuning diverged, and says when", async () => {
    const weights = Object.fromEntries(
      Object.entries(checkpoint.snapshot.weights).map(([name, values]) => [
        name,
        new Float32Array(values.length).fill(Number.NaN),
      ]),
    );
    const broken = { ...checkpoint, snapshot: { ...checkpoint.snapshot, weights } };
    const tuned = { ...task("spos-evolution", 2), settings: { tune: 12 } };
    const searches = new Searches({ config: broken.config, checkpoint: broken }, environment, [tuned]);
    const events: SearchEvent[] = [];
    for (let told = await searches.advance(); told.length > 0; told = await searches.advance())
      events.push(...told);
    searches.dispose();
    expect(events.map(({ type }) => type)).toEqual([...Array(10).fill("tuned"), "diverged"]);
    expect(events.at(-1)).toMatchObject({ search: 0, step: 10 });
  });

  it("ranks by loss where the run does", async () => {
    const config = { ...checkpoint.config, settings: { ...checkpoint.config.settings, rankby: "loss" } };
    const events = await finish({ ...checkpoint, config }, [task("random")]);
    const all = proposals(events, 0);
    const least = all.reduce((a, b) => (b.loss < a.loss ? b : a));
    expect(all.at(-1)!.best.architecture).toBe(least.architecture);
  });

  it("ends a search by name whose fine-tuning loses its device", async () => {
    let lose: (reason: string) => void = () => {};
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    const createEngine: SessionEnvironment["createEngine"] = async (...input) =>
      Object.assign(await createWasmEngine(...input), {
        lost,
        trainStep: () => new Promise<never>(() => {}),
      });
    const tuned = { ...task("spos-evolution"), settings: { tune: 3 } };
    const searches = new Searches(
      { config: checkpoint.config, checkpoint },
      { ...environment, createEngine },
      [tuned, { ...tuned, seed: 2 }],
    );
    const told = searches.advance();
    // Once its step has begun.
    await new Promise((resolve) => setTimeout(resolve, 50));
    lose("unplugged");
    expect(await told).toMatchObject([{ type: "failed", failure: { kind: "device-lost" } }]);
    expect(await searches.advance()).toEqual([]);
    searches.dispose();
  });

  it("goes on with the same scores where its device is lost, and fails by name where there is no other", async () => {
    const whole = await finish(checkpoint, [task("random")]);
    for (const replaceEngine of [createWasmEngine, undefined]) {
      let lose: (reason: string) => void = () => {};
      const lost = new Promise<string>((resolve) => {
        lose = resolve;
      });
      const around: SessionEnvironment = {
        ...environment,
        createEngine: async (...input) => Object.assign(await createWasmEngine(...input), { lost }),
        ...(replaceEngine && { replaceEngine }),
      };
      const searcher = await openSearcher(checkpoint, { ...around, now: () => 0 }, [task("random")]);
      const events = [...(await searcher.advance())];
      lose("unplugged");
      for (let told = await searcher.advance(); told.length > 0; told = await searcher.advance())
        events.push(...told);
      searcher.dispose();
      if (replaceEngine) expect(events).toEqual(whole);
      else expect(events.at(-1)).toMatchObject({ type: "failed", failure: { kind: "device-lost" } });
    }
  });
});
