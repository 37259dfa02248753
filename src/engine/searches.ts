/**
 * @file Searches of both kinds on one list: those that sample a trained super-net side by side, then those that fine-tune it first, then
 * those that train one of their own, one after the other. Events carry the place of their search in the list.
 */
import type { Checkpoint } from "../core/checkpoint.ts";
import type { SearchEvent } from "../core/search/searchEvent.ts";
import type { SessionEnvironment } from "./openSession.ts";
import { openRelaxedSearcher, type RelaxedTask } from "./relaxedSearcher.ts";
import { openSearcher, type SearchTask } from "./searcher.ts";
import { openTunedSearcher, tuningOf } from "./tunedSearcher.ts";

/** Of the two kinds: those that sample the super-net, and those that train one of their own. */
export type AnySearchTask = SearchTask | RelaxedTask;

export const isSampling = (task: AnySearchTask): task is SearchTask => "search" in task.algorithm;

interface Opened {
  readonly engine: { readonly backend: string };
  advance(): Promise<readonly SearchEvent[]>;
  dispose(): void;
}

/** With the places of its searches in the list. */
const renumbered = (searcher: Opened, places: readonly number[]): Opened => ({
  // Another one after a loss of the device.
  get engine() {
    return searcher.engine;
  },
  advance: async () =>
    (await searcher.advance()).map((event) =>
      event.type === "failed" ? event : { ...event, search: places[event.search] as number },
    ),
  dispose: () => searcher.dispose(),
});

export class Searches {
  readonly #waiting: (() => Promise<Opened>)[];
  #now: Opened | undefined;
  #backend = "";

  /**
   * Opens nothing yet: each engine is there only while it is used.
   * @param of the super-net to sample, and the settings that others train under; `checkpoint` may be absent where none samples
   */
  constructor(
    of: { readonly config: Checkpoint["config"]; readonly checkpoint: Checkpoint | undefined },
    environment: SessionEnvironment,
    tasks: readonly AnySearchTask[],
  ) {
    const { checkpoint } = of;
    const sampling = tasks.flatMap((task, index) =>
      isSampling(task) && checkpoint ? [{ task, index, tuning: tuningOf(task), checkpoint }] : [],
    );
    const together = sampling.filter(({ tuning }) => !tuning);
    this.#waiting = [
      ...(checkpoint && together.length > 0
        ? [
            async () => {
              const own = together.map(({ task }) => task);
              const searcher = await openSearcher(checkpoint, environment, own);
              return renumbered(
                searcher,
                together.map(({ index }) => index),
              );
            },
          ]
        : []),
      ...sampling.flatMap(({ task, index, tuning, checkpoint: from }) =>
        tuning
          ? [async () => renumbered(await openTunedSearcher(from, environment, task, tuning), [index])]
          : [],
      ),
      ...tasks.flatMap((task, index) =>
        isSampling(task) ? [] : [() => openRelaxedSearcher(of.config, environment, task, index)],
      ),
    ];
  }

  /** Of the engine that was opened last. */
  get backend(): string {
    return this.#backend;
  }

  /** One evaluation or one training step; no events once all have ended or a device is gone for good. */
  async advance(): Promise<readonly SearchEvent[]> {
    for (;;) {
      if (!this.#now) {
        const open = this.#waiting.shift();
        if (!open) return [];
        this.#now = await open();
      }
      this.#backend = this.#now.engine.backend;
      const events = await this.#now.advance();
      if (events.some(({ type }) => type === "failed")) this.#waiting.length = 0;
      if (events.length > 0) return events;
      this.dispose();
    }
  }

  dispose(): void {
    this.#now?.dispose();
    this.#now = undefined;
  }
}
