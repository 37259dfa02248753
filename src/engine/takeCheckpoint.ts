/** @file A checkpoint of a run, put together from its parts between two units of work. */
import type { Checkpoint } from "../core/checkpoint.ts";
import { codeVersion } from "../core/codeVersion.ts";
import type { PlannedChange } from "../core/plannedChange.ts";
import type { Architecture, SearchSpace } from "../core/spaces/space.ts";
import type { WatchedEngine } from "./deviceLoss.ts";
import type { Landmark } from "./paths.ts";
import type { ScoringRounds } from "./scoringRounds.ts";
import type { Training } from "./training.ts";

/** What a run was opened with. */
export interface RunOrigin {
  readonly space: SearchSpace;
  readonly pool: readonly Architecture[];
  readonly landmarks: readonly Landmark[];
  /** Decides what weights start from; `config.seed` decides all else that is drawn. */
  readonly weightSeed: number;
}

/** Rejects where the device is gone. */
export async function takeCheckpoint(
  { space, pool, landmarks, weightSeed }: RunOrigin,
  { phase, planned }: { readonly phase: Checkpoint["phase"]; readonly planned: readonly PlannedChange[] },
  { config, position, batches }: Training,
  { state: scoring }: ScoringRounds,
  engine: WatchedEngine,
): Promise<Checkpoint> {
  const snapshot = await engine.call((live) => live.snapshot());
  const hasRound = scoring.filling !== undefined || scoring.complete !== undefined;
  const frozen = hasRound ? await engine.call((live) => live.snapshotFrozen()) : undefined;
  return {
    code: codeVersion,
    config,
    weightSeed,
    scored: pool.map((architecture) => space.print(architecture)),
    landmarks: landmarks.map(({ architecture, accuracy }) => ({
      architecture: space.print(architecture),
      accuracy,
    })),
    phase,
    ...position,
    batches,
    ...(planned.length > 0 && { planned }),
    scoring,
    snapshot,
    ...(frozen && { frozen }),
  };
}
