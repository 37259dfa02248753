/** @file Work beside the runs takes one unit for each step that is asked for. */
import { expect, it } from "vitest";
import { HostedTurns } from "../../src/worker/hostedTurns.ts";

it("takes another unit for a step that is asked for while one goes on", async () => {
  let done = 0;
  let finish: () => void = () => {};
  const turns = new HostedTurns<number>({
    intent: "step",
    open: async () => ({
      advance: () =>
        new Promise((resolve) => {
          finish = () => resolve([++done]);
        }),
      dispose() {},
    }),
    tell() {},
    fail() {},
  });
  const first = turns.work();
  await Promise.resolve();
  turns.receive({ type: "intend", run: "1", intent: "step" });
  finish();
  await first;
  expect(turns.isReady).toBe(true);
  const second = turns.work();
  finish();
  await second;
  expect([done, turns.isReady]).toEqual([2, false]);
});
