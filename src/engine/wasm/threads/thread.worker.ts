/** @file A thread in a browser. */
import { createWasmDevice } from "../device.ts";
import type { Answer, Order } from "./orders.ts";
import { serveOrders } from "./serve.ts";

// Orders that come while the kernels are made wait in the worker's queue of promises.
const device = createWasmDevice();
const heard: ((order: Order) => void)[] = [];
self.onmessage = ({ data }: MessageEvent<Order>) => void device.then(() => heard[0]?.(data));
device.then(
  (made) =>
    serveOrders(made, {
      post: (answer: Answer) => self.postMessage(answer),
      listen: (listener) => heard.push(listener),
    }),
  (error: unknown) => {
    // Ends the thread for the engine, whose error event carries the reason.
    setTimeout(() => {
      throw error;
    });
  },
);
