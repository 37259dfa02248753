/** @file The worker's host behind a real MessageChannel, with the real engine and the shipped images. */
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { tfjsWasm } from "../../scripts/bench/tfjsWasm.ts";
import { defaultConfig } from "../../src/core/config.ts";
import { datasets } from "../../src/core/datasets.ts";
import type { RunEvent } from "../../src/core/run.ts";
import type { Settings } from "../../src/core/settings.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { Backend } from "../../src/engine/probe.ts";
import { createTfjsEngine } from "../../src/engine/tfjs/engine.ts";
import { readDataset } from "../../src/headless/dataset.ts";
import { LabHost } from "../../src/worker/host.ts";
import type { Command, Report } from "../../src/worker/protocol.ts";

const [dataset] = datasets;
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
  open: async () => ({ device: "processor", software: false, create: createTfjsEngine(tfjsWasm) }),
};
const absent: Backend = {
  id: "webgl",
  open: () => Promise.reject(new Error("WebGL is switched off")),
};

const ports: MessagePort[] = [];
const hosts: LabHost[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.receive({ type: "pause" });
  for (const port of ports.splice(0)) port.close();
});

/** The page's end of the channel: sends commands, keeps reports, waits for one. */
function connect(backends: readonly Backend[] = [absent, wasm], loadImages?: () => Promise<never>) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const host = new LabHost({
    post: (report: Report) => port2.postMessage(report),
    backends,
    loadImages: loadImages ?? (async () => ({ ok: true, images: await readDataset(dataset.id) })),
    now: () => performance.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
  hosts.push(host);
  port2.on("message", (command: Command) => host.receive(command));
  const reports: Report[] = [];
  let heard: () => void = () => {};
  port1.on("message", (report: Report) => {
    reports.push(report);
    heard();
  });
  const eventsOf = (run = 1): RunEvent[] =>
    reports.flatMap((report) => (report.type === "run" && report.run === run ? [...report.events] : []));
  const until = async (seen: () => boolean): Promise<void> => {
    while (!seen())
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
  };
  const send = (command: Command): void => port1.postMessage(command);
  const start = (more: Partial<Extract<Command, { type: "start" }>> = {}): void =>
    send({
      type: "start",
      run: 1,
      config: { ...defaultConfig(), space: space.id, settings },
      dataset,
      pool,
      landmarks: [],
      backend: "auto",
      paused: false,
      ...more,
    });
  const has = (type: RunEvent["type"], run = 1) => eventsOf(run).some((event) => event.type === type);
  return { send, start, until, has, eventsOf, reports };
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
    const { send, start, until, has, eventsOf } = connect();
    start({ paused: true });
    const stops = (): number[] =>
      eventsOf().flatMap((event) => (event.type === "paused" ? [event.step] : []));
    await until(() => stops().length === 1);
    send({ type: "advance", by: "step" });
    await until(() => stops().length === 2);
    send({ type: "advance", by: "epoch" });
    await until(() => stops().length === 3);
    send({ type: "advance", by: "round" });
    await until(() => stops().length === 4);
    expect(stops()).toEqual([0, 1, 20, 40]);
    send({ type: "resume" });
    await until(() => has("resumed"));
  });

  it("comes to an end by itself: a round over the pool, then it says so", async () => {
    const { start, until, has, eventsOf } = connect();
    start({ config: { ...defaultConfig(), space: space.id, settings: { ...settings, epochs: 1 } } });
    await until(() => has("finished"));
    const scores = eventsOf().flatMap((event) => (event.type === "evaluated" ? event.scores : []));
    expect(scores.map(({ architecture }) => architecture)).toEqual([0, 1]);
    expect(eventsOf().filter((event) => event.type === "roundBegan")).toMatchObject([
      { round: { step: 20, size: 2 } },
    ]);
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
    const { send, start, until, has, eventsOf } = connect();
    start();
    await until(() => completed(eventsOf()) > 0);
    send({ type: "pause" });
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
    const { send, start, until, eventsOf } = connect();
    start();
    await until(() => completed(eventsOf()) > 0);
    send({ type: "pause" });
    await until(() => isSettled(eventsOf()));
    const at = eventsOf().length;
    send({ type: "change", settings: { ...settings, bn: "running" } });
    await until(() => completed(eventsOf().slice(at)) > 0);
    const after = eventsOf().slice(at);
    expect(after[0]).toMatchObject({ type: "changed", key: "bn", to: "running" });
    expect(after[1]).toMatchObject({ type: "roundBegan", round: { rules: { norm: "running" } } });
    expect(after.filter((event) => event.type === "evaluated")).toHaveLength(pool.length);
    expect(after.some((event) => event.type === "trained" || event.type === "resumed")).toBe(false);
  });

  it("takes a setting changed in a pause without training a step", async () => {
    const { send, start, until, has, eventsOf } = connect();
    start({ paused: true });
    await until(() => has("paused"));
    send({ type: "advance", by: "epoch" });
    await until(() => completed(eventsOf()) > 0);
    const at = eventsOf().length;
    send({ type: "change", settings: { ...settings, lr: 0.01 } });
    await until(() => has("changed"));
    send({ type: "resume" });
    await until(() => has("resumed"));
    expect(eventsOf().slice(at, at + 2)).toMatchObject([
      { type: "changed", key: "lr", to: 0.01, step: 20 },
      { type: "resumed", step: 20 },
    ]);
  });

  it("loses no change that a pause follows at once", async () => {
    const { send, start, until, has, eventsOf } = connect();
    start();
    await until(() => has("evaluated"));
    send({ type: "change", settings: { ...settings, lr: 0.01 } });
    send({ type: "pause" });
    await until(() => has("changed") && has("paused"));
    expect(eventsOf().filter((event) => event.type === "changed")).toMatchObject([{ key: "lr", to: 0.01 }]);
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
            ? createTfjsEngine(tfjsWasm)(...input)
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

  it("gives up a run when another starts, and mixes no events", async () => {
    const { start, until, has, eventsOf } = connect();
    start();
    await until(() => has("trained"));
    start({ run: 2 });
    await until(() => has("trained", 2));
    expect(eventsOf(2)[0]?.type).toBe("started");
    const count = eventsOf(1).length;
    await until(() => has("evaluated", 2));
    expect(eventsOf(1)).toHaveLength(count);
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
