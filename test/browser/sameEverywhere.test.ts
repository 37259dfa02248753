/** @file One link trains the same to the last bit: in the page with its threads, and in a terminal with one thread and with two. */
import { describe, expect, it } from "vitest";
import { fromLink } from "../../src/core/shareLink.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { EngineFactory } from "../../src/engine/engine.ts";
import { runToEnd } from "../../src/engine/openSession.ts";
import { createThreadedWasmEngine, createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { startNodeThread } from "../../src/headless/run/nodeThreads.ts";
import { openTraining } from "../../src/headless/run/train.ts";
import { labBrowser, reached, savedOnce } from "./labPage.ts";

const lab = labBrowser();
/** Steps of two paths, on the first images of the training part. */
const steps = 40;
const settings =
  "seed=5&bs=8&paths=2&channels=4&cells=1&portion=0.032&epochs=1&evalimages=100&evalbatch=50&pool=16&backend=wasm";

async function inTerminal(hash: string, create: EngineFactory) {
  const training = await openTraining(fromLink(hash).link.config, create);
  const run = await runToEnd(training.session);
  training.session.engine.dispose();
  return { step: run.step, rounds: run.rounds, scores: run.scores.toArray() };
}

describe.each(spaces.map(({ id }) => id))("a link of %s", (space) => {
  it("gives equal scores after 40 steps in the page and in a terminal, whatever the threads", async () => {
    const hash = `#v=1&space=${space}&${settings}`;
    expect(fromLink(hash).warnings).toEqual([]);
    const page = await lab.open({ hash });
    await reached(page, steps);
    const run = await savedOnce(page, ({ status }) => status === "finished");
    const shown = { step: run.step, rounds: run.rounds, scores: run.scores.toArray() };
    expect(shown.step).toBe(steps);
    expect(shown.rounds.at(-1)).toMatchObject({ step: steps, size: 16, state: "complete" });
    expect(await inTerminal(hash, createWasmEngine)).toEqual(shown);
    expect(await inTerminal(hash, createThreadedWasmEngine(2, startNodeThread))).toEqual(shown);
  });
});
