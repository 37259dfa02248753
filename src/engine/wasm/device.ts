/** @file The WASM kernels as a device: batches become lanes, logits become rows again. */
import type { Network } from "../../core/network/network.ts";
import type { Batch, Device, Observed, WeightSource, Work } from "../host/device.ts";
import { Context, type Lanes } from "./context.ts";
import { Heap } from "./heap.ts";
import type { Kernels } from "./kernels/index.ts";
import { loadKernels } from "./module.ts";
import { TapTables } from "./tapTable.ts";
import { predict, trace } from "./walk.ts";

/** Rejects where the browser lacks WebAssembly or its SIMD. */
export async function createWasmDevice(): Promise<Device> {
  const heap = new Heap();
  const kernels = await loadKernels(heap.memory);
  const tables = new TapTables(heap);
  return {
    title: "WASM",
    lost: new Promise(() => {}),
    width: 1,
    begin: (weights) => beginWork(kernels, heap, tables, weights),
    memory: () => heap.usage,
    dispose() {},
  };
}

function beginWork(kernels: Kernels, heap: Heap, tables: TapTables, weights: WeightSource): Work {
  const context = new Context(kernels, heap, tables, weights);
  const classesOf = (network: Network): number => network.shapes.at(-1)?.channels ?? 0;

  /** [class, lane] to [image, class]. */
  const rowsFrom = (address: number, { count, lanes }: Lanes, classes: number): Float32Array => {
    const columns = heap.floats(address, classes * lanes);
    const rows = new Float32Array(count * classes);
    for (let n = 0; n < count; n++)
      for (let c = 0; c < classes; c++) rows[n * classes + c] = columns[c * lanes + n] as number;
    return rows;
  };

  return {
    async trace(network, batch: Batch, masks) {
      const { lanes, images } = context.batch(batch);
      const observed: Observed[] = [];
      const classes = classesOf(network);
      const run = trace(network, images, { context, lanes, masks, observed });
      return {
        logits: rowsFrom(run.logits.address, lanes, classes),
        async backward(gradient, sink) {
          const block = heap.allocate(classes * lanes.bytes);
          const columns = heap.floats(block.address, classes * lanes.lanes).fill(0);
          for (let n = 0; n < lanes.count; n++)
            for (let c = 0; c < classes; c++)
              columns[c * lanes.lanes + n] = gradient[n * classes + c] as number;
          run.backward(block, sink);
          return observed;
        },
      };
    },

    async predict(network, batch, statistics) {
      const { lanes, images } = context.batch(batch);
      const observed: Observed[] = [];
      const block = predict(network, images, {
        context,
        lanes,
        observed,
        ...(statistics && { statistics }),
      });
      const logits = rowsFrom(block.address, lanes, classesOf(network));
      heap.release(block);
      return { logits, observed };
    },

    close() {
      context.close();
    },
  };
}
