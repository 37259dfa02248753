/** @file The training thread in a browser: wires the host to the worker's port. */
import { browserBackends } from "../engine/browserBackends.ts";
import { loadImages } from "../engine/images.ts";
import { fetchBytes } from "./fetchBytes.ts";
import { LabHost } from "./host.ts";
import { loadOwnImages } from "./loadOwnImages.ts";
import type { Command } from "./protocol.ts";

const channel = new MessageChannel();
const host = new LabHost({
  post: (report) => self.postMessage(report),
  backends: browserBackends,
  loadImages: async ({ url, sha256, own }, onProgress) => {
    if (own) return loadOwnImages(own);
    const answer = await fetchBytes(url, { onProgress });
    if (answer === "missing") throw new Error(`there is no ${url}`);
    return loadImages(answer.bytes.buffer, sha256);
  },
  now: () => performance.now(),
  // A message to oneself comes after those that wait already, and without the delay of a timer.
  yieldToEventLoop: () =>
    new Promise((resolve) => {
      channel.port1.onmessage = () => resolve();
      channel.port2.postMessage(null);
    }),
});
self.onmessage = ({ data }: MessageEvent<Command>) => host.receive(data);
