/** @file The page's state over a real training thread in Node, whose engine only counts; and a hand that does anything to it. */
import { readFile } from "node:fs/promises";
import { MessageChannel } from "node:worker_threads";
import { datasets } from "../../src/core/datasets.ts";
import { catalogue } from "../../src/core/heuristics/index.ts";
import { viewSettings } from "../../src/core/linkView.ts";
import { createRandom, type Random } from "../../src/core/random.ts";
import type { RunId } from "../../src/core/run.ts";
import type { SettingSpec, SettingValue } from "../../src/core/settings.ts";
import { spaceById, spaces } from "../../src/core/spaces/index.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { readDataset } from "../../src/headless/dataset.ts";
import { publicFolder } from "../../src/headless/packageFiles.ts";
import { exportScores } from "../../src/store/exports.ts";
import { createLab, type Lab } from "../../src/store/lab.ts";
import type { ThreadListener } from "../../src/worker/client.ts";
import { LabHost } from "../../src/worker/host.ts";
import type { Command, Report, ThreadReport } from "../../src/worker/protocol.ts";
import { imagesReader, readers } from "./fakeLab.ts";

/** Keeps all promises of an engine but computes nothing: what page and thread agree on does not depend on it. */
function countingEngine(): Engine {
  let steps = 0;
  const nothing = { weights: {}, momenta: {}, averages: {} };
  return {
    backend: "counting",
    async trainStep() {
      steps++;
    },
    async readTraining() {
      const read = { steps, loss: 2, accuracy: 0.2, gradientNorm: 1 };
      steps = 0;
      return read;
    },
    score: async (networks) =>
      networks.map(({ operations }) => ({ accuracy: (operations.length % 50) / 50, loss: 2 })),
    async freeze() {},
    inspect: () => Promise.reject(new Error("nothing is computed")),
    snapshot: async () => nothing,
    snapshotFrozen: async () => nothing,
    restore() {
      steps = 0;
    },
    signs: () => steps,
    memory: () => ({ buffers: 0, bytes: 0 }),
    lost: new Promise(() => {}),
    dispose() {},
  };
}

export interface MonkeyLab extends Lab {
  navigate(hash: string): void;
  /** Files that may still be read: what is in them may begin or end a run. */
  readonly opening: Promise<unknown>[];
  /** Runs that the thread was told to begin and not to end. */
  live(): RunId[];
  /** What the thread says of a run between two units of work. */
  ask(run: RunId): Promise<Extract<Report, { type: "checkpoint" | "noCheckpoint" }>>;
  close(): void;
}

/** A run that was handed over again has a number behind its name. */
const runOf = (name: string): RunId => name.replace(/~\d+$/, "");

/** What the site gives out, from the folder it is built of. */
export async function fetchFromFolder(url: string | URL | Request): Promise<Response> {
  const path = new URL(url instanceof Request ? url.url : url).pathname.slice(1);
  return new Response(await readFile(new URL(path, publicFolder)), {
    headers: { "content-type": "application/json" },
  });
}

export async function openMonkeyLab(hash: string): Promise<MonkeyLab> {
  const { port1, port2 } = new MessageChannel();
  const images = await readDataset(datasets[0].id);
  const host = new LabHost({
    post: (report) => port2.postMessage(report),
    backends: [
      {
        id: "wasm",
        open: async () => ({ device: "counter", software: false, create: async () => countingEngine() }),
      },
    ],
    loadImages: async () => ({ ok: true, images }),
    now: () => performance.now(),
    yieldToEventLoop: () => new Promise((resolve) => setImmediate(resolve)),
  });
  port2.on("message", (command: Command) => host.receive(command));
  const live = new Set<RunId>();
  const waiting = new Map<
    RunId,
    (report: Extract<Report, { type: "checkpoint" | "noCheckpoint" }>) => void
  >();
  let listener: ThreadListener | undefined;
  port1.on("message", (report: ThreadReport) => {
    if (report.type === "pong") return;
    listener?.report(report);
    if (report.type === "checkpoint" || report.type === "noCheckpoint")
      waiting.get(runOf(report.run))?.(report);
  });
  const send = (command: Command): void => {
    if (command.type === "start" || command.type === "startFrom") live.add(command.run);
    if (command.type === "end") live.delete(command.run);
    port1.postMessage(command);
  };
  let heard: (hash: string) => void = () => {};
  let written = hash;
  const lab = createLab({
    client: {
      prepare() {},
      send,
      listen(next) {
        listener = next;
      },
      dispose() {},
    },
    ...{ fileReaders: async () => readers, imagesReader },
    base: "http://lab.test/",
    address: {
      read: () => written,
      write(next) {
        written = next;
      },
      listen(next) {
        heard = next;
      },
    },
  });
  return {
    ...lab,
    opening: [],
    live: () => [...live].map(runOf),
    navigate: (next) => heard(next),
    ask: (run) =>
      new Promise((resolve) => {
        waiting.set(run, resolve);
        const name = [...live].find((other) => runOf(other) === run) ?? run;
        send({ type: "checkpoint", run: name });
      }),
    close() {
      for (const run of live) host.receive({ type: "end", run });
      port1.close();
      port2.close();
    },
  };
}

function anyValue(spec: SettingSpec, random: Random): SettingValue {
  switch (spec.kind) {
    case "number":
      return pick(spec.stops, random);
    case "choice":
      return pick(spec.choices, random).value;
    case "toggle":
      return random.below(2) === 1;
    default:
      throw spec satisfies never;
  }
}

const pick = <T>(all: readonly T[], random: Random): T => all[random.below(all.length)] as T;

/** One thing that a user can do, whether or not it makes sense now; says what it did. */
export function act(lab: MonkeyLab, random: Random): string {
  const { actions, store } = lab;
  const state = store.getState();
  const space = spaceById(state.config.space) ?? spaces[0];
  const setting = (): Record<string, SettingValue> => {
    const spec = pick(catalogue.settingsFor(space), random);
    return { [spec.key]: anyValue(spec, random) };
  };
  const anyRun = (): RunId => pick(state.runs, random)?.id ?? "none";
  const open = (text: string, name: string): void => {
    lab.opening.push(actions.openFiles([new File([text], name)]));
  };
  const anyArchitecture = (): string | undefined => pick(state.run?.pool ?? [], random);
  const hands: readonly (readonly [string, () => void])[] = [
    ["toggle", actions.toggle],
    ["start", actions.start],
    ["pause", actions.pause],
    ["resume", actions.resume],
    ["step", () => actions.advance("step")],
    ["epoch", () => actions.advance("epoch")],
    ["round", () => actions.advance("round")],
    ["restart", actions.restart],
    ["new seed", actions.newSeed],
    ["setting", () => actions.changeSettings(setting())],
    ["setting", () => actions.changeSettings(setting())],
    ["settings", () => actions.changeSettings({ ...setting(), ...setting() })],
    ["train with", () => actions.trainWith(setting())],
    ["beside", () => actions.setBeside(random.below(2) === 1)],
    ["compare", () => actions.compareWith(setting())],
    ["show", () => actions.showRun(anyRun())],
    ["pause run", () => actions.pauseRun(anyRun())],
    ["resume run", () => actions.resumeRun(anyRun())],
    ["baseline", () => actions.setBaseline(anyRun())],
    ["remove", () => actions.removeRun(anyRun())],
    ["remove others", actions.removeOtherRuns],
    ["restore", actions.restoreRun],
    ["take offer", actions.takeOffer],
    ["dismiss offer", actions.dismissOffer],
    ["reset", actions.resetSettings],
    ["bring settings back", actions.restoreSettings],
    ["space", () => actions.changeSpace(pick(spaces, random).id)],
    [
      "view",
      () => {
        const spec = pick<SettingSpec>(viewSettings, random);
        actions.changeView({ [spec.key]: anyValue(spec, random) });
      },
    ],
    ["select", () => actions.select(anyArchitecture())],
    ["hover", () => actions.hover(anyArchitecture())],
    ["drop baseline", actions.dropBaseline],
    ["dismiss warnings", actions.dismissWarnings],
    ["open own run", () => open(actions.exportRun() ?? "", "run.json")],
    ["open own scores", () => open(exportScores(lab.store.getState()) ?? "", "scores.csv")],
    ["open nonsense", () => open('{"a": [1, 2', "photo.json")],
    ["link", () => lab.navigate(`#v=2&seed=${random.below(9)}&space=${pick(spaces, random).id}&pool=8`)],
    [
      "story",
      () =>
        lab.navigate(`#v=2&seed=${random.below(9)}&pool=8&changes=2-lr-0.1,6-bn-running,6-mom-0.5,30-lr-0.2`),
    ],
    ["broken link", () => lab.navigate("#v=99&lr=x&space=nowhere")],
  ];
  const [name, hand] = pick(hands, random);
  hand();
  return name;
}

export const monkeyRandom = (seed: number): Random => createRandom(seed).fork("monkey");
