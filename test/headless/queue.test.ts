/** @file Studies through a real Redis: workers and Redis are killed, two submit the same, and the final file has the bytes of one machine. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
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
import { announce, idOf, openQueue, queueName } from "../../src/headless/queue/jobQueue.ts";
import { runOnQueue } from "../../src/headless/queue/submit.ts";
import { readTable } from "../../src/headless/run/train.ts";
import { groundOf } from "../../src/headless/study/ground.ts";
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
const runsIn = async (state: "active" | "wait" | "completed"): Promise<number> => {
  const [name] = await probe.keys(`bull:*:${state}`);
  if (!name) return 0;
  return state === "completed" ? probe.zcard(name) : probe.llen(name);
};
/** Ends what an earlier test started, and forgets what it left. */
const clear = async (): Promise<void> => {
  for (const child of started) child.kill("SIGKILL");
  await probe.flushall();
};
/** What a process has said of itself so far. */
const saidBy = ({ stderr }: ChildProcess): (() => string) => {
  let said = "";
  stderr?.on("data", (text: Buffer) => {
    said += text;
  });
  return () => said;
};
/** The step of the last state that a run left; 0 before the first. */
const keptStep = async (): Promise<number> => {
  const [name = ""] = await probe.keys("supernet-lab:state:*");
  return name === "" ? 0 : Number(await probe.hget(name, "step"));
};
/** A study of one run that takes some seconds. */
function longStudy(name: string, seed: number): string {
  const path = join(folder, name);
  const cheap = { epochs: 1, bs: 4, paths: 1, channels: 4, evalimages: 50, evalbatch: 50, pool: 8 };
  const settings = { ...cheap, bn: "running" };
  writeFileSync(path, JSON.stringify({ space: spaces[0].id, settings, seeds: [seed], steps: 200 }));
  return path;
}

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
  await clear();
  const long = longStudy("long.json", 3);
  const out = (name: string) => ["--out", join(folder, name)];
  const collected = supernetLab("study", long, ...out("resumed"), "--queue", url);
  const doomed = startWorker("--keep", "0.1");
  await vi.waitFor(async () => expect(await keptStep()).toBeGreaterThan(10), {
    timeout: 60_000,
    interval: 20,
  });
  doomed.kill("SIGKILL");
  const said = saidBy(startWorker("--log", "json"));
  expect((await collected).code).toBe(0);
  const resumed = /"event":"resumed","step":(\d+)/.exec(said());
  expect(Number(resumed?.[1]), said()).toBeGreaterThan(10);
  expect(Number(resumed?.[1])).toBeLessThan(200);
  expect(await probe.keys("supernet-lab:state:*")).toEqual([]);
  expect((await supernetLab("study", long, ...out("undisturbed"), "--workers", "1")).code).toBe(0);
  expect(resultsIn("resumed")).toBe(resultsIn("undisturbed"));
}, 200_000);

it("goes on from the last state where a process dies that had gone on from another", async () => {
  await clear();
  const long = longStudy("dying.json", 7);
  const collected = supernetLab("study", long, "--out", join(folder, "dying"), "--queue", url);
  const worker = startWorker("--keep", "0.1", "--log", "json");
  const said = saidBy(worker);
  const steps = (): number[] =>
    [...said().matchAll(/"event":"resumed","step":(\d+)/g)].map(([, step]) => Number(step));
  const processAtWork = (): number =>
    Number(
      execFileSync("ps", ["-o", "pid=", "--ppid", `${worker.pid}`], { encoding: "utf8" })
        .trim()
        .split(/\s+/)
        .at(-1),
    );
  for (const attempt of [1, 2]) {
    const from = steps().at(-1) ?? 0;
    await vi.waitFor(async () => expect(await keptStep()).toBeGreaterThan(from + 10), {
      timeout: 60_000,
      interval: 20,
    });
    process.kill(processAtWork(), "SIGKILL");
    await vi.waitFor(() => expect(steps()).toHaveLength(attempt), { timeout: 60_000, interval: 20 });
  }
  const [first = 0, second = 0] = steps();
  expect(first).toBeGreaterThan(10);
  expect(second).toBeGreaterThan(first + 10);
  expect((await collected).code).toBe(0);
}, 120_000);

it("tries what always fails three times, and then reports it with its reason", async () => {
  await clear();
  const said = saidBy(startWorker());
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
  await vi.waitFor(() => expect(said()).toMatch(/attempt 3 of 3/));
  expect(said().match(/attempt \d of 3/g)).toEqual(["attempt 1 of 3", "attempt 2 of 3", "attempt 3 of 3"]);
}, 60_000);

it("takes the result of a run that failed at first, and leaves it there for the next command", async () => {
  await clear();
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

it("says that others' studies need another version of the code, and waits for its own", async () => {
  await clear();
  await announce(probe, "0123456789ab");
  const queue = await openQueue(probe, "0123456789ab");
  await queue.add("study", {} as never, { jobId: "run-x" });
  const said = saidBy(startWorker());
  await vi.waitFor(() => expect(said()).toMatch(/need code 0123456789ab, this worker has \w+: they wait/), {
    timeout: 20_000,
  });
  const { code, stderr } = await submit("of-its-own");
  expect(code, stderr).toBe(0);
  expect(await queue.getWaitingCount()).toBe(1);
  await queue.close();
}, 60_000);

it("gives back what it is at when it is stopped, which no run counts as an attempt or a dead worker", async () => {
  await clear();
  const long = longStudy("stopped.json", 5);
  const collected = supernetLab("study", long, "--out", join(folder, "stopped"), "--queue", url);
  for (let stop = 0; stop < 4; stop++) {
    const child = startWorker("--keep", "0.1");
    const exit = new Promise((resolve) => child.on("exit", resolve));
    await vi.waitFor(async () => expect(await runsIn("active")).toBe(1), { timeout: 30_000, interval: 20 });
    // `… 2>&1 | tee log`: the same Ctrl-C ends who reads along.
    if (stop > 1) child.stderr?.destroy();
    child.kill(stop % 2 === 0 ? "SIGTERM" : "SIGINT");
    expect(await exit).toBe(stop % 2 === 0 ? 143 : 130);
    expect([await runsIn("active"), await runsIn("wait")]).toEqual([0, 1]);
    const [job = ""] = await probe.keys("bull:*:run-*");
    expect(await probe.hmget(job, "stc", "atm", "failedReason")).toEqual([null, null, null]);
  }
  startWorker();
  const { code, stderr } = await collected;
  expect(code, stderr).toBe(0);
}, 120_000);

it("ends where it cannot do what is asked for, and leaves the runs and their attempts to others", async () => {
  await clear();
  const queue = await openQueue(probe, codeVersion);
  const config = { ...defaultConfig(), space: spaces[0].id };
  const own = groundOf(config, "wasm", readTable(config.space).checksum);
  const job = { key: "0011223344556677", config, threshold: 0.001 };
  await queue.add("study", { job, ground: { ...own, table: "stale" } }, { jobId: idOf(job.key) });
  const child = startWorker();
  const said = saidBy(child);
  expect(await new Promise((resolve) => child.on("exit", resolve)), said()).toBe(1);
  expect(said()).toMatch(/error: this worker cannot do .*: the study has table stale, this worker \w+/);
  const left = await queue.getJob(idOf(job.key));
  expect([await left?.getState(), left?.attemptsMade]).toEqual(["waiting", 0]);
  await queue.close();
}, 60_000);

it("takes off the queue what no worker is at, when that is asked for", async () => {
  await clear();
  const out = ["--out", join(folder, "cancelled"), "--queue", url];
  const submitted = spawn(process.execPath, [program, "study", file, ...out], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said = saidBy(submitted);
  const exit = new Promise((resolve) => submitted.on("close", resolve));
  await vi.waitFor(async () => expect(await runsIn("wait")).toBe(4), { timeout: 20_000 });
  submitted.kill("SIGINT");
  expect(await exit).toBe(130);
  expect(said()).toMatch(/^stopped\. .* stay in the queue .* with --cancel it takes off those that wait\.$/m);
  const { code, stdout, stderr } = await supernetLab("study", file, ...out, "--cancel");
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/:\d+: 4 runs taken off the queue; workers are at 0\n$/);
  expect(await runsIn("wait")).toBe(0);
}, 60_000);

it("takes the address from the environment, and says that no worker is there", async () => {
  await clear();
  const out = ["--out", join(folder, "from-environment"), "--queue"];
  const env = { ...process.env, SUPERNET_LAB_QUEUE: url };
  for (const command of ["study", "worker"]) {
    const help = spawnSync(process.execPath, [program, command, "--help"], { env, encoding: "utf8" });
    expect(help.stdout).toContain("SUPERNET_LAB_QUEUE");
    expect(help.stdout).not.toContain(password);
  }
  const submitted = spawn(process.execPath, [program, "study", file, ...out], {
    stdio: ["ignore", "ignore", "pipe"],
    env,
  });
  started.push(submitted);
  const said = saidBy(submitted);
  await vi.waitFor(() => expect(said()).toMatch(/^warning: no worker of this version .* is at redis:/m), {
    timeout: 20_000,
  });
  expect(said()).not.toContain(password);
  startWorker();
  await vi.waitFor(async () => expect(await runsIn("completed")).toBe(4), { timeout: 60_000 });
  const { code, stderr } = await submit("with-worker");
  expect(code, stderr).toBe(0);
  // What is done is collected; a worker is there.
  expect(stderr).not.toContain("no worker");
  expect((await supernetLab("study", file, ...out)).stderr).toMatch(/set SUPERNET_LAB_QUEUE/);
}, 120_000);

it("says once what else Redis refuses, such as a write that it has no memory for", async () => {
  await clear();
  const said = saidBy(startWorker());
  await vi.waitFor(() => expect(said()).toMatch(/at once for/), { timeout: 20_000 });
  await probe.config("SET", "maxmemory", "1");
  try {
    await vi.waitFor(() => expect(said()).toMatch(/warning: redis:.*OOM/), { timeout: 30_000 });
    await sleep(2000);
    const lines = said()
      .split("\n")
      .filter((line) => line.includes("OOM"));
    expect(new Set(lines).size).toBe(lines.length);
    expect(said()).not.toContain(password);
  } finally {
    await probe.config("SET", "maxmemory", "0");
  }
}, 60_000);

it.each([
  [
    "redis://:s3cret-word@127.0.0.1:1",
    /redis:\/\/127\.0\.0\.1:1: nothing answers there \(connect ECONNREFUSED .*is Redis started/,
  ],
  [
    "redis://:s3cret-word@127.0.0.1:PORT",
    /^redis:\/\/127\.0\.0\.1:\d+: Redis refuses the user or password of the address \(WRONGPASS/,
  ],
  ["http://:s3cret-word@host", /'--queue <url>' is invalid/],
  ["redis://default:123/s3cret-word@127.0.0.1:1", /'--queue <url>' is invalid\. .*write \/ as %2F/],
  ["redis://:s3cret-word?@127.0.0.1:1", /'--queue <url>' is invalid\. .*\? as %3F/],
  ["redis://:s3cret-word#@127.0.0.1:1", /'--queue <url>' is invalid\. .*# as %23/],
  ["redis://:50%s3cret-word@127.0.0.1:1", /'--queue <url>' is invalid\. .*% as %25/],
])("says why %s cannot be used, without the password", async (text, expected) => {
  const attempt = async () =>
    connect(readAddress(text.replace("PORT", String(port))), (told) => expect(told).toBe("nothing"));
  const error = await attempt().catch((reason: unknown) => reason);
  expect(String(error instanceof Error && error.message)).toMatch(expected);
  expect(String(error)).not.toContain("s3cret-word");
});

it.each([
  ["study", "redis://:s3cret-word@host", "--out", "x"],
  ["redis://:s3cret-word@host"],
  ["study", "--queu=redis://:s3cret-word@host"],
  ["worker", "--queue", "redis://u:s3cret-word/@host"],
])("repeats no password of an address in a wrong place: %s", async (...args) => {
  const { code, stderr } = await supernetLab(...args);
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/^error: .+\n$/);
  expect(stderr).not.toContain("s3cret-word");
});
