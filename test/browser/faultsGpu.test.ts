/**
 * @file Faults of a graphics card put into the page on purpose, on a real software adapter: questions that it never answers or refuses,
 * calls that fail, a device that is destroyed again and again. After each the run goes on within 20 seconds, what was measured is there,
 * and a restart trains. One page for all of them, since each device compiles its kernels anew. FAULTS=all runs the longest, too.
 */
import type { Page, Worker } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Run } from "../../src/core/runState.ts";
import { cheap, faultLimit, labBrowser, marked, reached, savedOnce, stepOf } from "./labPage.ts";

const lab = labBrowser({ isShared: true });

/** A device in software compiles for long. */
const soon = faultLimit(120);
/** The limits of the lab's own waits run so many times faster in the test: they are tested on their own clock in backendChoice.test.ts. */
const haste = 4;

const threadScript = /\/lab\.worker-[^/]+\.js$/;

interface Fault {
  /** The call that goes wrong. */
  readonly call?: string;
  readonly answer?: "never" | "refuse" | "none";
  /** How often; absent: always. */
  readonly times?: number;
  /** After so many of its own a device is destroyed. */
  readonly submissions?: number;
}

/** What stands before the script of the training thread: `gpuFault` decides what its graphics card does. */
function wrapGpu(haste: number): void {
  const scope = globalThis as unknown as {
    gpuFault: { -readonly [Key in keyof Fault]: Fault[Key] } & { sleep: number };
  };
  scope.gpuFault = { sleep: 0 };
  const fault = scope.gpuFault;
  const wrap = <T extends object>(owner: { prototype: T }, name: keyof T & string): void => {
    const call = owner.prototype[name] as (...input: unknown[]) => unknown;
    (owner.prototype as Record<string, unknown>)[name] = function (this: T, ...input: unknown[]) {
      if (fault.call !== name || fault.times === 0) return call.apply(this, input);
      if (fault.times !== undefined) fault.times--;
      if (fault.answer === "never") return new Promise(() => {});
      if (fault.answer === "none") return Promise.resolve(null);
      const refusal = new DOMException("refused by the test", "OperationError");
      if (name === "submit") throw refusal;
      return Promise.reject(refusal);
    };
  };
  wrap(GPU, "requestAdapter");
  wrap(GPUAdapter, "requestDevice");
  wrap(GPUBuffer, "mapAsync");
  wrap(GPUDevice, "createComputePipelineAsync");
  wrap(GPUQueue, "submit");
  wrap(GPUQueue, "onSubmittedWorkDone");
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, ...input) {
    const device = await requestDevice.apply(this, input);
    const { queue } = device;
    let count = 0;
    queue.submit = (buffers) => {
      if (++count === fault.submissions) device.destroy();
      return GPUQueue.prototype.submit.call(queue, buffers);
    };
    return device;
  };
  // A device that was silent or lost is asked again after minutes: the test lets them pass.
  const now = performance.now.bind(performance);
  performance.now = () => now() + fault.sleep;
  const later = setTimeout;
  globalThis.setTimeout = ((work: () => void, milliseconds = 0) =>
    later(work, milliseconds === 1000 ? 1000 / haste : milliseconds)) as typeof setTimeout;
}

let page: Page;
beforeAll(async () => {
  page = await lab.open({
    hash: `#v=2&${cheap}&pool=8&epochs=200&backend=webgpu`,
    prepare: (context) =>
      context.route(threadScript, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `(${wrapGpu})(${haste});${await response.text()}` });
      }),
  });
  await marked(page, "lab:first-step");
});
afterAll(() => page?.close());

const thread = (): Worker => page.workers().find((worker) => threadScript.test(worker.url())) as Worker;

async function put(fault: Fault): Promise<void> {
  await thread().evaluate((next) => {
    const { gpuFault } = globalThis as unknown as { gpuFault: { sleep: number } };
    const none = { call: undefined, answer: undefined, times: undefined, submissions: undefined };
    Object.assign(gpuFault, none, next, { sleep: gpuFault.sleep + 130_000 });
  }, fault);
}

async function restart(): Promise<void> {
  await page
    .getByRole("button", { name: /^Restart( with the same seed)?$/ })
    .first()
    .click();
  await expect.poll(() => stepOf(page), soon).toBeLessThan(3);
  await reached(page, 3, soon);
  expect(await page.getByRole("alert").count()).toBe(0);
}

const measured = (run: Run): boolean => run.points.length > 0;

/** Waits for so many recoveries, the last one onto `backend`, and for steps after it; what was measured before stays. */
async function recovered(before: Run, times: number, backend: string): Promise<Run> {
  const after = await savedOnce(page, ({ recoveries }) => recoveries.length >= times);
  expect(after.recoveries.at(-1)?.backend).toBe(backend);
  const from = after.recoveries.at(-1)?.step ?? 0;
  await reached(page, from + 3, soon);
  const kept = before.points.toArray().filter(({ step }) => step <= from);
  expect(after.points.toArray().slice(0, kept.length)).toEqual(kept);
  expect(await page.getByRole("alert").count()).toBe(0);
  return after;
}

/** In software every device compiles for half a minute. */
const isThorough = process.env.FAULTS === "all";

it.runIf(isThorough)(
  "a map that fails, a submission that throws, and a device destroyed every 300 submissions cost no more than some steps",
  async () => {
    await reached(page, 20, soon);
    let run = await savedOnce(page, measured);
    expect(run.backend).toBe("WebGPU");
    await put({ call: "mapAsync", answer: "refuse", times: 1 });
    run = await recovered(run, 1, "WebGPU");
    await put({ call: "submit", answer: "refuse", times: 1 });
    run = await recovered(run, 2, "WebGPU");
    await put({ submissions: 300 });
    run = await recovered(run, 5, "WASM");
    expect(run.recoveries.map(({ backend }) => backend)).toEqual([
      ...["WebGPU", "WebGPU", "WebGPU", "WebGPU", "WASM"],
    ]);
    expect(run.recoveries[4]?.step).toBeGreaterThan(run.recoveries[2]?.step ?? 0);
  },
);

/** The thread learns of silence in one way, whatever is silent. */
const silent = isThorough ? ["mapAsync", "onSubmittedWorkDone"] : ["mapAsync"];

it.each(silent)("where %s never answers the run goes on with another backend", async (call) => {
  // A run on it trains already, but behind a fault; each device compiles its kernels anew.
  if (isThorough) {
    await put({});
    await restart();
  }
  await reached(page, 10, soon);
  const before = await savedOnce(page, measured);
  expect(before.backend).toBe("WebGPU");
  await put({ call, answer: "never" });
  await recovered(before, 1, "WASM");
});

it.each([
  ["requestAdapter", "never"],
  ["requestAdapter", "refuse"],
  ["requestAdapter", "none"],
  ["requestDevice", "never"],
  ["requestDevice", "refuse"],
  ["createComputePipelineAsync", "never"],
  ["createComputePipelineAsync", "refuse"],
] as const)("where %s answers %s, the next run trains elsewhere", async (call, answer) => {
  await put({ call, answer });
  await restart();
  expect((await savedOnce(page, measured)).backend).toBe("WASM");
});
