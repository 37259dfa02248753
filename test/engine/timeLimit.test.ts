/** @file Waits end where nothing happens any more, and only there. */
import { afterEach, expect, it, vi } from "vitest";
import type { Batch, Device, Work } from "../../src/engine/host/device.ts";
import { keepResponsive } from "../../src/engine/host/responsive.ts";
import { NoAnswer, withTimeLimit } from "../../src/engine/timeLimit.ts";

afterEach(() => void vi.useRealTimers());

it("what gives signs of life is slow, and what gives none is given up", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let signs = 0;
  const outcomes: unknown[] = [];
  const work = new Promise<string>((resolve) => setTimeout(() => resolve("done"), 60_000));
  void withTimeLimit(work, 12, "the slow one", () => signs).then((result) => outcomes.push(result));
  const silent = withTimeLimit(work, 12, "the silent one").catch((error: unknown) => outcomes.push(error));
  for (let seconds = 0; seconds <= 60; seconds += 5) {
    signs++;
    await vi.advanceTimersByTimeAsync(5000);
  }
  await silent;
  expect(outcomes).toEqual([new NoAnswer("the silent one has not answered for 12 seconds"), "done"]);
});

it("a thread that computes for seconds on end still hears what is sent to it", async () => {
  const burn = (): void => {
    for (const end = performance.now() + 200; performance.now() < end; );
  };
  const busy = {
    ...{ title: "busy", lost: new Promise<never>(() => {}), width: 1 },
    begin: () =>
      ({
        predict: async () => {
          burn();
          return { logits: new Float32Array(), observed: [] };
        },
      }) as unknown as Work,
  } as unknown as Device;
  const { device, signs } = keepResponsive(busy);
  const batch: Batch = { count: 0, pixels: new Float32Array() };
  let turns = 0;
  const timer = setInterval(() => turns++);
  const work = device.begin({ array: () => new Float32Array() });
  for (let part = 0; part < 8; part++) await work.predict({ operations: [], shapes: [] } as never, batch);
  clearInterval(timer);
  expect(signs()).toBe(8);
  expect(turns).toBeGreaterThan(0);
});
