/** @file Whose unit of work is next: tasks take turns, so that none waits for more than one unit of each other. */

export interface Task {
  /** Whether it has something to do now. */
  readonly isReady: boolean;
  /** Whether it will never have anything to do again. */
  readonly isOver: boolean;
  /** One unit of work; never rejects. */
  work(): Promise<void>;
}

export class Scheduler {
  /** Whoever waited longest first. */
  readonly #tasks: Task[] = [];
  readonly #yieldToEventLoop: () => Promise<void>;
  #isAwake = false;

  /** @param yieldToEventLoop resolves in a later task of the event loop, so that waiting messages are received first */
  constructor(yieldToEventLoop: () => Promise<void>) {
    this.#yieldToEventLoop = yieldToEventLoop;
  }

  add(task: Task): void {
    this.#tasks.push(task);
    this.wake();
  }

  /** Looks again who is ready. */
  wake(): void {
    if (this.#isAwake) return;
    this.#isAwake = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    await this.#yieldToEventLoop();
    for (let task = this.#next(); task; task = this.#next()) {
      await task.work();
      await this.#yieldToEventLoop();
    }
    this.#isAwake = false;
  }

  /** The one that waited longest among those that are ready; it goes to the end of the queue. */
  #next(): Task | undefined {
    this.#drop();
    const at = this.#tasks.findIndex(({ isReady }) => isReady);
    if (at < 0) return undefined;
    const [task] = this.#tasks.splice(at, 1);
    if (task) this.#tasks.push(task);
    return task;
  }

  #drop(): void {
    const left = this.#tasks.filter(({ isOver }) => !isOver);
    this.#tasks.splice(0, this.#tasks.length, ...left);
  }
}
