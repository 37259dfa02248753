/** @file A thread's side: a device of its own that carries out requests. */

import type { Network, WeightView } from "../../../core/network/network.ts";
import { OutOfMemory } from "../../failures.ts";
import type { Batch, Device, Norm, Observed, Statistics, Traced, Work } from "../../host/device.ts";
import {
  type Moments,
  normsOf,
  type Port,
  type ThreadRequest,
  type ThreadResponse,
  viewsOf,
} from "./requests.ts";

interface Known {
  readonly content: Network;
  readonly positions: ReadonlyMap<WeightView, number>;
  readonly norms: readonly Norm[];
}

/** One stretch of work: what was sent for it, and its traces that wait for their way back. */
class Stretch {
  readonly networks = new Map<number, Known>();
  readonly batches = new Map<number, Batch>();
  readonly traces = new Map<number, Traced>();
  readonly #weights = new Map<WeightView, Float32Array>();
  readonly work: Work;

  constructor(device: Device) {
    this.work = device.begin({ array: (view) => required(this.#weights.get(view), "weight") });
  }

  register(id: number, content: Network, weights: readonly Float32Array[]): void {
    const views = viewsOf(content);
    views.forEach((view, position) => {
      this.#weights.set(view, required(weights[position], "weight"));
    });
    const positions = new Map(views.map((view, position) => [view, position]));
    this.networks.set(id, { content, positions, norms: normsOf(content) });
  }
}

/** Serves `port` with `device` for good, and says so. A request that fails is answered by its message. */
export function serveRequests(device: Device, port: Port<ThreadResponse, ThreadRequest>): void {
  let number = -1;
  let stretch: Stretch | undefined;

  const at = (work: number): Stretch => {
    if (!stretch || work !== number) {
      stretch?.work.close();
      stretch = new Stretch(device);
      number = work;
    }
    return stretch;
  };

  const handle = async (request: ThreadRequest): Promise<ThreadResponse | undefined> => {
    if (request.type === "network") {
      at(request.work).register(request.network, request.content, request.weights);
      return undefined;
    }
    if (request.type === "batch") {
      at(request.work).batches.set(request.batch, { count: request.count, pixels: request.pixels });
      return undefined;
    }
    const { work, networks, batches, traces } = required(stretch, "stretch of work");
    const known = required(networks.get(request.network), "network");
    const done = { type: "done", job: request.job } as const;
    switch (request.type) {
      case "trace": {
        const traced = await work.trace(
          known.content,
          required(batches.get(request.batch), "batch"),
          request.masks,
        );
        traces.set(request.job, traced);
        return { ...done, memory: device.memory(), logits: traced.logits };
      }
      case "backward": {
        const traced = required(traces.get(request.trace), "trace");
        traces.delete(request.trace);
        const gradients: [number, Float32Array][] = [];
        const observed = await traced.backward(request.gradient, (view, gradient) => {
          gradients.push([required(known.positions.get(view), "view"), gradient.slice()]);
        });
        return { ...done, memory: device.memory(), gradients, observed: placed(observed, known) };
      }
      case "predict": {
        const batch = required(batches.get(request.batch), "batch");
        const { statistics } = request;
        const { logits, observed } = await work.predict(
          known.content,
          batch,
          statistics && ((norm) => statisticsAt(statistics, known.norms.indexOf(norm))),
        );
        return { ...done, memory: device.memory(), logits, observed: placed(observed, known) };
      }
      default:
        throw request satisfies never;
    }
  };

  // One after the other: a device does one thing at a time.
  let last: Promise<void> = Promise.resolve();
  port.onMessage((request) => {
    last = last.then(async () => {
      try {
        const response = await handle(request);
        if (response) port.post(response);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        const isFull = error instanceof OutOfMemory;
        port.post({ type: "failed", job: "job" in request ? request.job : undefined, message, isFull });
      }
    });
  });
  port.post({ type: "ready" });
}

function placed(observed: readonly Observed[], { norms }: Known): [number, ...Moments][] {
  return observed.map(({ norm, mean, variance }) => [norms.indexOf(norm), mean, variance]);
}

function statisticsAt(statistics: readonly Moments[], position: number): Statistics {
  const [mean, variance] = required(statistics[position], "statistics");
  return { mean, variance };
}

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`a thread was not told its ${what}`);
  return value;
}
