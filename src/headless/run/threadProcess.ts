/** @file A training thread of a terminal run: kernels of its own, orders from the parent process. */
import { createWasmDevice } from "../../engine/wasm/device.ts";
import type { Answer, Order } from "../../engine/wasm/threads/orders.ts";
import { serveOrders } from "../../engine/wasm/threads/serve.ts";

const post = (answer: Answer): void => void process.send?.(answer);

serveOrders(await createWasmDevice(), {
  post,
  listen: (listener) => void process.on("message", (order) => listener(order as Order)),
});
process.on("disconnect", () => process.exit(0));
