/**
 * @file The engines in a real browser: every operation and a whole network against the float64 reference, and each other; threads
 * against one thread.
 */
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type BackendId, backendIds } from "../../src/core/backends.ts";
import { type OperationCase, operationCases } from "../engine/operationCases.ts";
import { referenceInspect } from "../engine/reference.ts";
import { relativeError } from "../engine/relativeError.ts";
import { type ServedPage, servePage } from "../setup/servedPage.ts";
import { taskOf, wholeNetwork } from "./parity/cases.ts";
import type { Told, ToldByEngine } from "./parity/page.ts";

let browser: Browser;
let served: ServedPage;
let page: Page;
beforeAll(async () => {
  served = await servePage(new URL("./parity", import.meta.url).pathname);
  browser = await chromium.launch({
    executablePath: inject("browser"),
    args: ["--no-sandbox", "--enable-unsafe-webgpu"],
  });
  page = await browser.newPage();
  await page.goto(served.address);
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

const inspect = (backend: BackendId, { name }: OperationCase): Promise<ToldByEngine> =>
  page.evaluate(([id, which]) => window.inspectCase(id, which), [backend, name] as const);

const whole = new Map<BackendId, Promise<ToldByEngine>>();

/** The whole network, once on each backend: a processor that plays a GPU takes seconds for it. */
function inspectWhole(backend: BackendId): Promise<ToldByEngine> {
  const told = whole.get(backend) ?? inspect(backend, wholeNetwork);
  whole.set(backend, told);
  return told;
}

/** @param least see `relativeError` */
function expectNear(actual: Told, expected: Told, tolerance: number, least?: number): void {
  expect(relativeError(actual.logits, expected.logits), "logits").toBeLessThan(tolerance);
  expect(relativeError([actual.loss], [expected.loss]), "loss").toBeLessThan(tolerance);
  expect(Object.keys(actual.gradients).sort()).toEqual(Object.keys(expected.gradients).sort());
  for (const [name, gradient] of Object.entries(expected.gradients)) {
    expect(actual.gradients[name], name).toHaveLength(gradient.length);
    expect(relativeError(actual.gradients[name]!, gradient, least), name).toBeLessThan(tolerance);
  }
}

function reference(of: OperationCase): Told {
  const { images, weights, step } = taskOf(of);
  const { logits, losses, gradients } = referenceInspect(images, step, weights);
  return {
    logits: [...logits[0]!],
    loss: losses[0]!,
    gradients: Object.fromEntries(Object.entries(gradients).map(([name, values]) => [name, [...values]])),
  };
}

describe.each(["webgpu", "wasm"] as const)("operations on %s in the browser", (backend) => {
  it.each(operationCases)("$name", async (one) => {
    expectNear(await inspect(backend, one), reference(one), 1e-4);
  });
});

describe("a whole network in the browser", () => {
  // What a batch norm adds before another one is taken away there: its gradient is zero but for rounding.
  const least = 1e-3;
  it.each(backendIds)("has the logits and gradients of the reference on %s", async (backend) => {
    expectNear(await inspectWhole(backend), reference(wholeNetwork), 1e-3, least);
  });

  it.each([
    ["webgpu", "WebGPU", "webgpu"],
    ["wasm", "WASM", undefined],
    ["webgl", "WebGL", "webgl"],
    ["webgpu-ops", "WebGPU (tfjs)", "webgpu"],
  ] as const)("is computed for %s by %s, on its device and on no other", async (backend, engine, device) => {
    expect(await page.evaluate(() => window.adapter())).not.toBe("");
    const told = await inspectWhole(backend);
    expect(told.engine).toBe(engine);
    for (const one of ["webgpu", "webgl"] as const)
      if (one === device) expect(told.handed[one], one).toBeGreaterThan(0);
      else expect(told.handed[one], one).toBe(0);
  });

  it("has the same on any two backends", async () => {
    const told = new Map<BackendId, Told>();
    for (const backend of backendIds) told.set(backend, await inspectWhole(backend));
    for (const one of told.values()) for (const other of told.values()) expectNear(one, other, 1e-3, least);
  });
});

describe("wasm in workers of a worker", () => {
  it.each([2, 3])("gives with %i threads the numbers of one, bit for bit", async (count) => {
    const one = await page.evaluate(() => window.trainInThreads(0));
    const several = await page.evaluate((threads) => window.trainInThreads(threads), count);
    expect(one.jobs).toEqual([]);
    // Without this the engine could have gone on in one thread.
    expect(several.jobs).toHaveLength(count);
    for (const jobs of several.jobs) expect(jobs).toBeGreaterThan(0);
    expect(Object.keys(several.numbers)).toContain("weights of head/weight");
    expect(several.numbers).toEqual(one.numbers);
  });
});
