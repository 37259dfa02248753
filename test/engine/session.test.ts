import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { createRandom } from "../../src/core/random.ts";
import type { RunConfig, RunEvent } from "../../src/core/run.ts";
import type { Settings } from "../../src/core/settings.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { SearchSpace } from "../../src/core/spaces/space.ts";
import type { Engine, NetworkScore, TrainStep } from "../../src/engine/engine.ts";
import { openSession, runToEnd } from "../../src/engine/openSession.ts";
import type { Session, StepResult } from "../../src/engine/session.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { CLASSES, caseImages } from "./caseData.ts";
import { input } from "./smallLab.ts";

const space: SearchSpace = spaces[0];
const defaults = { lr: recipeOf(space, {}).optimizer.learningRate };
const images = caseImages(input, 320);
/** 20 steps an epoch of 4 paths on 16 images, scored on 50. */
const small: Settings = {
  bs: 16,
  portion: 1,
  epochs: 3,
  channels: 4,
  evalimages: 50,
  evalbatch: 50,
};
/** Of steps that are many. */
const cheap: Settings = { paths: 1, epochs: 400 };

async function open(
  settings: Settings = {},
  more: {
    replaceEngine?: () => Promise<Engine>;
    engine?: Engine;
    scored?: number;
    landmarks?: readonly KnownLandmark[];
  } = {},
) {
  const config: RunConfig = { ...defaultConfig(), space: space.id, settings: { ...small, ...settings } };
  const random = createRandom(9);
  const { engine, replaceEngine } = more;
  const scored = Array.from({ length: more.scored ?? 5 }, () => space.print(space.sampleUnique(random)));
  // Reports and checkpoints come at the same steps on every machine.
  let clock = 0;
  const { session } = await openSession(config, {
    judge: { scored, landmarks: more.landmarks ?? [] },
    now: () => (clock += 10),
    loadImages: async () => images,
    createEngine: engine ? async () => engine : createWasmEngine,
    ...(replaceEngine && { replaceEngine }),
  });
  let present = config.settings;
  const change = (patch: Settings): void => {
    present = { ...present, ...patch };
    session.change(present);
  };
  return { session, change };
}

/** Advances until `stop` says so; all events on the way. */
async function follow(session: Session, stop: (done: StepResult, events: readonly RunEvent[]) => boolean) {
  const events: RunEvent[] = [];
  for (;;) {
    const done = await session.advance();
    events.push(...done.events);
    if (stop(done, events)) return events;
  }
}

const finished = (_: StepResult, events: readonly RunEvent[]): boolean =>
  events.some((event) => event.type === "finished" || event.type === "failed");
const scoresOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === "evaluated" ? event.scores : []));
const roundsOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === "roundBegan" ? [event.round] : []));

interface KnownLandmark {
  readonly architecture: string;
  readonly accuracy: number;
}

describe("Session", () => {
  it("tells the rate by the images that train, so that the time that landmarks take is in no run's favor", async () => {
    const random = createRandom(1);
    const known = [0.7, 0.8].map((accuracy) => ({
      architecture: space.print(space.sampleUnique(random)),
      accuracy,
    }));
    const rateWith = async (settings: Settings, landmarks: readonly KnownLandmark[]): Promise<number> => {
      const { session } = await open({ paths: 2, ...settings }, { landmarks });
      const events = await follow(session, (_, all) => all.some(({ type }) => type === "trained"));
      const [trained] = events.filter((event) => event.type === "trained");
      return trained!.point.imagesPerSecond;
    };
    const alone = await rateWith({}, []);
    expect(alone).toBeGreaterThan(0);
    expect(await rateWith({ landmark: 1, landmarkrule: "margin" }, known)).toBe(alone);
  });

  it.each([2, 3, 5])(
    "reports the last step of a run that is stopped after %i, whatever the clock says",
    async (steps) => {
      const run = await runToEnd((await open()).session, { steps });
      expect(run.points.last?.step).toBe(steps);
    },
  );

  it("trains to the end and closes with a round over the whole pool", async () => {
    const { session } = await open();
    const events = await follow(session, finished);
    expect(events[0]).toMatchObject({ type: "started", totalSteps: 60, stepsPerEpoch: 20 });
    expect(session.step).toBe(60);
    expect(roundsOf(events).at(-1)).toMatchObject({ step: 60, size: 5 });
    expect(
      scoresOf(events)
        .slice(-5)
        .map(({ architecture }) => architecture),
    ).toEqual(events[0]?.type === "started" && events[0].pool);
    expect(events.slice(-2)).toEqual([
      { type: "roundEnded", complete: true },
      { type: "finished", step: 60 },
    ]);
    expect((await session.advance()).events).toEqual([]);
    session.engine.dispose();
  });

  it("gives the same scores at the same steps for the same seed", async () => {
    const [a, b] = [await open(), await open()];
    const [first, second] = [await follow(a.session, finished), await follow(b.session, finished)];
    const steps = roundsOf(first).map(({ step }) => step);
    expect([steps[0], steps.at(-1)]).toEqual([40, 60]);
    expect(roundsOf(second)).toEqual(roundsOf(first));
    expect(scoresOf(second)).toEqual(scoresOf(first));
    a.session.engine.dispose();
    b.session.engine.dispose();
  });

  it("applies a live change from the next step and records it", async () => {
    const { session, change } = await open();
    await follow(session, () => session.step === 10);
    change({ lr: 0.01, epochs: 1 });
    const { events } = await session.advance();
    expect(events).toMatchObject(
      [
        { type: "changed", step: 10, key: "lr", to: 0.01, effect: "nextStep", totalSteps: 20 },
        { type: "changed", step: 10, key: "epochs", from: 3, to: 1, effect: "nextStep" },
      ].sort(
        (x, y) =>
          events.findIndex((e) => "key" in e && e.key === x.key) -
          events.findIndex((e) => "key" in e && e.key === y.key),
      ),
    );
    await follow(session, finished);
    expect(session.step).toBe(20);
    session.engine.dispose();
  });

  it("lets a live change of the batch size make the epochs that are left shorter, not those done longer", async () => {
    const { session, change } = await open({ sched: "linear" });
    await follow(session, () => session.step === 30);
    change({ bs: 32 });
    const { events } = await session.advance();
    expect(events).toMatchObject([
      { key: "bs", step: 30, totalSteps: 45, epochClock: { step: 30, epochs: 1.5, stepsPerEpoch: 10 } },
    ]);
    const points = (await follow(session, finished)).flatMap((event) =>
      event.type === "trained" ? [event.point] : [],
    );
    expect(session.step).toBe(45);
    // The last of the 15 steps left: a thirtieth of the way before the end of a linear schedule.
    expect(points.at(-1)?.learningRate).toBeCloseTo(defaults.lr / 30, 10);
    session.engine.dispose();
  });

  it("re-scores the same weights at once when an evaluation setting changes, also after the end", async () => {
    const { session, change } = await open({ epochs: 1 });
    await follow(session, finished);
    const before = await session.engine.snapshot();
    change({ bn: "running" });
    const events = await follow(session, finished);
    expect(events[0]).toMatchObject({ type: "changed", key: "bn", effect: "reevaluate", step: 20 });
    expect(roundsOf(events)).toMatchObject([
      { step: 20, size: 5, pairedWith: 0, rules: { norm: "running" } },
    ]);
    expect(scoresOf(events)).toHaveLength(5);
    expect(await session.engine.snapshot()).toEqual(before);
    session.engine.dispose();
  });

  it("goes on training when the number of epochs is raised after the end", async () => {
    const { session, change } = await open({ epochs: 1 });
    await follow(session, finished);
    change({ epochs: 2 });
    await follow(session, finished);
    expect(session.step).toBe(40);
    session.engine.dispose();
  });

  it("fails by name when training diverges, keeps the last good weights, and goes on from them after a change", async () => {
    const { session, change } = await open(cheap, { scored: 0 });
    await follow(session, () => session.step === 210);
    const sound = await session.engine.snapshot();
    session.engine.restore({
      ...sound,
      weights: { ...sound.weights, "head/bias": new Float32Array(CLASSES).fill(Number.NaN) },
    });
    const events = await follow(session, finished);
    const failed = events.at(-1);
    expect(failed).toMatchObject({ type: "failed", failure: { kind: "diverged" } });
    const { weights } = await session.engine.snapshot();
    for (const values of Object.values(weights)) expect(values.every(Number.isFinite)).toBe(true);
    expect((await session.advance()).events).toEqual([]);
    const kept = session.step;
    change({ lr: 0.01 });
    const after = await follow(session, () => session.step > kept + 20);
    expect(after[0]).toMatchObject({ type: "changed", key: "lr", step: kept });
    expect(after.map(({ type }) => type)).not.toContain("failed");
    session.engine.dispose();
  });

  it("goes back to weights from before the loss exploded, not only from before it was no number", async () => {
    const { session } = await open(cheap, { scored: 0 });
    const spoil = async (value: number): Promise<void> => {
      const found = await session.engine.snapshot();
      const bias = Float32Array.from({ length: CLASSES }, (_, k) => (k === 0 ? value : 0));
      session.engine.restore({ ...found, weights: { ...found.weights, "head/bias": bias } });
    };
    await follow(session, () => session.step === 210);
    await spoil(1e6);
    await follow(session, () => session.step === 450);
    await spoil(Number.NaN);
    const events = await follow(session, finished);
    expect(events.at(-1)).toMatchObject({ type: "failed", failure: { kind: "diverged" } });
    expect(session.step).toBeGreaterThan(0);
    expect(session.step).toBeLessThanOrEqual(210);
    session.engine.dispose();
  });

  describe("steps that nobody has read", () => {
    /** Trained to a step behind a report, with weights that are no numbers, and one step more. */
    const unread = async () => {
      const { session, change } = await open(cheap, { scored: 0 });
      await follow(
        session,
        ({ events }) => session.step > 20 && events.some(({ type }) => type === "trained"),
      );
      const found = await session.engine.snapshot();
      const bias = new Float32Array(CLASSES).fill(Number.NaN);
      session.engine.restore({ ...found, weights: { ...found.weights, "head/bias": bias } });
      expect((await session.advance()).events).toEqual([]);
      return { session, change };
    };
    const diverged = { type: "failed", failure: { kind: "diverged" } };

    it("are read before a checkpoint", async () => {
      const { session } = await unread();
      expect((await session.readSteps()).at(-1)).toMatchObject(diverged);
      const { weights } = (await session.checkpoint()).snapshot;
      expect(weights["head/bias"]?.some(Number.isNaN) ?? false).toBe(false);
      expect(await session.readSteps()).toEqual([]);
      session.engine.dispose();
    });

    it("are read where a run ends earlier than it was to", async () => {
      const { session, change } = await unread();
      change({ epochs: 1 });
      expect((await follow(session, finished)).at(-1)).toMatchObject(diverged);
      session.engine.dispose();
    });
  });

  it("resumes on another engine from the last snapshot when the device is lost", async () => {
    const first = await createWasmEngine(images, 0);
    let lose: (reason: string) => void = () => {};
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    const fragile: Engine = Object.assign(Object.create(first) as Engine, { lost });
    const second = await createWasmEngine(images, 0);
    const { session } = await open(cheap, { engine: fragile, replaceEngine: async () => second });
    await follow(session, () => session.step === 210);
    lose("unplugged");
    const events = await follow(session, (_, all) => all.some((event) => event.type === "recovered"));
    const at = session.step;
    expect(events.at(-1)).toMatchObject({ type: "recovered", reason: "unplugged", step: at });
    expect(at).toBeLessThanOrEqual(210);
    expect(at).toBeGreaterThan(0);
    await follow(session, () => session.step > at + 20);
    session.engine.dispose();
    first.dispose();
  });

  it("takes no notice of what an abandoned call does after another engine took over", async () => {
    const [first, second] = [await createWasmEngine(images, 0), await createWasmEngine(images, 0)];
    let lose: (reason: string) => void = () => {};
    let release: () => void = () => {};
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    let steps = 0;
    const fragile: Engine = Object.assign(Object.create(first) as Engine, {
      lost,
      trainStep: (step: TrainStep) => (++steps === 11 ? stuck : first.trainStep(step)),
    });
    const { session } = await open({}, { engine: fragile, replaceEngine: async () => second });
    await follow(session, () => session.step === 10);
    const recovery = session.advance();
    lose("unplugged");
    expect((await recovery).events).toMatchObject([{ type: "recovered", step: 0 }]);
    release();
    await new Promise((resolve) => setImmediate(resolve));
    expect(session.step).toBe(0);
    await session.advance();
    expect(session.step).toBe(1);
    session.engine.dispose();
  });

  it("leaves out the score of an architecture that blows up although the weights are sound", async () => {
    const first = await createWasmEngine(images, 0);
    let scores = 0;
    const fragile: Engine = Object.assign(Object.create(first) as Engine, {
      score: async (...asked: Parameters<Engine["score"]>) =>
        ++scores === 3 ? [{ accuracy: Number.NaN, loss: Number.NaN }] : first.score(...asked),
    });
    const { session } = await open({}, { engine: fragile });
    const events = await follow(session, finished);
    expect(events.at(-1)).toMatchObject({ type: "finished" });
    expect(scoresOf(events)).toHaveLength(scores - 1);
    expect(events.filter(({ type }) => type === "roundEnded")).toHaveLength(roundsOf(events).length);
    first.dispose();
  });

  it("shows no accuracy of weights that are no numbers, and fails by name", async () => {
    const { session } = await open({ bn: "running" });
    await follow(session, () => session.step === 39);
    const sound = await session.engine.snapshot();
    const name = Object.keys(sound.weights).find((key) => key.endsWith("/mean")) as string;
    const spoilt = new Float32Array(sound.weights[name]?.length as number).fill(Number.NaN);
    session.engine.restore({ ...sound, weights: { ...sound.weights, [name]: spoilt } });
    const events = await follow(session, finished);
    expect(events.at(-1)).toMatchObject({ type: "failed", failure: { kind: "diverged" } });
    expect(scoresOf(events)).toEqual([]);
    session.engine.dispose();
  });

  /** An engine whose nth score goes wrong as it says, until another takes over. */
  const failing = (first: Engine, wrong: Readonly<Record<number, () => NetworkScore[]>>): Engine => {
    let scores = 0;
    return Object.assign(Object.create(first) as Engine, {
      score: async (...asked: Parameters<Engine["score"]>) => wrong[++scores]?.() ?? first.score(...asked),
    });
  };
  const losesDevice = (): never => {
    throw new DOMException("unplugged");
  };
  const isNoNumber = () => [{ accuracy: Number.NaN, loss: Number.NaN }];

  it("tells of a round whose first score loses the device: engine and page count rounds alike", async () => {
    const first = await createWasmEngine(images, 0);
    const { session } = await open(
      {},
      { engine: failing(first, { 1: losesDevice }), replaceEngine: () => createWasmEngine(images, 0) },
    );
    const events = await follow(session, finished);
    const types = events.map(({ type }) => type);
    const at = types.indexOf("recovered");
    expect(types.slice(at - 2, at + 1)).toEqual(["roundBegan", "roundEnded", "recovered"]);
    expect(types.filter((type) => type === "roundEnded")).toHaveLength(roundsOf(events).length);
    expect((await session.checkpoint()).scoring.begunInAll).toBe(roundsOf(events).length);
    session.engine.dispose();
    first.dispose();
  });

  it("looks through weights anew at a step that it comes to again", async () => {
    const first = await createWasmEngine(images, 0);
    const { session } = await open(
      { bn: "running" },
      {
        engine: failing(first, { 1: isNoNumber, 2: losesDevice }),
        replaceEngine: () => createWasmEngine(images, 0),
      },
    );
    await follow(session, (_, all) => all.some(({ type }) => type === "recovered"));
    await follow(session, () => session.step === 39);
    const sound = await session.engine.snapshot();
    const name = Object.keys(sound.weights).find((key) => key.endsWith("/mean")) as string;
    const spoilt = new Float32Array(sound.weights[name]?.length as number).fill(Number.NaN);
    session.engine.restore({ ...sound, weights: { ...sound.weights, [name]: spoilt } });
    const events = await follow(session, finished);
    expect(events.at(-1)).toMatchObject({ type: "failed", step: 40, failure: { kind: "diverged" } });
    session.engine.dispose();
    first.dispose();
  });

  it("fails by name when no device can take over, having told what it measured until then", async () => {
    const first = await createWasmEngine(images, 0);
    const { session } = await open({}, { engine: failing(first, { 6: losesDevice }) });
    const events = await follow(session, finished);
    expect(events.at(-1)).toMatchObject({ type: "failed", failure: { kind: "device-lost" } });
    const types = events.map(({ type }) => type);
    expect(types.slice(0, -1)).toContain("evaluated");
    expect((await session.checkpoint()).scoring.begunInAll).toBe(
      types.filter((type) => type === "roundBegan").length,
    );
    first.dispose();
  });
});
