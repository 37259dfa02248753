/** @file A training thread of a terminal run: kernels of its own, requests from the parent process. */
import { createWasmDevice } from "../../engine/wasm/device.ts";
import type { ThreadRequest, ThreadResponse } from "../../engine/wasm/threads/requests.ts";
import { serveRequests } from "../../engine/wasm/threads/serve.ts";

const post = (response: ThreadResponse): void => void process.send?.(response);

serveRequests(await createWasmDevice(), {
  post,
  onMessage: (listener) => void process.on("message", (request) => listener(request as ThreadRequest)),
});
process.on("disconnect", () => process.exit(0));
