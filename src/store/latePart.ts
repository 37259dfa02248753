/** @file Parts of the site that are loaded when they are first asked for, and those behind the page's actions. */
import { inTime } from "./inTime.ts";
import type { LabStore } from "./labStore.ts";
import { whyNotLoaded } from "./siteVersion.ts";

/** @throws Error that says why it does not come, where that is known */
export async function bring<Code>(load: () => Promise<Code>): Promise<Code> {
  try {
    return await inTime(load());
  } catch (error) {
    const reason = await whyNotLoaded();
    throw reason ? new Error(reason) : error;
  }
}

export interface LatePart<Part> {
  /** Does something with it once it has come; the user is told where it does not. */
  with<T>(work: (part: Part) => T | Promise<T>): Promise<T | undefined>;
  /** Has the browser fetch its code in advance; says nothing where that fails. */
  preload(): void;
}

interface LatePartInput<Code, Part> {
  readonly store: LabStore;
  /** What could not be done, e.g. "The sweep could not be done". */
  readonly what: string;
  /** Asked again after it has failed. */
  readonly load: () => Promise<Code>;
  /** Called once. */
  readonly make: (code: Code) => Part;
}

export function createLatePart<Code, Part>({
  store,
  what,
  load,
  make,
}: LatePartInput<Code, Part>): LatePart<Part> {
  let part: Promise<Part> | undefined;
  const come = (): Promise<Part> => {
    part ??= bring(load).then(make);
    // Only what did not come is asked for again.
    part.catch(() => {
      part = undefined;
    });
    return part;
  };
  return {
    async with(work) {
      try {
        return await work(await come());
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const warning = `${what}: ${reason.slice(0, 200)}`;
        const { warnings } = store.getState();
        store.update({ warnings: [...warnings.filter((text) => text !== warning), warning] });
        return undefined;
      }
    },
    preload() {
      load().catch(() => {});
    },
  };
}
