/** @file What a worker process hands out of a run on its way: each of it can be gone on from, and then the steps before are not trained again. */
import { afterEach, expect, it, vi } from "vitest";
import { spaces } from "../../src/core/spaces/index.ts";
import type { StudyJob } from "../../src/core/study/jobs.ts";
import { readTable } from "../../src/headless/run/train.ts";
import { groundOf } from "../../src/headless/study/ground.ts";
import { type JobMessage, type KeptState, readKept } from "../../src/headless/study/keptState.ts";
import { runStudyJob } from "../../src/headless/study/runStudyJob.ts";

const handedOut: JobMessage[] = [];
vi.mock("workerpool", () => ({
  default: { workerEmit: (message: JobMessage) => void handedOut.push(message) },
}));
afterEach(() => void handedOut.splice(0));

const settings = {
  ...{ epochs: 1, bs: 4, paths: 1, channels: 4, evalimages: 50, evalbatch: 50, pool: 8, bn: "running" },
};
const config = { space: spaces[0].id, dataset: "fashion-mnist-14", seed: 3, settings };
const job: StudyJob = { key: "0123456789abcdef", config, steps: 120, threshold: 0.001 };
const ground = groundOf(config, "wasm", readTable(config.space).checksum);

it("can be read, every one, and a run that goes on from one trains what is left alone, to the same outcome", async () => {
  const { outcome } = await runStudyJob({ job, ground, keepSeconds: 0 });
  const states = handedOut.splice(0) as KeptState[];
  expect(states.length).toBeGreaterThan(2);
  for (const { step, state } of states) expect(readKept(state)?.checkpoint.step).toBe(step);
  const { step: from, state: kept } = states.at(-2) as KeptState;
  expect(from).toBeGreaterThan(1);
  const resumed = await runStudyJob({ job, ground, keepSeconds: 0, kept });
  expect(resumed.outcome).toEqual(outcome);
  const [first, ...others] = handedOut;
  expect(first).toEqual({ resumedAt: from });
  // A run that begins anew reports its first step.
  for (const message of others) expect((message as KeptState).step).toBeGreaterThan(from);
});

it("says nothing of going on where a state cannot be read, and comes to the same from the beginning", async () => {
  const short = { ...job, steps: 3 };
  const { outcome } = await runStudyJob({ job: short, ground });
  expect((await runStudyJob({ job: short, ground, kept: "no state" })).outcome).toEqual(outcome);
  expect(handedOut).toEqual([]);
});

it("counts the processor's seconds, so that a pause of the machine costs a run nothing", async () => {
  const now = performance.now.bind(performance);
  let asleep = 0;
  // An hour passes with every look at the clock.
  vi.spyOn(performance, "now").mockImplementation(() => now() + 3_600_000 * ++asleep);
  const before = process.cpuUsage();
  const { seconds } = await runStudyJob({ job: { ...job, steps: 3 }, ground });
  const { user, system } = process.cpuUsage(before);
  vi.restoreAllMocks();
  expect(asleep).toBeGreaterThan(0);
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual((user + system) / 1e6);
});

it("is no failure of the run where this machine lacks its images", async () => {
  const dataset = `own-12x12x1-4-40-10-10-${"0".repeat(16)}`;
  const own = { ...config, dataset };
  const request = {
    job: { ...job, config: own },
    ground: groundOf(own, "wasm", readTable(own.space).checksum),
  };
  await expect(runStudyJob(request)).rejects.toMatchObject({
    name: "CannotRunHere",
    message: expect.stringMatching(/^the images cannot be read: /),
  });
});
