/** @file Anything in any order: nothing throws, nothing waits for ever, and page and training thread agree. MONKEY_ACTIONS for more. */
import { afterEach, expect, it, vi } from "vitest";
import { changeKind } from "../../src/core/config.ts";
import { entryOf } from "../../src/store/runs.ts";
import { act, fetchFromFolder, type MonkeyLab, monkeyRandom, openMonkeyLab } from "./monkeyLab.ts";

const actions = Number(process.env.MONKEY_ACTIONS ?? 120);
const betweenChecks = 20;
const waitLimit = { timeout: 20_000, interval: 10 };

afterEach(() => {
  vi.unstubAllGlobals();
});

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until nothing is on its way, and compares what is shown with what the thread has. */
async function check(lab: MonkeyLab): Promise<void> {
  const { store, actions } = lab;
  const get = store.getState;
  await Promise.all(lab.opening.splice(0));
  await vi.waitFor(() => expect(get().truth.status).not.toBe("loading"), waitLimit);
  for (const { id } of get().runs) actions.pauseRun(id);
  await vi.waitFor(() => {
    for (const { run, origin } of get().runs)
      if (origin === "training") expect(["paused", "finished", "failed"]).toContain(run.status);
  }, waitLimit);
  const training = get().runs.filter(({ origin }) => origin === "training");
  expect(lab.live().sort()).toEqual(training.map(({ id }) => id).sort());
  const agree = async (id: string): Promise<void> => {
    const said = await lab.ask(id);
    const { run } = entryOf(get().runs, id) ?? {};
    if (said.type === "noCheckpoint") expect(run?.status).toBe("failed");
    else {
      expect(run?.step).toBe(said.checkpoint.step);
      expect(run?.config).toEqual(said.checkpoint.config);
      expect(run?.rounds.length).toBe(said.checkpoint.scoring.begunInAll);
    }
    // Settings that the space does not have count for nothing.
    if (id === get().active) expect(run && changeKind(run.config, get().config)).toBe("none");
  };
  // A run that was told to go on and to pause at once may still be shown as it was paused before.
  for (const { id } of training) await vi.waitFor(() => agree(id), waitLimit);
}

it.each([1, 2, 3])("survives anything, seed %i", async (seed) => {
  vi.stubGlobal("fetch", fetchFromFolder);
  const random = monkeyRandom(seed);
  const lab = await openMonkeyLab("#v=2&pool=8");
  const done: string[] = [];
  try {
    for (let count = 1; count <= actions; count++) {
      done.push(act(lab, random));
      if (random.below(4) === 0) await pause(random.below(30));
      if (count % betweenChecks === 0) await check(lab);
    }
  } catch (error) {
    throw new Error(`after ${done.length} actions, the last being ${done.slice(-30).join(", ")}`, {
      cause: error,
    });
  } finally {
    lab.close();
  }
});
