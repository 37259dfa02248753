/** @file One thread as the engine sees it: whether it lives, its jobs in flight, and what was sent to it in the present stretch of work. */
import { OutOfMemory } from "../../failures.ts";
import type { Memory, Port, ThreadRequest, ThreadResponse } from "./requests.ts";

export type Done = Extract<ThreadResponse, { type: "done" }>;

/** A thread that can be let go. */
export interface ThreadPort extends Port<ThreadRequest, ThreadResponse> {
  /** Calls back when the thread is gone for good. */
  onLost(listener: (reason: string) => void): void;
  end(): void;
}

export class Thread {
  /** Resolves once the thread takes requests; rejects where it cannot start. */
  readonly ready: Promise<void>;
  /** Resolves with a reason when the thread is gone for good; never rejects. */
  readonly lost: Promise<string>;
  memory: Memory = { buffers: 0, bytes: 0 };
  readonly #port: ThreadPort;
  readonly #jobs = new Map<number, { resolve(done: Done): void; reject(error: Error): void }>();
  readonly #registered = new Set<object>();
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
    port.onMessage((response) => this.#onMessage(response));
  }

  /** Jobs in flight. */
  get load(): number {
    return this.#jobs.size;
  }

  /** Whether `what` is news to the thread in this stretch of work; from now on it is not. */
  isNews(what: object, work: number): boolean {
    if (work !== this.#work) this.#registered.clear();
    this.#work = work;
    if (this.#registered.has(what)) return false;
    this.#registered.add(what);
    return true;
  }

  post(request: Exclude<ThreadRequest, { readonly job: number }>): void {
    this.#port.post(request);
  }

  /** Rejects when the request fails or the thread is gone. */
  request(request: Extract<ThreadRequest, { readonly job: number }>): Promise<Done> {
    if (this.#gone) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      this.#jobs.set(request.job, { resolve, reject });
      this.#port.post(request);
    });
  }

  end(): void {
    this.#port.end();
  }

  #onMessage(response: ThreadResponse): void {
    switch (response.type) {
      case "ready":
        this.#start.resolve();
        break;
      case "done":
        this.memory = response.memory;
        this.#jobs.get(response.job)?.resolve(response);
        this.#jobs.delete(response.job);
        break;
      case "failed": {
        const error = response.isFull ? new OutOfMemory(response.message) : new Error(response.message);
        // What the thread was sent without a request belongs to all jobs that follow.
        if (response.job === undefined) this.#failAll(error);
        else this.#jobs.get(response.job)?.reject(error);
        if (response.job !== undefined) this.#jobs.delete(response.job);
        break;
      }
      default:
        throw response satisfies never;
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
const startTimeoutMs = 3500;

/**
 * `count` threads that take requests, or `undefined` where not all of them start: then those that did are let go.
 * @param timeoutMs how long they may take, in milliseconds
 */
export async function startThreads(
  count: number,
  start: () => ThreadPort,
  timeoutMs: number = startTimeoutMs,
): Promise<readonly Thread[] | undefined> {
  const threads: Thread[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    while (threads.length < count) threads.push(new Thread(start()));
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("the threads do not start")), timeoutMs);
    });
    await Promise.race([Promise.all(threads.map(({ ready }) => ready)), timeout]);
    return threads;
  } catch {
    for (const thread of threads) thread.end();
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
