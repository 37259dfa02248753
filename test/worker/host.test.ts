/** @file The worker's host behind a real MessageChannel, with the real engine and the shipped images. */
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Checkpoint } from "../../src/core/checkpoint.ts";
import { defaultConfig } from "../../src/core/config.ts";
import { datasets } from "../../src/core/datasets.ts";
import type { RunEvent } from "../../src/core/run.ts";
import type { RunIntent } from "../../src/core/runIntent.ts";
import { type Run, reduceRun } from "../../src/core/runState.ts";
import type { Settings } from "../../src/core/settings.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { maxSilenceSeconds } from "../../src/engine/deviceLoss.ts";
import type { Backend } from "../../src/engine/probe.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { readDataset } from "../../src/headless/dataset.ts";
import { LabHost } from "../../src/worker/host.ts";
import type { Command, FreshStart, Report, ThreadReport } from "../../src/worker/protocol.ts";

const [dataset] = datasets;
const images = await readDataset(dataset.id);
const [space] = spaces;
const pool = [
  "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|none~1|skip_connect~2|",
  "|skip_connect~0|+|none~0|skip_connect~1|+|none~0|none~1|skip_connect~2|",
];
const settings: Settings = {
  bs: 16,
  portion: 0.032,
  epochs: 200,
  channels: 4,
  evalimages: 50,
  evalbatch: 50,
};

const wasm: Backend = {
  id: "wasm",
  open: async () => ({ device: "processor", software: false, create: createWasmEngine }),
};
const absent: Backend = {
  id: "webgl",
  open: () => Promise.reject(new Error("WebGL is switched off")),
};

const ports: MessagePort[] = [];
const hosts: LabHost[] = [];
afterEach(() => {
  // What still trains would take its time from the next test.
  for (const host of hosts.splice(0)) for (const run of ["1", "2"]) host.receive({ type: "end", run });
  for (const port of ports.splice(0)) port.close();
});

/** The page's end of the channel: sends commands, keeps reports, waits for one. */
function connect(backends: readonly Backend[] = [absent, wasm], loadImages?: () => Promise<never>) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const host = new LabHost({
    post: (report) => port2.postMessage(report),
    backends,
    loadImages: loadImages ?? (async () => ({ ok: true, images })),
    now: () => performance.now(),
    yieldToEventLoop: () => new Promise((resolve) => setImmediate(resolve)),
  });
  hosts.push(host);
  port2.on("message", (command: Command) => host.receive(command));
  const reports: Report[] = [];
  let notify: () => void = () => {};
  port1.on("message", (report: Report) => {
    reports.push(report);
    notify();
  });
  const eventsOf = (run = "1"): RunEvent[] =>
    reports.flatMap((report) => (report.type === "events" && report.run === run ? [...report.events] : []));
  const until = async (seen: () => boolean): Promise<void> => {
    while (!seen())
      await new Promise<void>((resolve) => {
        notify = resolve;
      });
  };
  const send = (command: Command): void => port1.postMessage(command);
  const start = (more: Partial<FreshStart> = {}): void =>
    send({
      type: "start",
      run: "1",
      config: { ...defaultConfig(), space: space.id, settings },
      dataset,
      evaluationSet: { scored: pool, landmarks: [] },
      backend: "auto",
      intent: "train",
      ...more,
    });
  const intend = (intent: RunIntent, run = "1"): void => send({ type: "intend", run, intent });
  const has = (type: RunEvent["type"], run = "1") => eventsOf(run).some((event) => event.type === type);
  return { send, start, intend, until, has, eventsOf, reports };
}

describe("LabHost", () => {
  it("measures the backends, says which runs, and trains", async () => {
    const { start, until, has, reports, eventsOf } = connect();
    start();
    await until(() => has("evaluated"));
    const backends = reports.find((report) => report.type === "backends");
    expect(backends).toMatchObject({ chosen: "wasm" });
    expect(backends?.type === "backends" && backends.reports).toMatchObject([
      { backend: "webgl", failure: "WebGL is switched off" },
      { backend: "wasm", device: "processor", imagesPerSecond: expect.any(Number) },
    ]);
    expect(eventsOf()[0]).toMatchObject({ type: "started", pool, backend: "WASM" });
    expect(has("trained")).toBe(true);
  });

  it("pauses, does a single step, an epoch, goes to the next round, and resumes", async () => {
    const { start, intend, until, has, eventsOf } = connect();
    start({ intent: "pause" });
    const stops = (): number[] =>
      eventsOf().flatMap((event) => (event.type === "paused" ? [event.step] : []));
    await until(() => stops().length === 1);
    intend("step");
    await until(() => stops().length === 2);
    intend("epoch");
    await until(() => stops().length === 3);
    intend("round");
    await until(() => stops().length === 4);
    expect(stops()).toEqual([0, 1, 20, 40]);
    intend("train");
    await until(() => has("resumed"));
  });

  it("trains an architecture alone beside a run, which goes on", async () => {
    const { start, send, until, has, reports } = connect();
    start();
    await until(() => has("trained"));
    const request = { space: space.id, dataset: dataset.id, architecture: pool[0] as string, seeds: [5] };
    const alone = { channels: 4, bs: 32, portion: 0.0064, epochs: 2, evalbatch: 100 };
    const part = { type: "trainStandAlone", dataset, backend: "auto", intent: "train" } as const;
    send({ ...part, run: "alone", request: { ...request, settings: alone } });
    const results = () =>
      reports.flatMap((report) =>
        report.type === "standAlone"
          ? report.events.flatMap((event) => (event.type === "trained" ? [event.result] : []))
          : [],
      );
    await until(() => results().length === 1);
    expect(results()[0]).toMatchObject({ seed: 5, test: expect.any(Number), loss: expect.any(Number) });
    const trained = reports.filter(({ type }) => type === "events").length;
    await until(() => reports.filter(({ type }) => type === "events").length > trained);
    // What is unknown is named, and nothing else ends by it.
    send({ ...part, run: "bad", request: { ...request, architecture: "nothing", settings: {} } });
    const failed = () => reports.find((report) => report.type === "standAlone" && report.run === "bad");
    await until(() => failed() !== undefined);
    expect(failed()).toMatchObject({ events: [{ type: "failed" }] });
  });

  it("comes to an end by itself: a round over the pool, then it says so", async () => {
    const { start, until, has, eventsOf } = connect();
    start({ config: { ...defaultConfig(), space: space.id, settings: { ...settings, epochs: 1 } } });
    await until(() => has("finished"));
    const scores = eventsOf().flatMap((event) => (event.type === "evaluated" ? event.scores : []));
    expect(scores.map(({ architecture }) => architecture)).toEqual(pool);
    expect(eventsOf().filter((event) => event.type === "roundBegan")).toMatchObject([
      { round: { step: 20, size: 2 } },
    ]);
  });

  it("is paused again once a change has begun it anew after its end", async () => {
    const { start, send, intend, until, has, eventsOf } = connect();
    const short = { ...settings, epochs: 1 };
    start({ config: { ...defaultConfig(), space: space.id, settings: short } });
    await until(() => has("finished"));
    intend("pause");
    await until(() => has("paused"));
    const status = () => eventsOf().reduce<Run | undefined>(reduceRun, undefined)?.status;
    expect(status()).toBe("finished");
    send({ type: "change", run: "1", settings: { ...short, epochs: 3, evalimages: 60 } });
    await until(() => eventsOf().filter(({ type }) => type === "roundBegan").length === 2);
    expect(status()).toBe("paused");
    intend("train");
    await until(() => status() === "running");
  });

  /** Complete rounds so far. */
  const completed = (events: readonly RunEvent[]): number =>
    events.filter((event) => event.type === "roundEnded" && event.complete).length;

  /** Whether it is paused at a step whose very weights a complete round has scored, perhaps before the pause was heard. */
  const isSettled = (events: readonly RunEvent[]): boolean => {
    const paused = events.findLast((event) => event.type === "paused");
    const began = events.findLastIndex(
      (event) =>
        event.type === "roundBegan" && event.round.step === paused?.step && event.round.size === pool.length,
    );
    return began >= 0 && completed(events.slice(began)) > 0;
  };

  it("completes a round on the present weights when it is paused, and says at once that it is", async () => {
    const { start, intend, until, has, eventsOf } = connect();
    start();
    await until(() => completed(eventsOf()) > 0);
    intend("pause");
    await until(() => has("paused"));
    const at = eventsOf().findIndex((event) => event.type === "paused");
    await until(() => isSettled(eventsOf()));
    expect(
      eventsOf()
        .slice(at)
        .some((event) => event.type === "trained"),
    ).toBe(false);
  });

  it("scores the weights of a paused run by changed rules at once and stays paused", async () => {
    const { send, start, intend, until, eventsOf } = connect();
    start();
    await until(() => completed(eventsOf()) > 0);
    intend("pause");
    await until(() => isSettled(eventsOf()));
    const at = eventsOf().length;
    const paused = eventsOf().findLast(({ type }) => type === "paused");
    const { step } = paused as { step: number };
    send({ type: "change", run: "1", settings: { ...settings, bn: "running" } });
    await until(() => completed(eventsOf().slice(at)) > 0);
    const after = eventsOf().slice(at);
    expect(after[0]).toMatchObject({ type: "changed", key: "bn", to: "running" });
    // A step trained before it would be told only later.
    expect(after[1]).toMatchObject({ type: "roundBegan", round: { step, rules: { norm: "running" } } });
    expect(after.filter((event) => event.type === "evaluated")).toHaveLength(pool.length);
    expect(after.some((event) => event.type === "trained" || event.type === "resumed")).toBe(false);
  });

  it("takes a setting changed in a pause without training a step", async () => {
    const { send, start, intend, until, has, eventsOf } = connect();
    start({ intent: "pause" });
    await until(() => has("paused"));
    intend("epoch");
    await until(() => completed(eventsOf()) > 0);
    const at = eventsOf().length;
    send({ type: "change", run: "1", settings: { ...settings, lr: 0.01 } });
    await until(() => has("changed"));
    intend("train");
    await until(() =>
      eventsOf()
        .slice(at)
        .some(({ type }) => type === "resumed"),
    );
    expect(eventsOf().slice(at, at + 2)).toMatchObject([
      { type: "changed", key: "lr", to: 0.01, step: 20 },
      { type: "resumed", step: 20 },
    ]);
  });

  it("loses no change that a pause follows at once", async () => {
    const { send, start, intend, until, has, eventsOf } = connect();
    start();
    await until(() => has("evaluated"));
    send({ type: "change", run: "1", settings: { ...settings, lr: 0.01 } });
    intend("pause");
    await until(() => has("changed") && has("paused"));
    expect(eventsOf().filter((event) => event.type === "changed")).toMatchObject([{ key: "lr", to: 0.01 }]);
  });

  it("hears in a pause what comes while its checkpoint is read back from the device", async () => {
    const reading: (() => void)[] = [];
    let isSlow = false;
    const slow: Backend = {
      ...wasm,
      open: async () => ({
        ...(await wasm.open()),
        create: async (...input) => {
          const engine = await createWasmEngine(...input);
          const { snapshot } = engine;
          const later = async () => {
            if (isSlow) await new Promise<void>((resolve) => reading.push(resolve));
            return snapshot();
          };
          return Object.assign(engine, { snapshot: later });
        },
      }),
    };
    const { start, send, intend, until, has, reports } = connect([slow]);
    start();
    await until(() => has("trained"));
    intend("pause");
    await until(() => has("roundEnded"));
    isSlow = true;
    send({ type: "checkpoint", run: "1" });
    await vi.waitFor(() => expect(reading).toHaveLength(1));
    isSlow = false;
    send({ type: "checkpoint", run: "1" });
    send({ type: "change", run: "1", settings: { ...settings, lr: 0.01 } });
    send({ type: "ping" });
    await until(() => reports.some((report: ThreadReport) => report.type === "pong"));
    reading[0]?.();
    await until(() => has("changed") && reports.filter(({ type }) => type === "checkpoint").length === 2);
  });

  it("goes on to another backend where the fastest gives no engine for the run", async () => {
    let engines = 0;
    const brittle: Backend = {
      id: "webgl",
      open: async () => ({
        device: "card",
        software: false,
        create: (...input) =>
          engines++ === 0
            ? createWasmEngine(...input)
            : Promise.reject(new Error("the card has no memory left")),
      }),
    };
    const imitated: Backend = {
      ...wasm,
      open: async () => ({ ...(await wasm.open()), software: true }),
    };
    const { start, until, has, reports } = connect([brittle, imitated]);
    start();
    await until(() => has("trained"));
    const backends = reports.find((report) => report.type === "backends");
    expect(backends).toMatchObject({
      chosen: "wasm",
      reports: expect.arrayContaining([
        expect.objectContaining({ backend: "webgl", failure: "the card has no memory left" }),
      ]),
    });
  });

  it("lets go of a run that is ended, beside one that goes on", async () => {
    const { send, start, until, has, eventsOf } = connect();
    start();
    await until(() => has("trained"));
    start({ run: "2" });
    send({ type: "end", run: "1" });
    await until(() => has("trained", "2"));
    expect(eventsOf("2")[0]?.type).toBe("started");
    const count = eventsOf().length;
    await until(() => has("evaluated", "2"));
    expect(eventsOf()).toHaveLength(count);
  });

  it("begins the next run at once where the one let go of waits for a device that does not answer", async () => {
    let made = 0;
    const falling: Backend = {
      id: "wasm",
      open: async () => ({
        device: "processor",
        software: false,
        create: async (...input) => {
          const engine = await createWasmEngine(...input);
          // The first is the one that is measured.
          if (++made !== 2) return engine;
          const { trainStep } = engine;
          let steps = 0;
          return Object.assign(engine, {
            trainStep: (step: Parameters<typeof trainStep>[0]) =>
              ++steps > 3 ? new Promise<never>(() => {}) : trainStep(step),
          });
        },
      }),
    };
    const { until, send, start, has } = connect([falling]);
    start();
    await until(() => has("trained"));
    const began = performance.now();
    send({ type: "end", run: "1" });
    start({ run: "2" });
    await until(() => has("trained", "2"));
    expect(performance.now() - began).toBeLessThan(1000 * maxSilenceSeconds);
    hosts.at(-1)?.receive({ type: "end", run: "2" });
  });

  it("gives a checkpoint that another run goes on from, to the bit", async () => {
    const config = { ...defaultConfig(), space: space.id, settings: { ...settings, epochs: 2 } };
    const { send, start, until, has, reports } = connect();
    const checkpointOf = (run: string): Checkpoint | undefined =>
      reports.flatMap((report) =>
        report.type === "checkpoint" && report.run === run ? [report.checkpoint] : [],
      )[0];
    start({ config });
    await until(() => has("trained"));
    send({ type: "checkpoint", run: "1" });
    await until(() => checkpointOf("1") !== undefined);
    const checkpoint = checkpointOf("1") as Checkpoint;
    expect(checkpoint.step).toBeGreaterThan(0);
    send({ type: "startFrom", run: "2", checkpoint, dataset, backend: "auto", intent: "train" });
    await until(() => has("finished") && has("finished", "2"));
    const at = reports.length;
    for (const run of ["1", "2"]) send({ type: "checkpoint", run });
    await until(() => reports.slice(at).filter(({ type }) => type === "checkpoint").length === 2);
    const [a, b] = reports
      .slice(at)
      .flatMap((report) => (report.type === "checkpoint" ? [report.checkpoint] : []));
    expect(a?.step).toBe(40);
    expect(b).toEqual(a);
  });

  it("says that a run trains which goes on from a checkpoint of a pause", async () => {
    const { send, start, until, has, eventsOf, reports } = connect();
    start({ intent: "pause" });
    await until(() => has("paused"));
    send({ type: "checkpoint", run: "1" });
    await until(() => reports.some(({ type }) => type === "checkpoint"));
    const [checkpoint] = reports.flatMap((report) =>
      report.type === "checkpoint" ? [report.checkpoint] : [],
    );
    if (!checkpoint) throw new Error("no checkpoint");
    send({ type: "startFrom", run: "2", checkpoint, dataset, backend: "auto", intent: "train" });
    await until(() => has("trained", "2"));
    expect(eventsOf("2")[0]).toEqual({ type: "resumed", step: 0 });
  });

  it("says why there is no checkpoint of a run that failed", async () => {
    const { send, start, until, has, reports } = connect([absent]);
    start();
    await until(() => has("failed"));
    send({ type: "checkpoint", run: "1" });
    await until(() => reports.at(-1)?.type === "noCheckpoint");
    expect(reports.at(-1)).toMatchObject({ failure: { message: "the run has ended" } });
  });

  it.each([
    ["no backend works", { backends: [absent] }, {}, "no-backend", /WebGL is switched off/],
    ["the images cannot be fetched", { broken: true }, {}, "bad-data", /answered 404/],
    [
      "the space is unknown",
      {},
      { config: { ...defaultConfig(), space: "nowhere" } },
      "bad-config",
      /nowhere/,
    ],
  ] as const)("fails by name when %s", async (_, set, more, kind, message) => {
    const { start, until, has, eventsOf } = connect(
      "backends" in set ? set.backends : undefined,
      "broken" in set ? () => Promise.reject(new Error("images.bin answered 404")) : undefined,
    );
    start(more);
    await until(() => has("failed"));
    const failed = eventsOf().at(-1);
    expect(failed).toMatchObject({ type: "failed", failure: { kind } });
    if (failed?.type === "failed") expect(failed.failure.message).toMatch(message);
  });
});
