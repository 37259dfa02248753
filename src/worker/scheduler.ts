/** @file Whose unit of work is next: tasks take turns, so that none waits for more than one unit of each other. */

export interface Task {
  /** Whether it has something to do now. */
  readonly isReady: boolean;
  /** Whether it will never have anything to do again. */
  readonly isOver: boolean;
  /** Of the time of the thread that it takes at most, with all others that have one, while a task without one is ready; absent: its turns. */
  readonly share?: number | undefined;
  /** One unit of work; never rejects. */
  work(): Promise<void>;
}

export class Scheduler {
  /** Whoever waited longest first. */
  readonly #tasks: Task[] = [];
  readonly #yieldToEventLoop: () => Promise<void>;
  readonly #now: () => number;
  #isAwake = false;
  /** Milliseconds that tasks without a share are to work before one with a share is next. */
  #owed = 0;

  /**
   * @param yieldToEventLoop resolves in a later task of the event loop, so that waiting messages are received first
   * @param now milliseconds, from anywhere
   */
  constructor(yieldToEventLoop: () => Promise<void>, now: () => number) {
    this.#yieldToEventLoop = yieldToEventLoop;
    this.#now = now;
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
      const begun = this.#now();
      await task.work();
      this.#account(task, this.#now() - begun);
      await this.#yieldToEventLoop();
    }
    this.#isAwake = false;
  }

  /** The one that waited longest among those that are ready; it goes to the end of the queue. */
  #next(): Task | undefined {
    this.#drop();
    const others = this.#tasks.some(({ isReady, share }) => isReady && share === undefined);
    if (!others) this.#owed = 0;
    const at = this.#tasks.findIndex(
      ({ isReady, share }) => isReady && (share === undefined || this.#owed <= 0),
    );
    if (at < 0) return undefined;
    const [task] = this.#tasks.splice(at, 1);
    if (task) this.#tasks.push(task);
    return task;
  }

  #account({ share }: Task, milliseconds: number): void {
    if (share === undefined) this.#owed = Math.max(0, this.#owed - milliseconds);
    else this.#owed += milliseconds * (1 / share - 1);
  }

  #drop(): void {
    const left = this.#tasks.filter(({ isOver }) => !isOver);
    this.#tasks.splice(0, this.#tasks.length, ...left);
  }
}
