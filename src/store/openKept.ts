/** @file What the browser keeps, at the beginning of a visit; a visit begins without it where it does not come. */
import type { RunId } from "../core/run.ts";
import { keepRuns } from "./keeping.ts";
import type { KeptEntry, KeptRuns } from "./keptRuns.ts";
import type { LabStore } from "./labStore.ts";

const withoutLocks =
  "This browser does not tell tabs apart here (no Web Locks): keep the lab open in one tab only, since two would go on with the same run.";

/** Nobody waits for a database for ever; on a busy machine where two pages open at once five seconds were too few. */
const timeoutMs = 15_000;

/** @param startUp begins the visit with what was kept, and may have some of it forgotten; from then on runs are kept */
export async function openKept(
  store: LabStore,
  kept: Promise<KeptRuns>,
  startUp: (entries: readonly KeptEntry[], sweep?: string, forget?: (id: RunId) => void) => void,
): Promise<void> {
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error("its database does not answer")), timeoutMs),
  );
  try {
    const runs = await Promise.race([kept, late]);
    const all = Promise.all([runs.load(), runs.loadSweep(), runs.loadAlone()]);
    const [entries, sweep, alone] = await Promise.race([all, late]);
    store.update({ standAlone: [...alone, ...store.getState().standAlone] });
    keepRuns(store, runs);
    if (!runs.knowsTabs) store.update({ warnings: [...store.getState().warnings, withoutLocks] });
    startUp(entries, sweep, (id) => void runs.forget(id).catch(() => {}));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    store.update({ keeping: { status: "impossible", reason: reason.slice(0, 120) } });
    startUp([]);
  }
}
