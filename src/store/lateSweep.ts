/** @file The sweep behind the page's actions, which is loaded when it is first asked for. */
import type { LabStore } from "./labStore.ts";
import type { Sweep } from "./sweep.ts";

export interface LateSweep {
  /** Does something with it once it has come; the user is told where it does not. */
  with<T>(work: (sweep: Sweep) => T): Promise<T | undefined>;
}

export function createLateSweep(load: () => Promise<Sweep>, store: LabStore): LateSweep {
  let sweep: Promise<Sweep> | undefined;
  return {
    async with(work) {
      sweep ??= load();
      try {
        return work(await sweep);
      } catch (error) {
        // Only what did not come is asked for again.
        sweep =
          sweep &&
          (await sweep.then(
            () => true,
            () => false,
          ))
            ? sweep
            : undefined;
        const reason = error instanceof Error ? error.message : String(error);
        store.update({ warnings: [`The sweep could not be done: ${reason.slice(0, 200)}`] });
        return undefined;
      }
    },
  };
}
