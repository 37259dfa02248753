/** @file The pool of processes: what always fails is tried three times, then reported; all else is done. */
import { expect, it } from "vitest";
import { spaces } from "../../src/core/spaces/index.ts";
import { runOnPool } from "../../src/headless/pool/pool.ts";
import type { JobSetup } from "../../src/headless/table/job.ts";

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
