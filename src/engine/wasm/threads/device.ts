/**
 * @file Several threads, each with kernels and memory of its own, as one device: the paths of a step and the batches of a score run at
 * the same time. Sums are made here, in the order of the paths, so the numbers are those of a single thread, bit for bit.
 */
import type { Network } from "../../../core/network/network.ts";
import type {
  Batch,
  Device,
  Norm,
  Observed,
  Predicted,
  Statistics,
  WeightSource,
  Work,
} from "../../host/device.ts";
import { type Moments, normsOf, viewsOf } from "./requests.ts";
import type { Done, Thread } from "./thread.ts";

/** @param threads at least one, all of which are ready */
export function createThreadedDevice(threads: readonly Thread[]): Device {
  const numbers = { work: 0, job: 0, name: 0 };
  return {
    title: "WASM",
    lost: Promise.race(threads.map(({ lost }) => lost)),
    width: threads.length,
    begin: (weights) => beginWork(threads, numbers, ++numbers.work, weights),
    memory: () => ({
      buffers: threads.reduce((sum, { memory }) => sum + memory.buffers, 0),
      bytes: threads.reduce((sum, { memory }) => sum + memory.bytes, 0),
    }),
    dispose() {
      for (const thread of threads) thread.end();
    },
  };
}

function beginWork(
  threads: readonly Thread[],
  numbers: { job: number; name: number },
  work: number,
  weights: WeightSource,
): Work {
  const names = new Map<object, number>();
  const nameOf = (what: object): number => {
    let name = names.get(what);
    if (name === undefined) {
      name = ++numbers.name;
      names.set(what, name);
    }
    return name;
  };

  /** The thread with the least to do, sent all that it needs to know. */
  const choose = (network: Network, batch: Batch): Thread => {
    const thread = threads.reduce((best, other) => (other.load < best.load ? other : best));
    if (thread.isNews(network, work))
      thread.post({
        type: "network",
        work,
        network: nameOf(network),
        content: network,
        weights: viewsOf(network).map((view) => weights.array(view)),
      });
    if (thread.isNews(batch, work))
      thread.post({
        type: "batch",
        work,
        batch: nameOf(batch),
        count: batch.count,
        pixels: batch.pixels,
      });
    return thread;
  };

  return {
    async trace(network, batch, masks) {
      const thread = choose(network, batch);
      const trace = ++numbers.job;
      const [id, on] = [nameOf(network), nameOf(batch)];
      const { logits } = await thread.request({ type: "trace", job: trace, network: id, batch: on, masks });
      return {
        logits: logits as Float32Array,
        async backward(gradient, sink) {
          const job = ++numbers.job;
          const done = await thread.request({ type: "backward", job, trace, network: id, gradient });
          const views = viewsOf(network);
          for (const [position, part] of done.gradients ?? []) {
            const view = views[position];
            if (view) sink(view, part);
          }
          return observedBy(network, done);
        },
      };
    },

    async predict(network, batch, statistics): Promise<Predicted> {
      const thread = choose(network, batch);
      const job = ++numbers.job;
      const done = await thread.request({
        type: "predict",
        job,
        network: nameOf(network),
        batch: nameOf(batch),
        statistics: statistics && normsOf(network).map((norm) => momentsOf(statistics(norm))),
      });
      return { logits: done.logits as Float32Array, observed: observedBy(network, done) };
    },

    // A thread frees what it was told when it begins the next stretch.
    close() {},
  };
}

const momentsOf = ({ mean, variance }: Statistics): Moments => [mean, variance];

function observedBy(network: Network, { observed = [] }: Done): Observed[] {
  const norms = normsOf(network);
  return observed.map(([position, mean, variance]) => ({ norm: norms[position] as Norm, mean, variance }));
}
