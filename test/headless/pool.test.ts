/** @file The pool of processes: what always fails is tried three times, then reported; all else is done. */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { StudyJob } from "../../src/core/study/jobs.ts";
import { runOnPool } from "../../src/headless/pool/pool.ts";
import { readTable } from "../../src/headless/run/train.ts";
import { groundOf } from "../../src/headless/study/ground.ts";
import type { JobSetup } from "../../src/headless/table/job.ts";

const longJob: StudyJob = { key: "0123456789abcdef", config: defaultConfig(), threshold: 0.001 };
const longGround = groundOf(longJob.config, "wasm", readTable(longJob.config.space).checksum);

/** Processes that this one started and that still run. */
const children = (): string[] =>
  readdirSync("/proc/self/task")
    .flatMap((thread) => readFileSync(`/proc/self/task/${thread}/children`, "utf8").trim().split(" "))
    .filter((id) => id !== "")
    .sort();

it("reports a job that always fails with its reason, after three attempts", async () => {
  const [space] = spaces;
  const setup = { settings: {}, dataset: "fashion-mnist-14", test: "part", engine: "wasm" } as const;
  const [retried, done]: [string[], string[]] = [[], []];
  const failed = await runOnPool<JobSetup, unknown>({
    jobs: [
      { ...setup, space: "nowhere" },
      { ...setup, space: space.id },
    ],
    workers: 1,
    run: async (pool, job) =>
      job.space === space.id ? job : pool.run("table", { setup: job, job: { architecture: "", seed: 1 } }),
    report: ({ space }) => done.push(space),
    retried: ({ reason }) => retried.push(reason),
  });
  const reason = 'unknown space "nowhere"';
  expect(failed).toEqual([{ job: { ...setup, space: "nowhere" }, reason }]);
  expect(retried).toEqual([reason, reason]);
  expect(done).toEqual([space.id]);
});

it("ends at once, and with it all that is at work, where a result cannot be kept", async () => {
  const began: string[] = [];
  const before = children();
  const work = runOnPool<string, unknown>({
    jobs: ["long", "kept", "later", "latest"],
    workers: 2,
    run: async (pool, job) => {
      began.push(job);
      // What is at work when the pool ends.
      if (job === "long") return pool.run("study", { job: longJob, ground: longGround });
      await sleep(500);
      return job;
    },
    report: () => {
      throw new Error("the disk is full");
    },
  });
  await vi.waitFor(() => expect(children()).not.toEqual(before));
  await expect(work).rejects.toThrow("the disk is full");
  expect(began).toEqual(["long", "kept"]);
  await vi.waitFor(() => expect(children()).toEqual(before));
}, 30_000);

it("ends with the reason, not after three attempts, where this machine cannot do a job", async () => {
  const ground = { ...longGround, table: "stale" };
  let runs = 0;
  const work = runOnPool<StudyJob, unknown>({
    jobs: [longJob, longJob],
    workers: 1,
    run: (pool, job) => {
      runs++;
      return pool.run("study", { job, ground });
    },
    report: () => expect.unreachable("it cannot have a result"),
  });
  await expect(work).rejects.toThrow(/^the study has table stale, this worker/);
  expect(runs).toBe(1);
});
