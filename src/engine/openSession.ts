/** @file The one place where a session is put together: for the page, a terminal, a study or a test. */
import type { Checkpoint } from "../core/checkpoint.ts";
import type { Dataset } from "../core/datasets.ts";
import type { PlannedChange } from "../core/plannedChange.ts";
import { architectureOf } from "../core/pool.ts";
import {
  type EvaluationSet,
  type Judge,
  nothingScored,
  type ResolvedRun,
  resolveRun,
} from "../core/resolveRun.ts";
import type { Failure, RunConfig } from "../core/run.ts";
import { type Run, reduceRun } from "../core/runState.ts";
import type { DeviceLost } from "./deviceLoss.ts";
import type { Engine, EngineFactory, ImageSet, NetworkScore } from "./engine.ts";
import { checkLengths, onEngine } from "./onEngine.ts";
import { Session } from "./session.ts";

/** What a session needs of the world around it. */
export interface SessionEnvironment {
  readonly loadImages: (dataset: Dataset) => Promise<ImageSet>;
  readonly createEngine: EngineFactory;
  /** An engine in the place of one whose device was lost; rejects where there is none. Absent: there never is. */
  readonly replaceEngine?: (images: ImageSet, seed: number, loss: DeviceLost) => Promise<Engine>;
  /** See `resolveRun`; absent: nothing is scored. */
  readonly judge?: Judge | EvaluationSet;
  /** Changes that a new run makes by itself. */
  readonly planned?: readonly PlannedChange[];
  /** Scores of a search that an earlier one on the same weights left; absent: none is kept. */
  readonly keptScores?: KeptScores;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
}

export interface TimedScore extends NetworkScore {
  readonly milliseconds: number;
}

/** By rules of scoring and canonical form. */
export interface KeptScores {
  get(key: string): TimedScore | undefined;
  add(key: string, score: TimedScore): void;
}

export interface OpenedSession extends ResolvedRun {
  readonly images: ImageSet;
  /** Whoever opened it disposes of its engine. */
  readonly session: Session;
}

/**
 * Resolves a configuration and opens a session on it. What `loadImages` and `createEngine` reject with passes.
 * @throws RangeError where space or data set are unknown, or an architecture of the evaluation set is none of the space
 */
export async function openSession(
  config: RunConfig,
  environment: SessionEnvironment,
): Promise<OpenedSession> {
  return open(resolveRun(config, environment.judge ?? nothingScored), environment, {
    weightSeed: config.seed,
  });
}

/**
 * Opens a session that goes on where a checkpoint was taken: it trains, scores and tells what that session would have, to the bit on an
 * engine of the same arithmetic. Only what `trained` events average begins anew. With another `config.seed` it is a branch that keeps the
 * weights and draws other paths, image orders and dropout.
 * @param environment `judge` does not count: the checkpoint has its evaluation set
 * @throws RangeError as `openSession`, and where an array has not the length of its parameter
 */
export async function resumeSession(
  checkpoint: Checkpoint,
  environment: SessionEnvironment,
): Promise<OpenedSession> {
  return open(resolveRun(checkpoint.config, checkpoint), environment, {
    weightSeed: checkpoint.weightSeed,
    from: checkpoint,
  });
}

async function open(
  resolved: ResolvedRun,
  { loadImages, createEngine, replaceEngine, planned, now = () => performance.now() }: SessionEnvironment,
  start: { readonly weightSeed: number; readonly from?: Checkpoint },
): Promise<OpenedSession> {
  const { weightSeed } = start;
  const { space } = resolved;
  const pool = resolved.scored.map((text) => architectureOf(text, space));
  const landmarks = resolved.landmarks.map(({ architecture, accuracy }) => ({
    architecture: architectureOf(architecture, space),
    accuracy,
  }));
  const images = await loadImages(resolved.dataset);
  if (start.from) checkLengths(start.from, resolved, images);
  const session = await onEngine(
    createEngine(images, weightSeed),
    (engine) =>
      new Session({
        space,
        images,
        engine,
        config: resolved.config,
        ...start,
        pool,
        landmarks,
        planned,
        replaceEngine: (loss) =>
          replaceEngine?.(images, weightSeed, loss) ?? Promise.reject(new Error("there is no other device")),
        now,
      }),
  );
  return { ...resolved, images, session };
}

/** The end of a run that failed: message and advice. */
export class RunFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`${failure.message} ${failure.advice}`);
    this.failure = failure;
  }
}

/**
 * Trains to the end, or for `steps` steps in all, and completes a round over the whole evaluation set on the weights then.
 * @param options.from the run as it was where the session was resumed; absent: the session is new
 * @param options.onProgress sees the run after every unit of work; the next one waits for it
 * @returns the run as its events tell it
 * @throws RunFailed where the run fails
 */
export async function runToEnd(
  session: Session,
  options: {
    readonly steps?: number;
    readonly from?: Run;
    readonly onProgress?: (run: Run) => void | Promise<void>;
  } = {},
): Promise<Run> {
  const { steps = Number.POSITIVE_INFINITY, onProgress } = options;
  let run = options.from;
  /** @returns whether anything was done */
  const take = async (work: ReturnType<Session["advance"]>): Promise<boolean> => {
    const { kind, events } = await work;
    run = events.reduce(reduceRun, run as Run);
    if (run.failure) throw new RunFailed(run.failure);
    await onProgress?.(run);
    return kind !== "idle" || events.length > 0;
  };
  do await take(session.advance(session.step + 1 >= steps));
  while (session.step < steps && run?.status !== "finished");
  while (await take(session.applyPendingChanges()));
  return run as Run;
}
