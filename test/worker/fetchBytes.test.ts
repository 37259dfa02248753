/** @file A file of the site that never comes, comes by half or not at once: asked for twice, given up, or taken as it comes. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { fetchBytes } from "../../src/worker/fetchBytes.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

type Answer = (signal: AbortSignal) => Promise<Response>;

/** A server; a browser ends its questions when they are given up. @returns how often it was asked */
function server(...answers: readonly Answer[]): () => number {
  let asked = 0;
  vi.stubGlobal("fetch", (_url: string, { signal }: { readonly signal: AbortSignal }) =>
    (answers[Math.min(asked++, answers.length - 1)] as Answer)(signal),
  );
  return () => asked;
}
const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
const silent: Answer = aborted;
/** A byte each so many milliseconds, `count` of them, then silence or the end. */
const trickle =
  (count: number, milliseconds: number, ends: boolean): Answer =>
  async (signal) =>
    new Response(
      new ReadableStream({
        async start(controller) {
          signal.addEventListener("abort", () => controller.error(signal.reason));
          for (let at = 0; at < count; at++) {
            await new Promise((resolve) => setTimeout(resolve, milliseconds));
            if (signal.aborted) return;
            controller.enqueue(Uint8Array.of(at));
          }
          if (ends) controller.close();
        },
      }),
    );

async function outcome(seconds: number, options = {}) {
  let found: unknown;
  fetchBytes("http://lab.test/file", options).then(
    (answer) => {
      found = answer;
    },
    (error: Error) => {
      found = error.message;
    },
  );
  await vi.advanceTimersByTimeAsync(1000 * seconds);
  return found;
}

it("a question that is never answered is asked twice and given up within 20 seconds", async () => {
  const asked = server(silent);
  expect(await outcome(11)).toBeUndefined();
  expect(asked()).toBe(2);
  server(silent);
  expect(await outcome(13)).toBe("nothing has arrived for 6 seconds");
});

it("an answer that stops in the middle is asked for again, and one that is slow is waited for", async () => {
  const asked = server(trickle(3, 100, false), trickle(4, 100, true));
  expect(await outcome(8)).toMatchObject({ bytes: Uint8Array.of(0, 1, 2, 3) });
  expect(asked()).toBe(2);
  const heard: number[] = [];
  server(trickle(6, 5000, true));
  const slow = await outcome(31, { onProgress: (bytes: number) => heard.push(bytes) });
  expect(slow).toMatchObject({ bytes: Uint8Array.of(0, 1, 2, 3, 4, 5) });
  expect(heard).toEqual([1, 2, 3, 4, 5, 6]);
});

it("a file that is not there is missing, a server in trouble is named, and who gives up is heard at once", async () => {
  server(async () => new Response("", { status: 404 }));
  expect(await outcome(0)).toBe("missing");
  const asked = server(async () => new Response("", { status: 503 }));
  expect(await outcome(0)).toMatch(/answered 503/);
  expect(asked()).toBe(2);
  const leave = new AbortController();
  server(silent);
  const left = outcome(1, { signal: leave.signal });
  leave.abort(new Error("another space was chosen"));
  expect(await left).toBe("another space was chosen");
});
