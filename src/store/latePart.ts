/** @file Parts behind the page's actions that are loaded when they are first asked for. */
import type { LabStore } from "./labStore.ts";

export interface LatePart<Part> {
  /** Does something with it once it has come; the user is told where it does not. */
  with<T>(work: (part: Part) => T | Promise<T>): Promise<T | undefined>;
}

/** @param what could not be done, e.g. "The sweep could not be done" */
export function createLatePart<Part>(
  load: () => Promise<Part>,
  store: LabStore,
  what: string,
): LatePart<Part> {
  let part: Promise<Part> | undefined;
  return {
    async with(work) {
      part ??= load();
      try {
        return await work(await part);
      } catch (error) {
        // Only what did not come is asked for again.
        part =
          part &&
          (await part.then(
            () => true,
            () => false,
          ))
            ? part
            : undefined;
        const reason = error instanceof Error ? error.message : String(error);
        store.update({ warnings: [`${what}: ${reason.slice(0, 200)}`] });
        return undefined;
      }
    },
  };
}
