/** @file Training cut in two by a checkpoint is training in one piece, to the bit. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Checkpoint } from "../../src/core/checkpoint.ts";
import { readCheckpoint, writeCheckpoint } from "../../src/core/checkpointFile.ts";
import { settingsFor } from "../../src/core/heuristics/index.ts";
import type { RunEvent } from "../../src/core/run.ts";
import type { Settings } from "../../src/core/settings.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import { openSession, resumeSession } from "../../src/engine/openSession.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { bitsOf, configOf, environment, evaluationSetOf, finish, trainTo } from "./resumed.ts";

/** A checkpoint as another device gets it. */
function throughBytes(checkpoint: Checkpoint): Checkpoint {
  const read = readCheckpoint(writeCheckpoint(checkpoint));
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
}

const samplersOf = (space: (typeof spaces)[number]): Settings[] => {
  const spec = settingsFor(space).find(({ key }) => key === "sampler");
  return spec?.kind === "choice" ? spec.choices.map(({ value }) => ({ sampler: value })) : [];
};

/** Everything that training can hold: groups of momenta, averages, a split in mid-run, landmarks, rounds beside training. */
const rich: Settings = {
  bs: 20,
  epochs: 18,
  paths: 1,
  ema: 0.9,
  dynmom: true,
  split: true,
  splitafter: 15,
  landmark: 1,
  pathdrop: 0.1,
  scoreshare: 0.2,
};

async function open(space: (typeof spaces)[number], settings: Settings) {
  const config = configOf(space, settings);
  return (await openSession(config, { ...environment, judge: evaluationSetOf(space, config) })).session;
}

/** Reports of training follow the clock, and begin anew. */
const withoutPoints = (events: readonly RunEvent[]): RunEvent[] =>
  events.filter(({ type }) => type !== "trained");

describe.each([...spaces])("$id", (space) => {
  it.each(samplersOf(space))(
    "trains n steps, stops, and trains n more on another engine, as 2n: %o",
    async (sampler) => {
      const [whole, first] = [
        await open(space, { paths: 2, ...sampler }),
        await open(space, { paths: 2, ...sampler }),
      ];
      await trainTo(whole, 6);
      await trainTo(first, 3);
      const checkpoint = throughBytes(await first.checkpoint());
      first.engine.dispose();
      const { session: second } = await resumeSession(checkpoint, environment);
      expect(second.step).toBe(3);
      await trainTo(second, 6);
      expect(bitsOf(await second.checkpoint())).toEqual(bitsOf(await whole.checkpoint()));
      await Promise.all([whole.applyPendingChanges(), second.applyPendingChanges()]);
      const scores = [
        (await whole.applyPendingChanges()).events,
        (await second.applyPendingChanges()).events,
      ];
      expect(scores[0]).toMatchObject([{ type: "evaluated" }]);
      expect(scores[1]).toEqual(scores[0]);
      for (const { engine } of [whole, second]) engine.dispose();
    },
  );
});

describe("a run with all that training can hold", async () => {
  /** After every unit of work: what was said so far, and the checkpoint then. */
  const checkpoints: { readonly said: number; readonly checkpoint: Checkpoint }[] = [];
  const whole = await open(nasbench201, rich);
  const events = await finish(whole, async (said) => {
    checkpoints.push({ said, checkpoint: await whole.checkpoint() });
  });
  const last = bitsOf(await whole.checkpoint());
  whole.engine.dispose();

  const find = (what: string, is: (checkpoint: Checkpoint) => boolean) => {
    const found = checkpoints.find(({ checkpoint }) => is(checkpoint));
    if (!found) throw new Error(`no checkpoint ${what}`);
    return [what, found] as const;
  };
  it.each([
    find("before the first step", ({ phase, step }) => phase === "training" && step === 0),
    find("in an early step", ({ step }) => step === 17),
    find("in the first round", ({ scoring }) => scoring.filling?.number === 0),
    find("after a round", ({ scoring }) => scoring.complete !== undefined),
    find(
      "in a round that takes its turn",
      ({ scoring: { filling } }) => filling?.number === 1 && filling.next > 1,
    ),
    find("after the split", ({ step }) => step === 46),
    find("in the final round", ({ phase }) => phase === "final round"),
    find("at the end", ({ phase }) => phase === "finished"),
  ])("goes on %s", async (_, { said, checkpoint }) => {
    const { session } = await resumeSession(throughBytes(checkpoint), environment);
    expect(withoutPoints(await finish(session))).toEqual(withoutPoints(events.slice(said)));
    expect(bitsOf(await session.checkpoint())).toEqual(last);
    session.engine.dispose();
  });

  it("goes on in another process", () => {
    const folder = mkdtempSync(join(tmpdir(), "checkpoint-"));
    const [from, to] = [join(folder, "from"), join(folder, "to")];
    const [, { checkpoint }] = find("in an early step", ({ step }) => step === 17);
    writeFileSync(from, writeCheckpoint(checkpoint));
    const viteNode = createRequire(import.meta.url).resolve("vite-node/cli");
    const script = fileURLToPath(new URL("./resumeProcess.ts", import.meta.url));
    execFileSync(process.execPath, [viteNode, script, "--", from, to]);
    const read = readCheckpoint(readFileSync(to));
    rmSync(folder, { recursive: true });
    expect(read.ok && bitsOf(read.value)).toEqual(last);
  });

  it("goes back to the checkpoint, not to the untrained super-net, where its device is lost", async () => {
    const [, { checkpoint }] = find("in an early step", ({ step }) => step === 17);
    let lose: (reason: string) => void = () => {};
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    const { session } = await resumeSession(checkpoint, {
      ...environment,
      createEngine: async (...input) => Object.assign(await createWasmEngine(...input), { lost }),
      replaceEngine: createWasmEngine,
    });
    await trainTo(session, 20);
    lose("unplugged");
    expect((await session.advance()).events).toMatchObject([{ type: "recovered", step: 17 }]);
    await finish(session);
    const { weights, momenta, averages } = bitsOf(await session.checkpoint());
    expect({ weights, momenta, averages }).toEqual({
      weights: last.weights,
      momenta: last.momenta,
      averages: last.averages,
    });
    session.engine.dispose();
  });

  it("refuses weights of another length than the network's, by name", async () => {
    const [, { checkpoint }] = find("in an early step", ({ step }) => step === 17);
    const { snapshot } = checkpoint;
    const wrong = {
      ...checkpoint,
      snapshot: { ...snapshot, weights: { ...snapshot.weights, "head/bias": new Float32Array(9) } },
    };
    await expect(resumeSession(wrong, environment)).rejects.toThrow(
      "weights.head/bias has 9 values, but the network of this run has 3",
    );
  });

  it("branches: the weights are kept, other paths are drawn, and new weights start as in the run", async () => {
    const [, { checkpoint }] = find("in an early step", ({ step }) => step === 17);
    const seeds: number[] = [];
    const noting: typeof environment = {
      ...environment,
      createEngine: (set, seed) => {
        seeds.push(seed);
        return createWasmEngine(set, seed);
      },
    };
    const seeded = { ...checkpoint, config: { ...checkpoint.config, seed: 99 } };
    const { session } = await resumeSession(seeded, noting);
    const branch = await session.checkpoint();
    expect(bitsOf(branch)).toEqual(bitsOf(seeded));
    expect([seeds, branch.weightSeed]).toEqual([[3], 3]);
    const { session: same } = await resumeSession(checkpoint, environment);
    await trainTo(session, 19);
    await trainTo(same, 19);
    const [here, there] = [bitsOf(await session.checkpoint()), bitsOf(await same.checkpoint())];
    expect(here.weights).not.toEqual(there.weights);
    for (const { engine } of [session, same]) engine.dispose();
  });
});
