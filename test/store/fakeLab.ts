/** @file A lab without a browser: a training thread that only takes notes, an address in memory, a table from a string. */
import { vi } from "vitest";
import { datasets } from "../../src/core/datasets.ts";
import type { ReadResult } from "../../src/core/fieldReader.ts";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import type { Recipe } from "../../src/core/recipe.ts";
import type { RunConfig, RunEvent } from "../../src/core/run.ts";
import type { Run } from "../../src/core/runState.ts";
import { stepsPerEpochOf, totalStepsOf } from "../../src/core/schedule.ts";
import { spaceById, spaces } from "../../src/core/spaces/index.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { StudyResults } from "../../src/core/study/results.ts";
import type { Address } from "../../src/store/address.ts";
import { createLab, type Lab, type LabInput } from "../../src/store/lab.ts";
import type { LabClient } from "../../src/worker/client.ts";
import type { ImagesReader } from "../../src/worker/imagesProtocol.ts";
import type { FileReaders, RecordJob } from "../../src/worker/importProtocol.ts";
import { packImages } from "../../src/worker/packImages.ts";
import type { Command, Report } from "../../src/worker/protocol.ts";
import { readImport } from "../../src/worker/readImport.ts";
import { readRecord } from "../../src/worker/readRecord.ts";
import { RecordPieces } from "../../src/worker/recordPieces.ts";

export interface FakeLab extends Lab {
  readonly sent: Command[];
  readonly hash: () => string;
  report(report: Report): void;
  crash(message: string, wasMute?: boolean): void;
  /** Events of the newest run. */
  happen(...events: RunEvent[]): void;
  navigate(hash: string): void;
  /** Opens files, one text each. */
  open(...files: readonly (readonly [name: string, text: string])[]): Promise<void>;
}

/** Thirty cells whose accuracy rises with the number of convolutions; made for the test, not measured. */
export const tableText = JSON.stringify(
  Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => {
      const choices = [0, 1, 2, 3, 4, 5].map((edge) => (Math.floor(index / (edge + 1)) + edge) % 5);
      return [nasbench201.print(nasbench201.representative(choices)), 0.5 + index / 100];
    }),
  ),
);

/** The same as the site ships tables. */
export const shippedText = JSON.stringify({
  ...{ format: "super-net-lab/table", version: 3, space: nasbench201.id },
  from: { file: "own.json", form: "JSON" },
  rows: Object.entries(JSON.parse(tableText) as Record<string, number>).map(([architecture, accuracy]) => ({
    ...{ architecture, test: [accuracy], validation: [] },
  })),
});

/** What the thread tells of a run or a study, put together as the page does. */
async function pieces(job: RecordJob): Promise<ReadResult<RecordPieces>> {
  const read = await readRecord(job);
  if (!read.ok) return read;
  const put = new RecordPieces();
  for (const piece of read.value) put.take(structuredClone(piece));
  return { ok: true, value: put };
}

/** The readers of the thread, without the thread. */
export const readers: FileReaders = {
  async readRun(file) {
    const read = await pieces({ file, kind: "run" });
    return read.ok ? { ok: true, value: read.value.run as Run } : read;
  },
  async readStudy(file) {
    const read = await pieces({ file, kind: "study" });
    return read.ok ? { ok: true, value: read.value.study as StudyResults } : read;
  },
  async read(job, onProgress, signal) {
    const read = await readImport(job, onProgress);
    signal.throwIfAborted();
    return read;
  },
};

/** The packer of the thread, without the thread. */
export const imagesReader = async (): Promise<ImagesReader> => ({
  async read(job, onProgress, signal) {
    const answer = await packImages(job, onProgress);
    signal.throwIfAborted();
    return answer;
  },
});

/** Opens a lab at `hash`. `table` null: none ships. Waits until the table has been looked for, and what computes the lines beside it has come. */
export async function openFakeLab(hash = "", table: string | null = shippedText): Promise<FakeLab> {
  vi.stubGlobal("fetch", async () =>
    table === null
      ? new Response("", { status: 404 })
      : new Response(table, { headers: { "content-type": "application/json" } }),
  );
  const lab = createFakeLab(hash);
  // A busy machine takes longer than the second that is usual.
  await vi.waitFor(
    () => {
      const { truth, referencesOf } = lab.store.getState();
      if (truth.status === "loading" || (truth.status === "ready" && !referencesOf))
        throw new Error("still loading");
    },
    { timeout: 30_000 },
  );
  return lab;
}

/** Opens a lab at `hash` that asks the present `fetch` for its table. */
export function createFakeLab(hash = "", more: Pick<LabInput, "kept" | "tab"> = {}): FakeLab {
  const sent: Command[] = [];
  let listener: Parameters<LabClient["listen"]>[0] | undefined;
  const client: LabClient = {
    prepare() {},
    send: (command) => sent.push(command),
    listen(next) {
      listener = next;
    },
    dispose() {},
  };
  let written = hash;
  let heard: (hash: string) => void = () => {};
  const address: Address = {
    read: () => written,
    write(next) {
      written = next;
    },
    listen(next) {
      heard = next;
    },
  };
  const lab = createLab({
    ...more,
    client,
    fileReaders: async () => readers,
    imagesReader,
    base: "http://lab.test/",
    address,
  });
  const report = (message: Report): void => listener?.report(message);
  return {
    ...lab,
    sent,
    hash: () => written,
    report,
    crash: (message, wasMute = false) => listener?.lost(message, wasMute),
    happen(...events) {
      const start = sent.findLast((command) => command.type === "start");
      report({ type: "events", run: start?.run ?? "", events });
    },
    navigate: (next) => heard(next),
    open: (...files) => lab.actions.openFiles(files.map(([name, text]) => new File([text], name))),
  };
}

/** The answer of a training thread that took the newest "start". */
export function started({ sent }: FakeLab): RunEvent {
  const start = sent.findLast((command) => command.type === "start");
  if (start?.type !== "start") throw new Error("nothing was started");
  return {
    type: "started",
    config: start.config,
    pool: start.evaluationSet.scored,
    backend: "test",
    totalSteps: stepsOf(start.config),
    stepsPerEpoch: stepsPerEpochOf(recipe(start.config), datasets[0].counts.train),
  };
}

/** Steps that a run of this choice trains. */
export function stepsOf(config: RunConfig): number {
  return totalStepsOf(recipe(config), datasets[0].counts.train);
}

const recipe = (config: RunConfig): Recipe => recipeOf(spaceById(config.space) ?? spaces[0], config.settings);

/** Milliseconds between two looks at what happened. */
export const bundle = 250;
export const rules = { images: 100, batchSize: 50, norm: "batch", weights: "raw" } as const;

/** A complete round over the first `count` of the pool on the weights of `step`, in the order of their stand-alone accuracy. */
export function score(lab: FakeLab, count: number, step: number, pairedWith?: number): void {
  const known = JSON.parse(tableText) as Record<string, number>;
  const pool = lab.store.getState().run?.pool ?? [];
  const scores = pool
    .slice(0, count)
    .map((architecture) => ({ architecture, accuracy: (known[architecture] ?? 0) / 2 }));
  const round = { step, size: count, rules, ...(pairedWith !== undefined && { pairedWith }) };
  lab.happen(
    { type: "roundBegan", round },
    { type: "evaluated", scores },
    { type: "roundEnded", complete: true },
  );
  vi.advanceTimersByTime(2 * bundle);
}

/** What was sent to the training thread. */
export const types = (lab: FakeLab): string[] =>
  lab.sent.flatMap(({ type }) => (type === "checkpoint" ? [] : [type]));

/** What the training thread was told to aim at, from the start on. */
export const intents = (lab: FakeLab): string[] =>
  lab.sent.flatMap((command) => ("intent" in command ? [command.intent] : []));
