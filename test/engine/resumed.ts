/** @file A small run in any space, to be cut in two; the same in this process and in another. */
import type { Checkpoint, NamedArrays } from "../../src/core/checkpoint.ts";
import { checkConfig, defaultConfig } from "../../src/core/config.ts";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { createRandom } from "../../src/core/random.ts";
import type { EvaluationSet } from "../../src/core/resolveRun.ts";
import type { RunConfig, RunEvent } from "../../src/core/run.ts";
import type { Settings } from "../../src/core/settings.ts";
import type { SearchSpace } from "../../src/core/spaces/space.ts";
import type { SessionEnvironment } from "../../src/engine/openSession.ts";
import type { Session } from "../../src/engine/session.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { caseImages } from "./caseData.ts";

const images = caseImages({ height: 8, width: 8, channels: 1 }, 60);

/** A legal configuration of four channels, few images and these settings. */
export function configOf(space: SearchSpace, settings: Settings): RunConfig {
  const small = { channels: 4, cells: 1, bs: 6, epochs: 4, evalimages: 50, evalbatch: 50, ...settings };
  const { config, warnings } = checkConfig({ ...defaultConfig(), space: space.id, seed: 3, settings: small });
  if (warnings.length > 0) throw new Error(warnings.join(" "));
  return config;
}

/** Architectures that the configuration allows: some to score, two landmarks. */
export function evaluationSetOf(space: SearchSpace, { settings }: RunConfig): EvaluationSet {
  const { network } = recipeOf(space, settings);
  const random = createRandom(2);
  const found: string[] = [];
  while (found.length < 6) {
    const drawn = space.sampleNaive(random);
    if (space.admits(drawn, network)) found.push(space.print(drawn));
  }
  return {
    scored: found.slice(2),
    landmarks: found.slice(0, 2).map((architecture, i) => ({ architecture, accuracy: 0.5 + 0.1 * i })),
  };
}

export const environment: SessionEnvironment = {
  loadImages: async () => images,
  createEngine: createWasmEngine,
  now: () => 0,
};

/** A checkpoint with every array as text, its bits: quick to compare, and the difference has a name. */
export function bitsOf({ snapshot, frozen, ...rest }: Checkpoint) {
  const text = (arrays: NamedArrays = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries(arrays).map(([name, { buffer, byteOffset, byteLength }]) => [
        name,
        Buffer.from(buffer, byteOffset, byteLength).toString("base64"),
      ]),
    );
  const { weights, momenta, averages } = snapshot;
  return {
    ...rest,
    weights: text(weights),
    momenta: text(momenta),
    averages: text(averages),
    frozenWeights: text(frozen?.weights),
    frozenAverages: text(frozen?.averages),
  };
}

export async function trainTo(session: Session, step: number): Promise<void> {
  while (session.step < step) await session.advance();
}

/** What the first score of the present weights says, and what comes before it. */
export async function firstScore(session: Session): Promise<readonly RunEvent[]> {
  await session.applyPendingChanges();
  return (await session.applyPendingChanges()).events;
}

/** What the run says until its end, or from here on; units of work and what each said. */
export async function finish(session: Session, after: (events: number) => Promise<void> = async () => {}) {
  const events: RunEvent[] = [];
  for (;;) {
    const { kind, events: told } = await session.advance();
    events.push(...told);
    await after(events.length);
    if (kind === "idle" && told.length === 0) return events;
  }
}
