/** @file Several threads over real message channels: all that every engine promises, and the very numbers of one thread. */
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import type { EngineFactory } from "../../../src/engine/engine.ts";
import { createWasmDevice } from "../../../src/engine/wasm/device.ts";
import { createThreadedWasmEngine, createWasmEngine } from "../../../src/engine/wasm/engine.ts";
import type { ThreadRequest, ThreadResponse } from "../../../src/engine/wasm/threads/requests.ts";
import { serveRequests } from "../../../src/engine/wasm/threads/serve.ts";
import type { ThreadPort } from "../../../src/engine/wasm/threads/thread.ts";
import { readDataset } from "../../../src/headless/dataset.ts";
import { describeOperations } from "../operationContract.ts";
import { describeTraining } from "../trainingContract.ts";
import { coupledPaths } from "./coupledPaths.ts";

/** A thread's port whose other end is served in this process; messages are cloned as between workers. */
function startThread(): ThreadPort & { lose(reason: string): void } {
  const { port1, port2 } = new MessageChannel();
  let lost: (reason: string) => void = () => {};
  void createWasmDevice().then((device) =>
    serveRequests(device, {
      post: (response: ThreadResponse) => port2.postMessage(response),
      onMessage: (listener: (request: ThreadRequest) => void) => void port2.on("message", listener),
    }),
  );
  return {
    post: (request) => port1.postMessage(request),
    onMessage: (listener) => void (port1 as MessagePort).on("message", listener),
    onLost: (listener) => {
      lost = listener;
    },
    lose: (reason) => lost(reason),
    end: () => port1.close(),
  };
}

const threaded = (count: number): EngineFactory => createThreadedWasmEngine(count, startThread);

describeOperations("wasm in threads", threaded(2));
describeTraining("wasm in threads", threaded(2));

const images = await readDataset("fashion-mnist-14");
const { outcome, stepOf } = coupledPaths(images);

it.each([2, 3, 7])("gives with %i threads the numbers of one, bit for bit", async (count) => {
  const one = await outcome(await createWasmEngine(images, 3));
  // What was frozen and what was trained on are told apart, whatever threads make of them.
  expect(one.scores.frozen).not.toEqual(one.scores.live);
  expect(await outcome(await threaded(count)(images, 3))).toEqual(one);
});

/** `item`, noted in `list`. */
function kept<T>(list: T[], item: T): T {
  list.push(item);
  return item;
}

it("names the loss of a thread and fails what was under way", async () => {
  const ports: ReturnType<typeof startThread>[] = [];
  const engine = await createThreadedWasmEngine(2, () => kept(ports, startThread()))(images, 3);
  const step = engine.trainStep(stepOf(1));
  ports[1]?.lose("out of memory");
  await expect(step).rejects.toThrow("out of memory");
  expect(await engine.lost).toBe("out of memory");
  engine.dispose();
});

it("fails what is asked of a thread that was lost while it had nothing to do", async () => {
  const ports: ReturnType<typeof startThread>[] = [];
  const engine = await createThreadedWasmEngine(2, () => kept(ports, startThread()))(images, 3);
  for (const port of ports) port.lose("out of memory");
  await expect(engine.trainStep(stepOf(1))).rejects.toThrow("out of memory");
  engine.dispose();
});

describe("where threads do not start", () => {
  const silent: ThreadPort = { post() {}, onMessage() {}, onLost() {}, end() {} };
  const failed: ThreadResponse = { type: "failed", job: undefined, message: "no SIMD" };
  const [long, short] = [60_000, 50];
  const impossible = (): ThreadPort => {
    throw new ReferenceError("Worker is not defined");
  };

  it.each<[string, () => ThreadPort, number]>([
    ["says so", () => ({ ...silent, onMessage: (listener) => queueMicrotask(() => listener(failed)) }), long],
    [
      "is lost",
      () => ({ ...silent, onLost: (listener) => queueMicrotask(() => listener("not found")) }),
      long,
    ],
    ["keeps silent", () => silent, short],
    ["cannot even be made", impossible, long],
  ])("one thread does all the work when another %s, and the first is let go", async (_, other, timeoutMs) => {
    let first: ThreadPort | undefined;
    let ends = 0;
    const start = (): ThreadPort => {
      if (first) return other();
      const port = startThread();
      first = {
        ...port,
        end() {
          ends++;
          port.end();
        },
      };
      return first;
    };
    const engine = await createThreadedWasmEngine(2, start, timeoutMs)(images, 3);
    expect(ends).toBe(1);
    expect(await outcome(engine)).toEqual(await outcome(await createWasmEngine(images, 3)));
  });
});
