/** @file The state of a run. `reduceRun` is the only place where it changes; no value is ever changed in place. */
import { AppendLog } from "./appendLog.ts";
import { andThisCode, codeVersion } from "./codeVersion.ts";
import type { EpochClock } from "./epochClock.ts";
import type { Round, ScoredRounds } from "./rounds.ts";
import type { Failure, RunConfig, RunEvent, Score, TrainingPoint } from "./run.ts";
import type { Settings } from "./settings.ts";

export const runStatuses = ["starting", "running", "paused", "finished", "failed"] as const;
type RunStatus = (typeof runStatuses)[number];

/** A live change, as the charts mark it. */
export type Change = Omit<
  Extract<RunEvent, { type: "changed" }>,
  "type" | "settings" | "totalSteps" | "epochClock"
>;

/** Training that went on elsewhere. Measurements later than `step` were made before the failure and stay. */
type Recovery = Omit<Extract<RunEvent, { type: "recovered" }>, "type" | "totalSteps" | "epochClock">;

export interface Run extends ScoredRounds {
  /** Versions of the code that trained and scored, parted by commas; more than one where a newer lab went on with it. */
  readonly code: string;
  readonly status: RunStatus;
  /** With the settings of now. */
  readonly config: RunConfig;
  /** The settings that the run began with. */
  readonly initialSettings: Settings;
  readonly backend: string;
  readonly totalSteps: number;
  readonly epochClock: EpochClock;
  /** The last training step heard of. */
  readonly step: number;
  readonly points: AppendLog<TrainingPoint>;
  /** Changes of evaluation settings so far. */
  readonly generation: number;
  readonly changes: readonly Change[];
  readonly recoveries: readonly Recovery[];
  readonly failure: Failure | undefined;
}

/** A run that is asked for but of which nothing has been heard. */
export function startingRun(config: RunConfig, pool: readonly string[]): Run {
  return {
    code: codeVersion,
    status: "starting",
    config,
    initialSettings: config.settings,
    pool,
    backend: "",
    totalSteps: 0,
    epochClock: { step: 0, epochs: 0, stepsPerEpoch: 0 },
    step: 0,
    points: AppendLog.of<TrainingPoint>([]),
    scores: AppendLog.of<Score>([]),
    rounds: [],
    generation: 0,
    changes: [],
    recoveries: [],
    failure: undefined,
  };
}

const nothing: RunConfig = { space: "", dataset: "", seed: 0, settings: {} };

/**
 * The run after an event. "started" begins a new one, whatever was before; a failure may come even earlier.
 * Throws on any other event without a run: a bug of the caller.
 */
export function reduceRun(run: Run | undefined, event: RunEvent): Run {
  if (event.type === "started") {
    const { config, pool, backend, totalSteps, stepsPerEpoch } = event;
    const epochClock: EpochClock = { step: 0, epochs: 0, stepsPerEpoch };
    return { ...startingRun(config, pool), status: "running", backend, totalSteps, epochClock };
  }
  if (!run) {
    if (event.type !== "failed") throw new Error(`event "${event.type}" before any run was started`);
    return reduceRun(startingRun(nothing, []), event);
  }
  switch (event.type) {
    case "trained":
      return {
        ...run,
        code: andThisCode(run.code),
        step: event.point.step,
        points: run.points.append([event.point]),
      };
    case "roundBegan": {
      const { generation, scores } = run;
      const rounds = [
        ...endedRounds(run, "abandoned"),
        { ...event.round, state: "filling" as const, from: scores.length, generation },
      ];
      return { ...run, rounds, step: Math.max(run.step, event.round.step) };
    }
    case "evaluated":
      return { ...run, code: andThisCode(run.code), scores: run.scores.append(event.scores) };
    case "roundEnded":
      return { ...run, rounds: endedRounds(run, event.complete ? "complete" : "abandoned") };
    case "changed": {
      const { key, from, to, effect, settings, step, totalSteps, epochClock } = event;
      return {
        ...run,
        ...(goesOn(run, event) && { status: "running" as const, failure: undefined }),
        ...(effect === "reevaluate" && { generation: run.generation + 1 }),
        config: { ...run.config, settings },
        step,
        totalSteps,
        epochClock,
        changes: [...run.changes, { step, key, from, to, effect }],
      };
    }
    case "paused":
    case "resumed": {
      const over = run.status === "finished" || run.status === "failed";
      const status = event.type === "paused" ? "paused" : "running";
      return { ...run, status: over ? run.status : status, step: event.step };
    }
    case "recovered": {
      const { step, backend, reason, totalSteps, epochClock } = event;
      return {
        ...run,
        // Steps that are taken anew are taken under the settings of now.
        changes: run.changes.map((change) => (change.step > step ? { ...change, step } : change)),
        step,
        backend,
        totalSteps,
        epochClock,
        recoveries: [...run.recoveries, { step, backend, reason }],
      };
    }
    case "finished":
      return { ...run, status: "finished", step: event.step };
    case "failed":
      return {
        ...run,
        ...{ status: "failed", step: event.step, failure: event.failure },
        rounds: endedRounds(run, "abandoned"),
      };
    default:
      throw event satisfies never;
  }
}

/** Whether a change gives a run that was over something to do: a failed one trains on, a finished one trains or scores. */
function goesOn(
  { status }: Run,
  { effect, step, totalSteps }: Extract<RunEvent, { type: "changed" }>,
): boolean {
  if (effect === "rerank") return false;
  return status === "failed" || (status === "finished" && (effect === "reevaluate" || step < totalSteps));
}

/** The rounds, with the one that is being filled ended. */
function endedRounds({ rounds }: Run, state: "complete" | "abandoned"): readonly Round[] {
  const last = rounds.at(-1);
  return last?.state === "filling" ? [...rounds.slice(0, -1), { ...last, state }] : rounds;
}
