/** @file Studies through a real Redis: workers and Redis are killed, two submit the same, and the final file has the bytes of one machine. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { codeVersion } from "../../src/core/codeVersion.ts";
import { defaultConfig } from "../../src/core/config.ts";
import { createRandom } from "../../src/core/random.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { Ground, StudyJob } from "../../src/core/study/jobs.ts";
import { connect, readAddress } from "../../src/headless/queue/address.ts";
import { announce, openQueue, queueName } from "../../src/headless/queue/jobQueue.ts";
import { runOnQueue } from "../../src/headless/queue/submit.ts";
import { ensureRedis } from "../setup/findRedis.ts";
import { program, supernetLab } from "./program.ts";

const password = "open-sesame";
let folder: string;
let port: number;
let url: string;
let file: string;
let server: ChildProcess;
let probe: Redis;
const started: ChildProcess[] = [];

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const socket = createServer().listen(0, "127.0.0.1", () => {
      const address = socket.address();
      socket.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

async function startRedis(): Promise<void> {
  const { path, environment } = ensureRedis();
  const data = join(folder, "redis");
  mkdirSync(data, { recursive: true });
  const flags = `--port ${port} --bind 127.0.0.1 --requirepass ${password} --dir ${data}`;
  server = spawn(
    path,
    [...flags.split(" "), "--appendonly", "yes", "--appendfsync", "always", "--save", ""],
    {
      env: environment,
      stdio: "ignore",
    },
  );
  await vi.waitFor(() => probe.ping(), { timeout: 20_000 });
}

function startWorker(...more: readonly string[]): ChildProcess {
  const flags = ["--queue", url, "--workers", "1", "--lock", "2", ...more];
  const child = spawn(process.execPath, [program, "worker", ...flags], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  started.push(child);
  return child;
}

const submit = (name: string) => supernetLab("study", file, "--out", join(folder, name), "--queue", url);
const resultsIn = (name: string): string => readFileSync(join(folder, name, "results.json"), "utf8");
/** Keys of the runs that a worker is at, or that are done. */
const runsIn = async (state: "active" | "completed"): Promise<number> => {
  const [name] = await probe.keys(`bull:*:${state}`);
  if (!name) return 0;
  return state === "active" ? probe.llen(name) : probe.zcard(name);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "queue-"));
  port = await freePort();
  url = `redis://:${password}@127.0.0.1:${port}`;
  probe = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
  probe.on("error", () => {});
  await startRedis();
  file = join(folder, "tiny.json");
  const study = {
    space: spaces[0].id,
    settings: { epochs: 1, bs: 4, evalimages: 50, evalbatch: 50, pool: 12 },
    vary: { sampler: ["random-nas", "random-a"] },
    seeds: [1, 2],
    steps: 2,
  };
  writeFileSync(file, JSON.stringify(study));
}, 120_000);
afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
  probe.disconnect();
  server.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

it("loses nothing and does nothing twice when a worker and Redis are killed in mid-study, with two submitters", async () => {
  const alone = supernetLab("study", file, "--out", join(folder, "alone"), "--workers", "1");
  const both = [submit("first"), submit("second")];
  const doomed = startWorker();
  await vi.waitFor(async () => expect(await runsIn("active")).toBeGreaterThan(0), { timeout: 30_000 });
  doomed.kill("SIGKILL");
  startWorker();
  await vi.waitFor(async () => expect(await runsIn("completed")).toBeGreaterThan(0), { timeout: 60_000 });
  server.kill("SIGKILL");
  await startRedis();
  const [first, second] = await Promise.all(both);
  expect(first?.code, first?.stderr).toBe(0);
  expect(second?.code, second?.stderr).toBe(0);
  expect((await alone).code).toBe(0);
  expect(resultsIn("first")).toBe(resultsIn("alone"));
  expect(resultsIn("second")).toBe(resultsIn("alone"));
  expect(await runsIn("completed")).toBe(4);
  // A Redis that is back before anybody asked it anything was not missed.
  const times = (text: RegExp): number => first?.stderr.match(text)?.length ?? 0;
  expect(times(/:\d+ is back/g)).toBe(times(/tried until it is back/g));
  expect(`${first?.stderr}${first?.stdout}`).not.toContain(password);
}, 200_000);

it("goes on where a worker that was killed had come to, to the same bytes", async () => {
  for (const child of started) child.kill("SIGKILL");
  await probe.flushall();
  const long = join(folder, "long.json");
  const cheap = { epochs: 1, bs: 4, paths: 1, channels: 4, evalimages: 50, evalbatch: 50, pool: 8 };
  const settings = { ...cheap, bn: "running" };
  writeFileSync(long, JSON.stringify({ space: spaces[0].id, settings, seeds: [3], steps: 200 }));
  const out = (name: string) => ["--out", join(folder, name)];
  const collected = supernetLab("study", long, ...out("resumed"), "--queue", url);
  const doomed = startWorker("--keep", "0.1");
  const steps = async (): Promise<number> => {
    const [name = ""] = await probe.keys("supernet-lab:state:*");
    return name === "" ? 0 : Number(await probe.hget(name, "step"));
  };
  await vi.waitFor(async () => expect(await steps()).toBeGreaterThan(10), { timeout: 60_000, interval: 20 });
  doomed.kill("SIGKILL");
  const second = startWorker("--log", "json");
  let said = "";
  second.stderr?.on("data", (text: Buffer) => {
    said += text;
  });
  expect((await collected).code).toBe(0);
  const resumed = /"event":"resumed","step":(\d+)/.exec(said);
  expect(Number(resumed?.[1]), said).toBeGreaterThan(10);
  expect(Number(resumed?.[1])).toBeLessThan(200);
  expect(await probe.keys("supernet-lab:state:*")).toEqual([]);
  expect((await supernetLab("study", long, ...out("undisturbed"), "--workers", "1")).code).toBe(0);
  expect(resultsIn("resumed")).toBe(resultsIn("undisturbed"));
}, 200_000);

it("tries what always fails three times, and then reports it with its reason", async () => {
  for (const child of started) child.kill("SIGKILL");
  await probe.flushall();
  let said = "";
  startWorker().stderr?.on("data", (text: Buffer) => {
    said += text;
  });
  const job = { key: "0123456789abcdef", config: { ...defaultConfig(), space: "nowhere" } };
  const ground: Ground = { code: codeVersion, engine: "wasm", table: "", data: "" };
  const failed = await runOnQueue({
    address: readAddress(url),
    jobs: [job as unknown as StudyJob],
    ground,
    report: () => expect.unreachable("it cannot have a result"),
    warn: () => undefined,
  });
  expect(failed).toEqual([{ job, reason: expect.stringMatching(/nowhere/) }]);
  await vi.waitFor(() => expect(said).toMatch(/attempt 3 of 3/));
  expect(said.match(/attempt \d of 3/g)).toEqual(["attempt 1 of 3", "attempt 2 of 3", "attempt 3 of 3"]);
}, 60_000);

it("takes the result of a run that failed at first, and leaves it there for the next command", async () => {
  for (const child of started) child.kill("SIGKILL");
  await probe.flushall();
  const connection = { host: "127.0.0.1", port, password };
  const entry = { skdt: 0.5 };
  let attempts = 0;
  const worker = new Worker(
    queueName(codeVersion),
    async () => {
      attempts++;
      if (attempts === 1) throw new Error("its process ended (SIGKILL)");
      return entry;
    },
    { connection },
  );
  const job = { key: "fedcba9876543210", config: defaultConfig() } as unknown as StudyJob;
  const ground: Ground = { code: codeVersion, engine: "wasm", table: "", data: "" };
  for (let command = 0; command < 2; command++) {
    const reported: unknown[] = [];
    const failed = await runOnQueue({
      ...{ address: readAddress(url), jobs: [job], ground, warn: () => undefined },
      report: (_, result) => void reported.push(result),
    });
    expect([failed, reported]).toEqual([[], [entry]]);
  }
  expect(attempts).toBe(2);
  await worker.close();
}, 60_000);

/** `KILLS=20` kills that many workers. */
const kills = Number(process.env.KILLS ?? 0);

it.runIf(kills > 0)(
  "comes to the same bytes however often its workers are killed",
  async () => {
    for (const child of started) child.kill("SIGKILL");
    const random = createRandom(6);
    let left = kills;
    for (let round = 0; left > 0; round++) {
      await probe.flushall();
      const name = `harassed-${round}`;
      let isDone = false;
      const submitted = (async () => {
        // What failed since its workers died too often is tried again by the same command.
        while ((await submit(name)).code !== 0);
        isDone = true;
      })();
      while (left > 0 && !isDone) {
        const child = startWorker();
        await sleep(1000 + random.below(3000));
        child.kill("SIGKILL");
        left--;
      }
      const last = startWorker();
      await submitted;
      last.kill("SIGKILL");
      expect(resultsIn(name)).toBe(resultsIn("alone"));
    }
  },
  200_000 + 30_000 * kills,
);

it("refuses to work for another version of the code, and says which", async () => {
  for (const child of started) child.kill("SIGKILL");
  await probe.flushall();
  await announce(probe, "0123456789ab");
  const queue = await openQueue(probe, "0123456789ab");
  await queue.add("study", {} as never, { jobId: "run-x" });
  const worker = await supernetLab("worker", "--queue", url);
  expect(worker).toMatchObject({ code: 1, stdout: "" });
  expect(worker.stderr).toMatch(/need code 0123456789ab, this worker has \w+: use the version/);
  expect(await queue.getWaitingCount()).toBe(1);
  await queue.close();
});

it.each([
  ["redis://:s3cret-word@127.0.0.1:1", /redis:\/\/127\.0\.0\.1:1: connect ECONNREFUSED/],
  ["redis://:s3cret-word@127.0.0.1:PORT", /^redis:\/\/127\.0\.0\.1:\d+: WRONGPASS/],
  ["http://:s3cret-word@host", /'--queue <url>' is invalid/],
])("says why %s cannot be used, without the password", async (text, expected) => {
  const attempt = async () =>
    connect(readAddress(text.replace("PORT", String(port))), (told) => expect(told).toBe("nothing"));
  const error = await attempt().catch((reason: unknown) => reason);
  expect(String(error instanceof Error && error.message)).toMatch(expected);
  expect(String(error)).not.toContain("s3cret-word");
});
