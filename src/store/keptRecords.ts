/** @file What the browser's database holds of a run, a sweep and an architecture trained alone, and how much of it. */
import type { DBSchema, IDBPDatabase } from "idb";
import { readCheckpoint } from "../core/checkpointFile.ts";
import { importRun } from "../core/readRun.ts";
import type { RunId } from "../core/run.ts";
import { blankRun, type RunEntry } from "./runs.ts";

/** Bytes of all that is kept; beyond, the oldest is forgotten. */
const maxKeptBytes = 150 * 2 ** 20;

export interface KeptRecord {
  readonly id: RunId;
  readonly parent: RunId | undefined;
  /** Of the tab that wrote it. */
  readonly tab: string;
  readonly isActive: boolean;
  readonly isPaused: boolean;
  /** Whether the run shown was compared with it. */
  readonly isBaseline?: boolean;
  /** Name of the table that judged it, where that was not the lab's own. */
  readonly judgedBy?: string | undefined;
  /** Whether it was training or paused then, rather than let go of. */
  readonly isLive?: boolean;
  readonly name?: string | undefined;
  readonly isHidden?: boolean;
  readonly isSwept?: boolean;
  /** Taken out of the list, and may be brought back. */
  readonly isRemoved?: boolean;
  /** As a run file. */
  readonly run: string;
  /** As a checkpoint file; absent: it has not trained yet. */
  readonly checkpoint?: Uint8Array | undefined;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

export interface KeptSweep {
  /** That wrote it. */
  readonly tab: string;
  /** See `sweepFile.ts`. */
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

export interface KeptAlone {
  readonly id: RunId;
  /** See `aloneFile.ts`. */
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

export interface Schema extends DBSchema {
  runs: { key: RunId; value: KeptRecord };
  /** By tab. */
  sweeps: { key: string; value: KeptSweep };
  /** One entry each time that an architecture was trained. */
  alone: { key: RunId; value: KeptAlone };
}

/** Text is kept in two bytes a letter. */
export const bytesOf = ({ checkpoint, run }: KeptRecord): number =>
  (checkpoint?.length ?? 0) + 2 * run.length;

export function entryOf(record: KeptRecord): RunEntry | undefined {
  const { id, parent, run, checkpoint, isPaused, name, isHidden = false, isSwept = false } = record;
  const readRun = importRun(run);
  const readState = checkpoint && readCheckpoint(checkpoint);
  if (!readRun.ok) return undefined;
  // Weights of another version of the lab, or damaged ones, take no measurements along.
  const kept = readState?.ok ? { run: readRun.value, checkpoint: readState.value } : undefined;
  return {
    ...blankRun,
    id,
    parent,
    run: readRun.value,
    kept,
    name,
    planned: kept?.checkpoint.planned,
    isHidden,
    isSwept,
    // Without weights it can only be looked at.
    origin: kept === undefined && readRun.value.step > 0 ? "recorded" : "ended",
    intent: isPaused ? "pause" : "train",
  };
}

/** What is no record, as another program or a damaged disk leaves it, is forgotten, and the others are used. */
export async function readRecords(database: IDBPDatabase<Schema>): Promise<readonly KeptRecord[]> {
  const records = await database.getAll("runs");
  for (const record of records) if (!isRecord(record)) await database.delete("runs", record.id);
  return records.filter(isRecord);
}

const isRecord = ({
  tab,
  run,
  checkpoint,
  savedAt,
}: { readonly [Key in keyof KeptRecord]?: unknown }): boolean =>
  typeof tab === "string" &&
  typeof run === "string" &&
  typeof savedAt === "number" &&
  (checkpoint === undefined || checkpoint instanceof Uint8Array);

/**
 * Where the browser gives no more room, the oldest make as much as the record takes; it may be free only later, so that no more of them are
 * given up for one write. @throws DOMException where that is not enough
 */
export async function putInRoom(database: IDBPDatabase<Schema>, record: KeptRecord): Promise<void> {
  try {
    await database.put("runs", record);
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== "QuotaExceededError") throw error;
    let freed = 0;
    for (const other of await others(database, record.id)) {
      if (freed >= bytesOf(record)) break;
      freed += bytesOf(other);
      await database.delete("runs", other.id);
    }
    await database.put("runs", record);
  }
  let bytes = bytesOf(record);
  for (const other of (await others(database, record.id)).reverse()) {
    bytes += bytesOf(other);
    if (bytes > maxKeptBytes) await database.delete("runs", other.id);
  }
}

/** Oldest first. */
const others = async (database: IDBPDatabase<Schema>, than: RunId): Promise<KeptRecord[]> =>
  (await readRecords(database)).filter(({ id }) => id !== than).sort((a, b) => a.savedAt - b.savedAt);
