/** @file What a browser keeps of runs and sweeps, in memory: it outlives the labs that use it. */
import { printAlone, readAlone } from "../../src/store/aloneFile.ts";
import type { KeptEntry, KeptRuns } from "../../src/store/keptRuns.ts";

export function memory(): KeptRuns & { readonly ids: () => string[] } {
  const held = new Map<string, KeptEntry>();
  const alone = new Map<string, string>();
  let sweep: string | undefined;
  return {
    ids: () => [...held.keys()],
    knowsTabs: true,
    load: async () => [...held.values()],
    async save(entry, as) {
      held.set(entry.id, {
        entry: { ...entry, origin: "ended" },
        isLive: entry.origin === "training",
        tab: "this one",
        ...as,
      });
    },
    async forget(id) {
      held.delete(id);
    },
    loadSweep: async () => sweep,
    async saveSweep(text) {
      sweep = text;
    },
    loadAlone: async () => [...alone].flatMap(([id, text]) => readAlone(id, text) ?? []),
    async saveAlone(task) {
      alone.set(task.id, printAlone(task));
    },
    list: async () => [],
    async clear() {
      held.clear();
      alone.clear();
    },
  };
}
