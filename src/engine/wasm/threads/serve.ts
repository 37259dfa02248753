/** @file A thread's side: a device of its own that carries out orders. */
import type { Network, WeightView } from "../../../core/network/network.ts";
import type { Batch, Device, Norm, Observed, Statistics, Traced, Work } from "../../host/device.ts";
import { type Answer, type Moments, normsOf, type Order, type Port, viewsOf } from "./orders.ts";

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

  learn(id: number, content: Network, weights: readonly Float32Array[]): void {
    const views = viewsOf(content);
    views.forEach((view, position) => {
      this.#weights.set(view, required(weights[position], "weight"));
    });
    const positions = new Map(views.map((view, position) => [view, position]));
    this.networks.set(id, { content, positions, norms: normsOf(content) });
  }
}

/** Serves `port` with `device` for good, and says so. An order that fails is answered by its message. */
export function serveOrders(device: Device, port: Port<Answer, Order>): void {
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

  const obey = async (order: Order): Promise<Answer | undefined> => {
    if (order.type === "network") {
      at(order.work).learn(order.network, order.content, order.weights);
      return undefined;
    }
    if (order.type === "batch") {
      at(order.work).batches.set(order.batch, { count: order.count, pixels: order.pixels });
      return undefined;
    }
    const { work, networks, batches, traces } = required(stretch, "stretch of work");
    const known = required(networks.get(order.network), "network");
    const done = { type: "done", job: order.job } as const;
    switch (order.type) {
      case "trace": {
        const traced = await work.trace(
          known.content,
          required(batches.get(order.batch), "batch"),
          order.masks,
        );
        traces.set(order.job, traced);
        return { ...done, memory: device.memory(), logits: traced.logits };
      }
      case "backward": {
        const traced = required(traces.get(order.trace), "trace");
        traces.delete(order.trace);
        const gradients: [number, Float32Array][] = [];
        const observed = await traced.backward(order.gradient, (view, gradient) => {
          gradients.push([required(known.positions.get(view), "view"), gradient.slice()]);
        });
        return { ...done, memory: device.memory(), gradients, observed: placed(observed, known) };
      }
      case "predict": {
        const batch = required(batches.get(order.batch), "batch");
        const { statistics } = order;
        const { logits, observed } = await work.predict(
          known.content,
          batch,
          statistics && ((norm) => statisticsAt(statistics, known.norms.indexOf(norm))),
        );
        return { ...done, memory: device.memory(), logits, observed: placed(observed, known) };
      }
      default:
        throw order satisfies never;
    }
  };

  // One after the other: a device does one thing at a time.
  let last: Promise<void> = Promise.resolve();
  port.listen((order) => {
    last = last.then(async () => {
      try {
        const answer = await obey(order);
        if (answer) port.post(answer);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        port.post({ type: "failed", job: "job" in order ? order.job : undefined, message });
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
