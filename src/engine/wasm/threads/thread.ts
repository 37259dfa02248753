/** @file One thread as the engine sees it: whether it lives, its jobs in flight, and what it was told in the present stretch of work. */
import type { Answer, Memory, Order, Port } from "./orders.ts";

export type Done = Extract<Answer, { type: "done" }>;

/** A thread that can be let go. */
export interface ThreadPort extends Port<Order, Answer> {
  /** Calls back when the thread is gone for good. */
  onLost(listener: (reason: string) => void): void;
  end(): void;
}

export class Thread {
  /** Resolves once the thread takes orders; rejects where it cannot start. */
  readonly ready: Promise<void>;
  /** Resolves with a reason when the thread is gone for good; never rejects. */
  readonly lost: Promise<string>;
  memory: Memory = { buffers: 0, bytes: 0 };
  readonly #port: ThreadPort;
  readonly #jobs = new Map<number, { resolve(done: Done): void; reject(error: Error): void }>();
  readonly #told = new Set<object>();
  #work = -1;
  #gone: Error | undefined;
  #start: { resolve(): void; reject(error: Error): void } = { resolve() {}, reject() {} };

  constructor(port: ThreadPort) {
    this.#port = port;
    this.ready = new Promise((resolve, reject) => {
      this.#start = { resolve, reject };
    });
    this.lost = new Promise((resolve) =>
      port.onLost((reason) => {
        this.#gone = new Error(reason);
        this.#failAll(this.#gone);
        resolve(reason);
      }),
    );
    port.listen((answer) => this.#hear(answer));
  }

  /** Jobs in flight. */
  get load(): number {
    return this.#jobs.size;
  }

  /** Whether `what` is news to the thread in this stretch of work; from now on it is not. */
  isNews(what: object, work: number): boolean {
    if (work !== this.#work) this.#told.clear();
    this.#work = work;
    if (this.#told.has(what)) return false;
    this.#told.add(what);
    return true;
  }

  tell(order: Exclude<Order, { readonly job: number }>): void {
    this.#port.post(order);
  }

  /** Rejects when the order fails or the thread is gone. */
  ask(order: Extract<Order, { readonly job: number }>): Promise<Done> {
    if (this.#gone) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      this.#jobs.set(order.job, { resolve, reject });
      this.#port.post(order);
    });
  }

  end(): void {
    this.#port.end();
  }

  #hear(answer: Answer): void {
    switch (answer.type) {
      case "ready":
        this.#start.resolve();
        break;
      case "done":
        this.memory = answer.memory;
        this.#jobs.get(answer.job)?.resolve(answer);
        this.#jobs.delete(answer.job);
        break;
      case "failed": {
        const error = new Error(answer.message);
        // What the thread was told without asking an answer belongs to all jobs that follow.
        if (answer.job === undefined) this.#failAll(error);
        else this.#jobs.get(answer.job)?.reject(error);
        if (answer.job !== undefined) this.#jobs.delete(answer.job);
        break;
      }
      default:
        throw answer satisfies never;
    }
  }

  #failAll(error: Error): void {
    this.#start.reject(error);
    for (const { reject } of this.#jobs.values()) reject(error);
    this.#jobs.clear();
  }
}

/**
 * How long threads may take to start: where nothing happens at all, one thread is better than none. Less than a device may take to be
 * found, or a machine that is busy for a while would lose the whole backend.
 */
export const startMilliseconds = 3500;

/**
 * `count` threads that take orders, or `undefined` where not all of them start: then those that did are let go.
 * @param patience rejects when there is no use in waiting any longer
 */
export async function startThreads(
  count: number,
  start: () => ThreadPort,
  patience: () => Promise<never> = outOfPatience,
): Promise<readonly Thread[] | undefined> {
  const threads: Thread[] = [];
  try {
    while (threads.length < count) threads.push(new Thread(start()));
    await Promise.race([Promise.all(threads.map(({ ready }) => ready)), patience()]);
    return threads;
  } catch {
    for (const thread of threads) thread.end();
    return undefined;
  }
}

const outOfPatience = (): Promise<never> =>
  new Promise((_, reject) =>
    setTimeout(() => reject(new Error("the threads do not start")), startMilliseconds),
  );
