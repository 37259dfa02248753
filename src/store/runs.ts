/** @file A run as the page holds it: what its events tell, what is wanted of it, and where it is. */
import type { Checkpoint } from "../core/checkpoint.ts";
import type { PlannedChange } from "../core/plannedChange.ts";
import type { RunConfig, RunId } from "../core/run.ts";
import type { ChangedRun } from "../core/runChange.ts";
import type { RunIntent } from "../core/runIntent.ts";
import type { Run } from "../core/runState.ts";
import type { Settings } from "../core/settings.ts";

export interface Memory {
  readonly buffers: number;
  readonly bytes: number;
}

export interface KeptRun {
  readonly run: Run;
  readonly checkpoint: Checkpoint;
}

export interface RunEntry extends ChangedRun {
  readonly id: RunId;
  /** The run that was active when this one began. */
  readonly parent: RunId | undefined;
  readonly intent: RunIntent;
  /** The settings that it was last told to go on with, whether or not they act yet; absent: those that it began with. */
  readonly asked: Settings | undefined;
  /** What the training thread is preparing. */
  readonly preparing: string;
  /** Training steps per second, smoothed; absent while unknown. */
  readonly pace: number | undefined;
  /** Changes that it makes by itself, or those that were left when it was kept; absent: none. */
  readonly planned: readonly PlannedChange[] | undefined;
  /** A recorded one as its link carries it; absent: it comes from a file. */
  readonly carried: string | undefined;
  /** What its engine holds. */
  readonly memory: Memory | undefined;
  /** The last checkpoint, and the run as it was then. */
  readonly kept: KeptRun | undefined;
  /** As its user calls it; absent: by what differs. */
  readonly name: string | undefined;
  /** Whether charts and comparisons leave it out. */
  readonly isHidden: boolean;
  /** Of one that was taken out of the list: whether others were compared with it. */
  readonly wasBaseline?: boolean;
  /** The same: whether it trained then. */
  readonly wasTraining?: boolean;
  /** Whether a sweep began it; the first to be forgotten where there are many. */
  readonly isSwept: boolean;
}

export const blankRun = {
  ...{
    preparing: "",
    pace: undefined,
    planned: undefined,
    carried: undefined,
    memory: undefined,
    kept: undefined,
  },
  ...{ asked: undefined, name: undefined, isHidden: false, isSwept: false },
} as const;

/** What was chosen for it, of which the last may not act yet. */
export const askedConfig = ({ run: { config }, asked }: Pick<RunEntry, "run" | "asked">): RunConfig =>
  asked ? { ...config, settings: asked } : config;

/** Whether the training thread has it, or will have it. */
export const isLive = ({ origin }: RunEntry): boolean => origin === "training" || origin === "new";

/** Whether it trains and scores no more by itself. */
export const isDone = ({ run: { status } }: RunEntry): boolean =>
  status === "finished" || status === "failed";

/** Whether it takes its share of the device now. */
export const isTraining = (entry: RunEntry): boolean =>
  isLive(entry) && !isDone(entry) && entry.intent === "train";

/** What was begun for another comparison may still take its share of the device. */
export const trainsElsewhere = (entry: RunEntry, space: string): boolean =>
  isTraining(entry) && entry.run.config.space !== space;

/** waiting: nothing was started yet, because the link or the user's data saver says so. */
export type Phase = "waiting" | "preparing" | "running" | "paused" | "finished" | "failed";

export function phaseOf(entry: RunEntry | undefined): Phase {
  if (!entry) return "waiting";
  const { origin, intent, run } = entry;
  if (origin === "recorded") return "finished";
  if (run.status === "failed" || run.status === "finished") return run.status;
  if (intent === "pause" || origin === "ended") return "paused";
  return run.status === "starting" ? "preparing" : "running";
}

export function entryOf(runs: readonly RunEntry[], id: RunId | undefined): RunEntry | undefined {
  return runs.find((entry) => entry.id === id);
}

/** The runs with another value of one of them. */
export function withEntry(
  runs: readonly RunEntry[],
  id: RunId,
  change: (entry: RunEntry) => Partial<RunEntry>,
): readonly RunEntry[] {
  return runs.map((entry) => (entry.id === id ? { ...entry, ...change(entry) } : entry));
}

/** Those that were taken out before the last so many cannot be brought back. */
const maxRemoved = 24;

/** Takes runs out of the list, so that they can be brought back. */
export function removing({ runs, removed }: RunLists, entries: readonly RunEntry[]): RunLists {
  if (entries.length === 0) return { runs, removed };
  const stack = [...removed, entries];
  while (stack.length > 1 && stack.flat().length > maxRemoved) stack.shift();
  return { runs: runs.filter((entry) => !entries.includes(entry)), removed: stack };
}

/** Puts runs back into the list, one of them as the baseline that it was, where there is no other. */
export function restoring(
  { runs, baselineId }: Pick<RunLists, "runs"> & { readonly baselineId: RunId | undefined },
  entries: readonly RunEntry[],
): { readonly runs: readonly RunEntry[]; readonly baselineId: RunId | undefined } {
  const former = entries.find(({ wasBaseline }) => wasBaseline);
  return {
    runs: [...entries.map(({ wasBaseline: _, wasTraining: __, ...entry }) => entry), ...runs],
    baselineId: baselineId ?? former?.id,
  };
}

interface RunLists {
  readonly runs: readonly RunEntry[];
  readonly removed: readonly (readonly RunEntry[])[];
}

interface Shown {
  readonly active: RunId | undefined;
  readonly baselineId: RunId | undefined;
}

/** A run is not compared with itself: then the one shown before is the baseline. */
export function baselineBeside(id: RunId, { baselineId, active }: Shown): RunId | undefined {
  return baselineId === id ? active : baselineId;
}

/** What is shown where the run shown is taken away: the one that it was compared with, else the last; `undefined` where none is left. */
export function shownInstead(
  { runs, active, baselineId }: Shown & Pick<RunLists, "runs">,
  taken: readonly RunId[],
): { readonly id: RunId; readonly baselineId: RunId | undefined } | undefined {
  if (active === undefined || !taken.includes(active)) return undefined;
  const left = runs.filter(({ id }) => !taken.includes(id));
  const next = entryOf(left, baselineId) ?? left.at(-1);
  return next && { id: next.id, baselineId: baselineId === next.id ? undefined : baselineId };
}
