/** @file Studies as a whole: how throughput grows with a second worker, and what the queue costs per run beside the pool. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { spaces } from "../../src/core/spaces/index.ts";
import { ensureRedis } from "../../test/setup/findRedis.ts";
import { type Bench, sideBySide } from "./bench.ts";

const program = join(import.meta.dirname, "../../build/supernet-lab.js");
const seeds = Array.from({ length: 8 }, (_, index) => index + 1);
/** Runs long enough that starting a worker is a small part, and runs that are hardly more than what surrounds them. */
const steps = { long: 60, tiny: 1 } as const;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const socket = createServer().listen(0, "127.0.0.1", () => {
      const address = socket.address();
      socket.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

interface Ground {
  readonly folder: string;
  readonly url: string;
}

/** Seconds of a whole study, as its command takes them. */
async function study(
  { folder }: Ground,
  length: keyof typeof steps,
  name: string,
  ...flags: string[]
): Promise<number> {
  const file = join(folder, `${length}.json`);
  writeFileSync(
    file,
    JSON.stringify({
      space: spaces[0].id,
      settings: { epochs: 1, bs: 32, evalimages: 50, evalbatch: 50, pool: 12 },
      seeds,
      steps: steps[length],
    }),
  );
  const began = performance.now();
  await promisify(execFile)(process.execPath, [
    program,
    "study",
    file,
    "--out",
    join(folder, name),
    ...flags,
  ]);
  return performance.now() - began;
}

async function withRedis<T>(work: (ground: Ground) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "study-bench-"));
  const started: ChildProcess[] = [];
  try {
    const port = await freePort();
    const url = `redis://127.0.0.1:${port}`;
    const { path, environment } = ensureRedis();
    started.push(
      spawn(path, ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder, "--save", ""], {
        env: environment,
        stdio: "ignore",
      }),
    );
    const probe = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
    probe.on("error", () => {});
    await probe.ping();
    probe.disconnect();
    started.push(
      spawn(process.execPath, [program, "worker", "--queue", url, "--workers", "1"], { stdio: "ignore" }),
    );
    return await work({ folder, url });
  } finally {
    for (const child of started) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

export const studyThroughput: Bench = {
  names: ["study_speedup_two_workers", "study_queue_ms_per_run", "study_queue_vs_pool"],
  explanation:
    "A study of eight runs: how many times faster with two workers than with one; and with runs of one step, what the queue on a local Redis adds per run to a pool of one worker, in milliseconds and as a ratio of the whole.",
  measure: () =>
    withRedis(async (ground) => {
      let number = 0;
      const once = (length: keyof typeof steps, ...flags: string[]) => {
        // A folder that is there already would be a study that is done.
        number++;
        return study(ground, length, `${length}-${number}`, ...flags);
      };
      const [one, two] = await sideBySide(2, [
        () => once("long", "--workers", "1"),
        () => once("long", "--workers", "2"),
      ]);
      // Once: the queue remembers finished runs, and a second round would cost it nothing.
      const [pool, queue] = await sideBySide(1, [
        () => once("tiny", "--workers", "1"),
        () => once("tiny", "--queue", ground.url),
      ]);
      return {
        study_speedup_two_workers: one / two,
        study_queue_ms_per_run: (queue - pool) / seeds.length,
        study_queue_vs_pool: queue / pool,
      };
    }),
};
