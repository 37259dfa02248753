/** @file Keeps a thread that computes for long within the reach of messages, and tells that it computes. */
import type { Device, Traced, Work } from "./device.ts";

/** Milliseconds without a turn of the event loop; a thread is thought dead after some seconds of that. */
const maxBlockingMs = 500;

const yieldToEventLoop = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** The same device; after each part of its work it counts a sign of life and now and then lets the event loop turn. */
export function keepResponsive(device: Device): { readonly device: Device; readonly signs: () => number } {
  let count = 0;
  let yieldedAt = performance.now();
  const after = async <T>(part: Promise<T>): Promise<T> => {
    const result = await part;
    count++;
    if (performance.now() - yieldedAt >= maxBlockingMs) {
      await yieldToEventLoop();
      yieldedAt = performance.now();
    }
    return result;
  };
  const traced = ({ logits, backward }: Traced): Traced => ({
    logits,
    backward: (gradient, sink) => after(backward(gradient, sink)),
  });
  const working = (work: Work): Work => ({
    trace: (network, batch, masks) => after(work.trace(network, batch, masks).then(traced)),
    predict: (network, batch, statistics) => after(work.predict(network, batch, statistics)),
    close: () => work.close(),
  });
  return {
    device: {
      title: device.title,
      lost: device.lost,
      width: device.width,
      begin: (weights) => working(device.begin(weights)),
      memory: () => device.memory(),
      dispose: () => device.dispose(),
    },
    signs: () => count,
  };
}
