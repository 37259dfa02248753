/** @file A thread in a browser. Orders come only after it has said that it is ready. */
import { createWasmDevice } from "../device.ts";
import type { Answer, Order } from "./orders.ts";
import { serveOrders } from "./serve.ts";

const post = (answer: Answer): void => self.postMessage(answer);

createWasmDevice().then(
  (device) =>
    serveOrders(device, {
      post,
      listen(listener) {
        self.onmessage = ({ data }: MessageEvent<Order>) => listener(data);
      },
    }),
  (error: unknown) =>
    post({ type: "failed", job: undefined, message: error instanceof Error ? error.message : String(error) }),
);
