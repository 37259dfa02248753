/** @file A thread in a browser. Orders come only after it has said that it is ready. */
import { createWasmDevice } from "../device.ts";
import type { ThreadRequest, ThreadResponse } from "./requests.ts";
import { serveRequests } from "./serve.ts";

const post = (response: ThreadResponse): void => self.postMessage(response);

createWasmDevice().then(
  (device) =>
    serveRequests(device, {
      post,
      onMessage(listener) {
        self.onmessage = ({ data }: MessageEvent<ThreadRequest>) => listener(data);
      },
    }),
  (error: unknown) =>
    post({ type: "failed", job: undefined, message: error instanceof Error ? error.message : String(error) }),
);
