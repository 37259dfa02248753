/** @file Training cut in two by a checkpoint is training in one piece, to the bit. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Checkpoint } from "../../src/core/checkpoint.ts";
import { readCheckpoint, writeCheckpoint } from "../../src/core/checkpointFile.ts";
import { codeVersion } from "../../src/core/codeVersion.ts";
import { settingsFor } from "../../src/core/heuristics/index.ts";
import type { RunEvent } from "../../src/core/run.ts";
import type { Settings } from "../../src/core/settings.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import { openSession, resumeSession } from "../../src/engine/openSession.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { bitsOf, configOf, environment, evaluationSetOf, finish, firstScore, trainTo } from "./resumed.ts";

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

const cases = spaces.flatMap((space) =>
  samplersOf(space).map((sampler) => ({
    name: `${space.id}-${sampler.sampler}`,
    space,
    settings: { paths: 2, ...sampler },
  })),
);

/** What goes on in the other process, by name, and what came of it there. */
const jobs = new Map<string, { readonly checkpoint: Checkpoint; readonly steps?: number }>();
const folder = mkdtempSync(join(tmpdir(), "checkpoints-"));
const resumedElsewhere = (name: string) => {
  const read = readCheckpoint(readFileSync(join(folder, `${name}.to`)));
  if (!read.ok) throw new Error(read.problem.message);
  const events = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as RunEvent[];
  return { checkpoint: bitsOf(read.value), events };
};

// One process for all: it takes longer to start than to train.
beforeAll(async () => {
  for (const { name, space, settings } of cases) {
    const first = await open(space, settings);
    await trainTo(first, 3);
    jobs.set(name, { checkpoint: await first.checkpoint(), steps: 6 });
    first.engine.dispose();
  }
  for (const [name, { checkpoint }] of jobs)
    writeFileSync(join(folder, `${name}.from`), writeCheckpoint(checkpoint));
  const listed = [...jobs].map(([name, { steps }]) => ({ name, steps }));
  writeFileSync(join(folder, "jobs.json"), JSON.stringify(listed));
  const viteNode = createRequire(import.meta.url).resolve("vite-node/cli");
  const script = fileURLToPath(new URL("./resumeProcess.ts", import.meta.url));
  await promisify(execFile)(process.execPath, [viteNode, script, "--", folder]);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

it.each(cases)(
  "trains n steps, stops, and trains n more in another process, as 2n: $name",
  async ({ name, space, settings }) => {
    const whole = await open(space, settings);
    await trainTo(whole, 6);
    const { checkpoint, events } = resumedElsewhere(name);
    expect([checkpoint.step, checkpoint.code]).toEqual([6, codeVersion]);
    expect(checkpoint).toEqual(bitsOf(await whole.checkpoint()));
    const scores = await firstScore(whole);
    expect(scores).toMatchObject([{ type: "evaluated" }]);
    expect(events).toEqual(JSON.parse(JSON.stringify(scores)));
    whole.engine.dispose();
  },
);

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

  jobs.set("rich", { checkpoint: find("in an early step", ({ step }) => step === 17)[1].checkpoint });
  it("goes on in another process", () => {
    expect(resumedElsewhere("rich").checkpoint).toEqual(last);
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
