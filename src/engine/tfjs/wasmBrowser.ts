/**
 * @file The WASM backend in a page or worker. Only the one-thread builds: the tensors are so small that waking threads costs
 * more than it saves, and threads need cross-origin isolation.
 */

import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import plainUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simdUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import { env } from "@tensorflow/tfjs-core";

env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
setWasmPaths({
  "tfjs-backend-wasm.wasm": plainUrl,
  "tfjs-backend-wasm-simd.wasm": simdUrl,
  // Must be named, is never loaded.
  "tfjs-backend-wasm-threaded-simd.wasm": simdUrl,
});
