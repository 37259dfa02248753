/**
 * @file Runs that outlive the page: each with its last checkpoint in the browser's own database (IndexedDB), under the tab that trains it, so
 * that a page that is opened again goes on where the last one ended, and two open ones leave each other's runs alone.
 */
import { openDB } from "idb";
import { writeCheckpoint } from "../core/checkpointFile.ts";
import { ownImagesCache } from "../core/ownImagesId.ts";
import { importRun } from "../core/readRun.ts";
import type { RunId } from "../core/run.ts";
import { exportRun } from "../core/runFile.ts";
import type { Run } from "../core/runState.ts";
import { printAlone, readAlone } from "./aloneFile.ts";
import {
  bytesOf,
  entryOf,
  type KeptAlone,
  type KeptSweep,
  putInRoom,
  readRecords,
  type Schema,
} from "./keptRecords.ts";
import type { RunEntry } from "./runs.ts";
import type { StandAloneTask } from "./standAloneState.ts";

const databaseName = "super-net-lab";
/** 2: sweeps. 3: architectures trained alone. */
const version = 3;

export interface KeptEntry {
  readonly entry: RunEntry;
  /** Whether it was the one shown, and training, when its page ended. */
  readonly isActive: boolean;
  /** Whether that one was compared with it. */
  readonly isBaseline: boolean;
  /** Whether the training thread had it then. */
  readonly isLive: boolean;
  /** Whether it was taken out of the list, and may be brought back. */
  readonly isRemoved: boolean;
  /** Name of the table that judged it, where that was not the lab's own. */
  readonly judgedBy?: string | undefined;
  /** Of the page that wrote it. */
  readonly tab: string;
}

/** What a run is beside itself. */
type KeptAs = Pick<KeptEntry, "isActive" | "isBaseline" | "isRemoved" | "judgedBy">;

/** A kept run as a list tells it. */
export interface KeptItem {
  readonly id: RunId;
  readonly run: Run;
  readonly name: string | undefined;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** Whether another open tab trains it. */
  readonly isElsewhere: boolean;
}

export interface KeptRuns {
  /** Whether runs of other open tabs can be told from those of closed ones. */
  readonly knowsTabs: boolean;
  /** The runs of pages that are closed, oldest first, which are this page's from now on; what cannot be read is forgotten. */
  load(): Promise<readonly KeptEntry[]>;
  /** A run that has no checkpoint yet is kept as one that begins anew. */
  save(entry: RunEntry, as: KeptAs): Promise<void>;
  forget(id: RunId): Promise<void>;
  /** The last sweep of the pages that are closed, which is this page's from now on. */
  loadSweep(): Promise<string | undefined>;
  /** The sweep of this page takes the place of those of pages that are closed; `undefined`: there is none. */
  saveSweep(text: string | undefined): Promise<void>;
  /** Architectures that were trained alone in this browser, on any page, oldest first, by the recipe of now. */
  loadAlone(): Promise<readonly StandAloneTask[]>;
  saveAlone(task: StandAloneTask): Promise<void>;
  /** Newest first. */
  list(): Promise<readonly KeptItem[]>;
  /** Forgets all but the runs of other open tabs; the user's own images, too. */
  clear(): Promise<void>;
}

/**
 * @param tab a name that no other page has
 * @param locks `navigator.locks`; without them, or where they are forbidden, every kept run counts as one of a closed page
 * @throws Error where the browser keeps nothing: private mode, a full disk, a forbidden frame
 */
export async function openKeptRuns(tab: string, locks: LockManager | undefined): Promise<KeptRuns> {
  const database = await openDB<Schema>(databaseName, version, {
    upgrade(db, before) {
      if (before < 1) db.createObjectStore("runs", { keyPath: "id" });
      if (before < 2) db.createObjectStore("sweeps", { keyPath: "tab" });
      if (before < 3) db.createObjectStore("alone", { keyPath: "id" });
    },
    // Of a page with a newer lab, which would wait for this one.
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  });
  // Held as long as the page lives.
  void locks?.request(lockOf(tab), () => new Promise<never>(() => {})).catch(() => {});
  const query = (): Promise<LockManagerSnapshot | undefined> =>
    locks?.query().catch(() => undefined) ?? nothing;
  const knowsTabs = (await query()) !== undefined;
  /** Which of them belong to another open tab. */
  const told = async <Kept extends { readonly tab: string }>(all: Promise<readonly Kept[]>) => {
    const { held = [] } = (await query()) ?? {};
    const open = new Set(held.map(({ name }) => name));
    return (await all).map((record) => ({
      record,
      isElsewhere: record.tab !== tab && open.has(lockOf(record.tab)),
    }));
  };
  /** One page after the other: of two that open at once, the second finds what the first took as the first's. */
  const inTurn = async <Result>(what: string, work: () => Promise<Result>): Promise<Result> => {
    let taken: Promise<Result> | undefined;
    const take = async (): Promise<void> => {
      taken = work();
      await taken;
    };
    // A page that the browser has put to sleep in its turn holds no other one up for longer.
    const signal = AbortSignal.timeout(longestTurn);
    await locks?.request(takingLock(what), { signal }, take).catch(() => {});
    return taken ?? work();
  };
  const records = () => told(readRecords(database));
  const closedSweeps = async (): Promise<KeptSweep[]> =>
    (await told(database.getAll("sweeps"))).flatMap(({ record, isElsewhere }) =>
      isElsewhere ? [] : [record],
    );
  /** As it is by then: what this page has saved meanwhile, or forgotten, stays so. */
  const takeOver = async (id: RunId): Promise<void> => {
    const { store, done } = database.transaction("runs", "readwrite");
    const record = await store.get(id);
    if (record && record.tab !== tab) await store.put({ ...record, tab });
    await done;
  };
  return {
    knowsTabs,
    load: () =>
      new Promise((resolve, reject) => {
        inTurn("runs", async () => {
          const closed = (await records()).flatMap(({ record, isElsewhere }) =>
            isElsewhere ? [] : [record],
          );
          const read = closed
            .sort((a, b) => a.savedAt - b.savedAt)
            .map((record) => ({ record, entry: entryOf(record) }));
          // The page need not wait until weights are written again.
          resolve(
            read.flatMap(({ record, entry }) => {
              const { isActive, isBaseline = false, isLive = false, isRemoved = false } = record;
              const { judgedBy, tab: writer } = record;
              const as = { isActive, isBaseline, isLive, isRemoved, judgedBy, tab: writer };
              return entry ? [{ entry, ...as }] : [];
            }),
          );
          // The run shown first, then the newest: another page waits for this one's turn for a while only.
          const inOrder = read
            .toReversed()
            .sort((a, b) => Number(b.record.isActive) - Number(a.record.isActive));
          // What cannot be read stays: a newer lab may have written it, and it goes with the oldest where room is needed.
          for (const { record, entry } of inOrder) if (entry && record.tab !== tab) await takeOver(record.id);
        }).catch(reject);
      }),
    async save(entry, as) {
      const { id, parent, kept, intent, name, isHidden, isSwept, origin } = entry;
      await putInRoom(database, {
        ...{ id, parent, tab, isPaused: intent === "pause", isLive: origin === "training" },
        ...{ ...as, name, isHidden, isSwept },
        run: exportRun(kept?.run ?? entry.run),
        checkpoint: kept && writeCheckpoint(kept.checkpoint),
        savedAt: Date.now(),
      });
    },
    forget: (id) => database.delete("runs", id),
    loadSweep: () =>
      inTurn("sweeps", async () => {
        const [newest] = (await closedSweeps()).sort((a, b) => b.savedAt - a.savedAt);
        if (newest && newest.tab !== tab) {
          await database.put("sweeps", { ...newest, tab });
          await database.delete("sweeps", newest.tab);
        }
        return newest?.text;
      }),
    async saveSweep(text) {
      if (text !== undefined) await database.put("sweeps", { tab, text, savedAt: Date.now() });
      for (const other of await closedSweeps())
        if (other.tab !== tab || text === undefined) await database.delete("sweeps", other.tab);
    },
    async loadAlone() {
      const tasks: StandAloneTask[] = [];
      const records: readonly { [Key in keyof KeptAlone]?: unknown }[] = await database.getAll("alone");
      for (const { id, text, savedAt } of [...records].sort(
        (a, b) => Number(a.savedAt) - Number(b.savedAt),
      )) {
        const task =
          typeof text === "string" && Number.isFinite(savedAt) ? readAlone(String(id), text) : undefined;
        // What cannot be read stays, as with runs.
        if (task) tasks.push(task);
      }
      return tasks;
    },
    async saveAlone(task) {
      await database.put("alone", { id: task.id, text: printAlone(task), savedAt: Date.now() });
    },
    async list() {
      const items = (await records()).flatMap(({ record, isElsewhere }): KeptItem[] => {
        const { id, name, savedAt } = record;
        const run = importRun(record.run);
        return run.ok ? [{ id, run: run.value, name, bytes: bytesOf(record), savedAt, isElsewhere }] : [];
      });
      return items.sort((a, b) => b.savedAt - a.savedAt);
    },
    async clear() {
      for (const { record, isElsewhere } of await records())
        if (!isElsewhere) await database.delete("runs", record.id);
      for (const { tab: writer } of await closedSweeps()) await database.delete("sweeps", writer);
      await database.clear("alone");
      await globalThis.caches?.delete(ownImagesCache);
    },
  };
}

const nothing = Promise.resolve(undefined);
/** Milliseconds. */
const longestTurn = 2000;
const takingLock = (what: string): string => `super-net lab: taking over ${what}`;
const lockOf = (tab: string): string => `super-net lab: tab ${tab}`;
