/** @file A thread that reads files: waited for while it gives signs of life, and named where it gives none. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  bytesPerSecond,
  maxSilenceSeconds,
  runThreadJob,
  startTimeoutSeconds,
} from "../../src/worker/threadJob.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

type Told = { readonly answer?: string; readonly inOnePiece?: number };

/** What a browser gives: a thread that takes one job, of which the test says what it reports. */
function ask(why?: string) {
  const worker: Pick<Worker, "onmessage" | "onerror" | "onmessageerror" | "postMessage" | "terminate"> = {
    ...{ onmessage: null, onerror: null, onmessageerror: null, postMessage: vi.fn(), terminate: vi.fn() },
  };
  const giveUp = new AbortController();
  const answer = runThreadJob<Told, string>({
    ...{ worker: worker as Worker, job: "a file", signal: giveUp.signal },
    take: (report) => report.answer,
    inOnePiece: ({ inOnePiece = 0 }) => inOnePiece,
    failed: (message) => `failed: ${message}`,
    whyNotLoaded: async () => why,
  });
  let found: string | undefined;
  answer.then((text) => {
    found = text;
  }, String);
  return {
    ...{ worker, answer, giveUp, found: () => found },
    report: (data: Told) => worker.onmessage?.call(worker as Worker, { data } as MessageEvent),
    fail: (message: string) =>
      worker.onerror?.call(worker as Worker, { message, preventDefault() {} } as ErrorEvent),
  };
}
const seconds = (count: number) => vi.advanceTimersByTimeAsync(1000 * count);

it("that never says a word is given up, before 20 seconds are over", async () => {
  const { found, worker } = ask();
  await seconds(startTimeoutSeconds - 1);
  expect(found()).toBeUndefined();
  await seconds(1);
  expect(found()).toMatch(/^failed: .*not answered for 15 seconds; drop it again/);
  expect(worker.terminate).toHaveBeenCalledOnce();
});

it("that falls silent is given up after ten seconds, and waited for while it gives signs", async () => {
  const { found, report } = ask();
  for (let sign = 0; sign < 30; sign++) {
    report({});
    await seconds(maxSilenceSeconds - 1);
  }
  expect(found()).toBeUndefined();
  await seconds(1);
  expect(found()).toMatch(/not answered for 10 seconds/);
});

it("that says what it does in one piece has the time for that, once", async () => {
  const { found, report } = ask();
  report({ inOnePiece: 5 * bytesPerSecond });
  await seconds(maxSilenceSeconds + 4);
  expect(found()).toBeUndefined();
  report({});
  await seconds(maxSilenceSeconds);
  expect(found()).toMatch(/not answered for 10 seconds/);
});

it("that cannot be loaded says why; one that ended, what it said; one that answers is over", async () => {
  const missing = ask("there is no connection");
  missing.fail("");
  await seconds(0);
  expect(missing.found()).toMatch(/^failed: .*could not be loaded \(there is no connection\)/);
  const ended = ask();
  ended.fail("out of memory");
  await seconds(0);
  expect(ended.found()).toMatch(/\(out of memory\)/);
  const done = ask();
  done.report({ answer: "a table" });
  await seconds(60);
  expect(done.found()).toBe("a table");
  const left = ask();
  left.giveUp.abort(new Error("closed"));
  await expect(left.answer).rejects.toThrow("closed");
  expect(left.worker.terminate).toHaveBeenCalledOnce();
});
