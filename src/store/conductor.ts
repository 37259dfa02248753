/** @file Conducts the training thread: begins runs, passes commands on, and turns its reports into state. */
import type { StoreApi } from "zustand/vanilla";
import { changedSettings, changeKind } from "../core/config.ts";
import { datasetOf, datasets } from "../core/datasets.ts";
import { recipeOf } from "../core/heuristics/index.ts";
import { poolOf } from "../core/pool.ts";
import type { Failure, RunConfig, RunEvent } from "../core/run.ts";
import { type Run, reduceRun, startingRun } from "../core/runState.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { LabClient } from "../worker/client.ts";
import type { Command, Report } from "../worker/protocol.ts";
import { createInbox } from "./inbox.ts";
import type { LabState, Phase } from "./labState.ts";
import { mark } from "./marks.ts";
import { actingOn, isTrained } from "./offer.ts";
import { createPacemaker } from "./pacemaker.ts";
import type { Refresher } from "./refresher.ts";
import { loadShipped, rowsOf } from "./truth.ts";

/** How often the page takes in what happened. */
const bundleMilliseconds = 250;

export interface Conductor {
  /** Begins a new run of the present choice. `ghost`: the run so far stays visible. */
  begin(how: { readonly paused: boolean; readonly ghost: boolean }): void;
  /**
   * Goes over to another choice with the least effort: a live change, new scores, or a new run. Settings that cannot act on the run that
   * is there are offered for a new one; with `anew` that begins at once.
   */
  change(config: RunConfig, how?: { readonly anew: boolean }): void;
  want(wanted: "run" | "pause"): void;
  advance(by: Extract<Command, { type: "advance" }>["by"]): void;
  /** Lets go of the run that trains or waits to: it pauses, and nothing of it reaches the state any more. */
  release(): void;
  /** Loads the table of the present space. */
  loadTruth(): Promise<void>;
}

export interface ConductorInput {
  readonly store: StoreApi<LabState>;
  readonly client: LabClient;
  readonly base: string;
  readonly refresher: Refresher;
}

export function createConductor({ store, client, base, refresher }: ConductorInput): Conductor {
  let runNumber = 0;
  /** What must happen once the table is there; the pool depends on it. */
  let whenReady: (() => void) | undefined;
  let loadNumber = 0;
  const pacemaker = createPacemaker();

  const patch = (change: Partial<LabState>): void => {
    const next = { ...store.getState(), ...change };
    store.setState({ ...change, phase: phaseOf(next) });
  };

  const take = (events: readonly RunEvent[]): void => {
    const { run: before, wanted } = store.getState();
    const run = events.reduce(reduceRun, before as LabState["run"]);
    if (!run) return;
    if (events.some((event) => event.type === "trained")) mark("lab:first-step");
    const paused = events.some((event) => event.type === "paused");
    const pace = pacemaker.see(run.step, run.status === "running");
    patch({ run, pace, preparing: "", ...(paused && wanted === "advance" && { wanted: "pause" as const }) });
    refresher.refresh();
  };
  const inbox = createInbox(take, bundleMilliseconds);

  const fail = (failure: Failure): void => {
    // What is recorded cannot fail.
    if (store.getState().imported) return;
    inbox.put([{ type: "failed", step: store.getState().run?.step ?? 0, failure }]);
  };

  const hear = (report: Report): void => {
    switch (report.type) {
      case "preparing":
        patch({ preparing: report.what });
        break;
      case "backends":
        store.setState({ backends: { chosen: report.chosen, reports: report.reports } });
        break;
      case "run":
        // Events of a run that was given up may still be on their way.
        if (report.run === runNumber) inbox.put(report.events);
        break;
      case "memory":
        store.setState({ memory: { buffers: report.buffers, bytes: report.bytes } });
        break;
      default:
        throw report satisfies never;
    }
  };
  client.listen({
    report: hear,
    crash: (message) =>
      fail({
        kind: "internal",
        message: `The training thread stopped: ${message}.`,
        advice: "Restart; if it comes back, choose another backend.",
      }),
  });

  const begin: Conductor["begin"] = ({ paused, ghost }) => {
    const { config, view, run, figures, truth, imported } = store.getState();
    client.prepare();
    patch({
      ...(ghost && run && figures.scored > 0 ? { ghost: { run, figures } } : !ghost && { ghost: undefined }),
      wanted: paused ? "pause" : "run",
      imported: false,
      preparing: truth.status === "loading" ? "loading the table" : "starting",
      offer: undefined,
      ...(imported && { ghost: undefined }),
    });
    if (truth.status === "loading") {
      whenReady = () => begin({ paused: store.getState().wanted !== "run", ghost });
      return;
    }
    // A table that was opened in the meantime is no reason to begin once more when the shipped one comes.
    whenReady = undefined;
    const space = spaceById(config.space) ?? spaces[0];
    const dataset = datasetOf(config.dataset) ?? datasets[0];
    const { scored: pool, landmarks } = poolOf(space, rowsOf(space, truth), recipeOf(space, config.settings));
    runNumber++;
    inbox.clear();
    pacemaker.reset();
    patch({ run: startingRun(config, pool), pace: undefined, certainty: undefined });
    client.send({
      type: "start",
      run: runNumber,
      config,
      dataset: { url: new URL(dataset.url, base).href, sha256: dataset.sha256 },
      pool,
      landmarks,
      backend: view.backend,
      paused,
    });
    refresher.renew();
  };

  const loadTruth = async (): Promise<void> => {
    const number = ++loadNumber;
    const space = spaceById(store.getState().config.space) ?? spaces[0];
    const truth = await loadShipped(space, base);
    // Another space was chosen, or a file was opened, in the meantime.
    if (number !== loadNumber || store.getState().truth.status === "ready") return;
    store.setState({ truth });
    const ready = whenReady;
    whenReady = undefined;
    if (ready) ready();
    else refresher.renew();
  };

  return {
    begin,
    loadTruth,
    release() {
      runNumber++;
      whenReady = undefined;
      inbox.clear();
      pacemaker.reset();
      if (store.getState().wanted !== "nothing") client.send({ type: "pause" });
    },
    change(choice, { anew } = { anew: false }) {
      const { config: before, wanted, run, imported } = store.getState();
      const acting = run && !whenReady ? actingOn({ run, imported, before, wanted: choice }) : undefined;
      const { config, offer } = acting && !anew ? acting : { config: choice, offer: undefined };
      const kind = changeKind(before, config);
      store.setState({ config, offer });
      if (kind === "none" || wanted === "nothing") {
        if (config.space !== before.space) {
          store.setState({ truth: { status: "loading" } });
          void loadTruth();
        }
        return;
      }
      // A run that diverged waits with its last sound weights for a change that lets it go on.
      const over = run?.status === "failed" && run.failure?.kind !== "diverged";
      if (kind === "ranking" && run && (over || imported)) {
        const events = reranked(run, before, config);
        patch({ run: events.reduce<Run>(reduceRun, run) });
        refresher.refresh();
        return;
      }
      const isIdle = anew && acting?.offer !== undefined;
      const alive = run !== undefined && !over && !imported && !whenReady && !isIdle;
      if (kind !== "rebuild" && alive) {
        client.send({ type: "change", settings: config.settings });
        refresher.refresh();
        return;
      }
      if (config.space !== before.space) {
        store.setState({ truth: { status: "loading" }, selected: undefined });
        void loadTruth();
      }
      // Only a run that could have gone on stays paused.
      const rests = wanted !== "run" && !imported && !(run && isTrained(run));
      begin({ paused: rests, ghost: config.space === before.space });
    },
    want(wanted) {
      if (store.getState().wanted === "nothing" || store.getState().imported) {
        begin({ paused: wanted === "pause", ghost: false });
        return;
      }
      pacemaker.reset();
      patch({ wanted, pace: undefined });
      if (!whenReady) client.send({ type: wanted === "run" ? "resume" : "pause" });
    },
    advance(by) {
      if (store.getState().wanted === "nothing") begin({ paused: true, ghost: false });
      patch({ wanted: "advance" });
      const send = (): void => client.send({ type: "advance", by });
      if (!whenReady) send();
      else {
        const ready = whenReady;
        whenReady = () => {
          ready();
          patch({ wanted: "advance" });
          send();
        };
      }
    },
  };
}

/** What a training thread would tell, where there is none any more, of other settings by which the scores that are there rank. */
function reranked(
  { step, totalSteps, course }: Run,
  before: RunConfig,
  { space, settings }: RunConfig,
): RunEvent[] {
  return changedSettings(spaceById(space) ?? spaces[0], before.settings, settings).map(
    ({ key, from, to }): RunEvent => ({
      type: "changed",
      ...{ step, key, from, to, acts: "ranking", settings, totalSteps, course },
    }),
  );
}

function phaseOf({ wanted, run, imported }: LabState): Phase {
  if (imported) return "finished";
  if (wanted === "nothing") return "waiting";
  if (run?.status === "failed" || run?.status === "finished") return run.status;
  if (wanted === "pause") return "paused";
  return run === undefined || run.status === "starting" ? "preparing" : "running";
}
