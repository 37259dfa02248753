/** @file Keeps what the runs of this page have measured: writes each new checkpoint, forgets what is removed, tells once where it cannot. */
import type { RunId } from "../core/run.ts";
import type { KeptRuns } from "./keptRuns.ts";
import type { LabStore } from "./labStore.ts";
import type { RunEntry } from "./runs.ts";
import { type Truth, tableOf } from "./truth.ts";

/** From now on; one write at a time. */
export function keepRuns(store: LabStore, runs: KeptRuns): void {
  const saved = new Map<RunId, readonly unknown[]>();
  let last = Promise.resolve();
  const write = (work: () => Promise<void>): void => {
    last = last.then(work).then(
      () => {
        // A disk has room again.
        if (store.getState().keeping.status === "impossible") store.update({ keeping: { status: "on" } });
      },
      (error: unknown) => {
        if (store.getState().keeping.status !== "on" && store.getState().keeping.status !== "resumed") return;
        const reason = error instanceof Error ? error.message : String(error);
        store.update({ keeping: { status: "impossible", reason: reason.slice(0, 120) } });
      },
    );
  };
  store.subscribe(({ runs: entries, active, baselineId, removed, keeping, standAlone, truth }, before) => {
    if (keeping.status === "off") return;
    for (const task of standAlone === before.standAlone ? [] : standAlone)
      if (task.results.length > 0 && !before.standAlone.some(({ results }) => results === task.results))
        write(() => runs.saveAlone(task));
    for (const entry of entries) {
      const { id, kept, name, isHidden, origin } = entry;
      const isBaseline = id === baselineId;
      const judgedBy = ownTableOf(entry, truth);
      const what = [kept, name, isHidden, origin, isBaseline, id === active, judgedBy];
      const isSame = saved.get(id)?.every((value, index) => value === what[index]) ?? false;
      if (!isWorthIt(entry) || isSame) continue;
      saved.set(id, what);
      write(async () => {
        // All may have been cleared while this one waited.
        if (store.getState().keeping.status !== "off")
          await runs.save(entry, { isActive: id === active, isBaseline, isRemoved: false, judgedBy });
      });
    }
    const listed = new Set([...entries, ...removed.flat()].map(({ id }) => id));
    // As one that never trained, or one of a sweep whose place another took.
    for (const id of saved.keys())
      if (!listed.has(id)) {
        saved.delete(id);
        write(() => runs.forget(id));
      }
    if (removed === before.removed) return;
    for (const entry of removed.flat())
      if (saved.delete(entry.id))
        write(() => runs.save(entry, { isActive: false, isBaseline: false, isRemoved: true }));
    for (const { id } of before.removed.flat()) if (!listed.has(id)) write(() => runs.forget(id));
  });
}

/** One that has not trained yet can begin when the page is loaded anew; those of a sweep the sweep begins. */
const isWorthIt = ({ origin, kept, run, isSwept }: RunEntry): boolean =>
  kept !== undefined || (run.step === 0 && run.status !== "failed" && origin !== "recorded" && !isSwept);

/** Name of the user's own table that judges the run; the lab's own is there again on every visit. */
const ownTableOf = ({ run }: RunEntry, truth: Truth): string | undefined =>
  truth.status === "ready" && truth.origin === "file" ? tableOf(run.config, truth)?.name : undefined;
