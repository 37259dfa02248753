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
import { type Answer, type Memory, type Moments, normsOf, type Order, type Port, viewsOf } from "./orders.ts";

type Done = Extract<Answer, { type: "done" }>;

/** A thread that can be let go. */
export interface ThreadPort extends Port<Order, Answer> {
  /** Calls back when the thread is gone for good. */
  onLost(listener: (reason: string) => void): void;
  end(): void;
}

/** One thread as the engine sees it: jobs in flight, and what it was told in the present stretch of work. */
class Thread {
  readonly port: ThreadPort;
  readonly jobs = new Map<number, { resolve(done: Done): void; reject(error: Error): void }>();
  memory: Memory = { buffers: 0, bytes: 0 };
  readonly #told = new Set<object>();
  #work = -1;

  constructor(port: ThreadPort) {
    this.port = port;
    port.listen((answer) => this.#hear(answer));
  }

  /** Whether `what` is news to the thread in this stretch of work; from now on it is not. */
  isNews(what: object, work: number): boolean {
    if (work !== this.#work) this.#told.clear();
    this.#work = work;
    if (this.#told.has(what)) return false;
    this.#told.add(what);
    return true;
  }

  ask(order: Order & { readonly job: number }): Promise<Done> {
    return new Promise((resolve, reject) => {
      this.jobs.set(order.job, { resolve, reject });
      this.port.post(order);
    });
  }

  #hear(answer: Answer): void {
    if (answer.type === "done") {
      this.memory = answer.memory;
      this.jobs.get(answer.job)?.resolve(answer);
      this.jobs.delete(answer.job);
      return;
    }
    // What the thread was told without asking an answer belongs to all jobs that follow.
    const failed = answer.job === undefined ? [...this.jobs.keys()] : [answer.job];
    for (const job of failed) {
      this.jobs.get(job)?.reject(new Error(answer.message));
      this.jobs.delete(job);
    }
  }
}

/** @param ports at least one; their other ends are served by `serveOrders` */
export function createThreadedDevice(ports: readonly ThreadPort[]): Device {
  const threads = ports.map((port) => new Thread(port));
  const numbers = { work: 0, job: 0, name: 0 };
  return {
    title: "WASM",
    lost: new Promise((resolve) => {
      for (const { port, jobs } of threads)
        port.onLost((reason) => {
          resolve(reason);
          for (const { reject } of jobs.values()) reject(new Error(reason));
          jobs.clear();
        });
    }),
    width: threads.length,
    begin: (weights) => beginWork(threads, numbers, ++numbers.work, weights),
    memory: () => ({
      buffers: threads.reduce((sum, { memory }) => sum + memory.buffers, 0),
      bytes: threads.reduce((sum, { memory }) => sum + memory.bytes, 0),
    }),
    dispose() {
      for (const { port } of threads) port.end();
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

  /** The thread with the least to do, told all that it needs to know. */
  const choose = (network: Network, batch: Batch): Thread => {
    const thread = threads.reduce((best, other) => (other.jobs.size < best.jobs.size ? other : best));
    if (thread.isNews(network, work))
      thread.port.post({
        type: "network",
        work,
        network: nameOf(network),
        content: network,
        weights: viewsOf(network).map((view) => weights.array(view)),
      });
    if (thread.isNews(batch, work))
      thread.port.post({
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
      const { logits } = await thread.ask({ type: "trace", job: trace, network: id, batch: on, masks });
      return {
        logits: logits as Float32Array,
        async backward(gradient, sink) {
          const job = ++numbers.job;
          const done = await thread.ask({ type: "backward", job, trace, network: id, gradient });
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
      const done = await thread.ask({
        type: "predict",
        job,
        network: nameOf(network),
        batch: nameOf(batch),
        statistics: statistics && normsOf(network).map((norm) => momentsOf(statistics(norm))),
      });
      return { logits: done.logits as Float32Array, observed: observedBy(network, done) };
    },

    // A thread frees what it was told when it hears of the next stretch.
    close() {},
  };
}

const momentsOf = ({ mean, variance }: Statistics): Moments => [mean, variance];

function observedBy(network: Network, { observed = [] }: Done): Observed[] {
  const norms = normsOf(network);
  return observed.map(([position, mean, variance]) => ({ norm: norms[position] as Norm, mean, variance }));
}
