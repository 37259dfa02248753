/** @file Two live runs in one training thread against one: what taking turns, rounds of scores and checkpoints cost. */
import { setTimeout as sleep } from "node:timers/promises";
import { defaultConfig } from "../../src/core/config.ts";
import { datasets } from "../../src/core/datasets.ts";
import { createRandom } from "../../src/core/random.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { LabHost } from "../../src/worker/host.ts";
import type { Bench } from "./bench.ts";
import { noiseImages } from "./workload.ts";

const windows = 4;
const windowMilliseconds = 8000;
/** As often as the page asks for it. */
const checkpointMilliseconds = 10_000;
const scored = 16;

export const twoRuns: Bench = {
  names: ["two_runs_vs_one"],
  explanation:
    "Images a second that two default runs of NAS-Bench-201 train in turn, as a part of those that one trains alone: rounds of scores and checkpoints go on as on the page; windows of 8 seconds in turn, one WASM thread.",
  async measure() {
    const images = noiseImages();
    let trained = 0;
    const host = new LabHost({
      post() {},
      backends: [
        {
          id: "wasm",
          open: async () => ({
            ...{ device: "processor", software: false },
            create: async (...input) => {
              const engine = await createWasmEngine(...input);
              const train = engine.trainStep.bind(engine);
              engine.trainStep = async (step) => {
                await train(step);
                trained += step.paths.length * step.images.length;
              };
              return engine;
            },
          }),
        },
      ],
      loadImages: async () => ({ ok: true, images }),
      now: () => performance.now(),
      yieldToEventLoop: () => new Promise((resolve) => setImmediate(resolve)),
    });
    const random = createRandom(1);
    const pool = Array.from({ length: scored }, () => nasbench201.print(nasbench201.sampleNaive(random)));
    const { url, sha256 } = datasets[0];
    for (const [index, run] of ["first", "second"].entries())
      host.receive({
        ...{ type: "start", run, intent: index === 0 ? "train" : "pause", backend: "wasm" },
        config: { ...defaultConfig(), seed: index + 1, settings: { epochs: 200 } },
        ...{ evaluationSet: { scored: pool, landmarks: [] }, dataset: { url, sha256 } },
      });
    const keep = setInterval(() => {
      for (const run of ["first", "second"]) host.receive({ type: "checkpoint", run });
    }, checkpointMilliseconds);
    const rate = async (intent: "train" | "pause"): Promise<number> => {
      host.receive({ type: "intend", run: "second", intent });
      // What a pause owes of scores is none of the time of one.
      await sleep(windowMilliseconds);
      const [before, began] = [trained, performance.now()];
      await sleep(windowMilliseconds);
      return (trained - before) / (performance.now() - began);
    };
    let [one, two] = [0, 0];
    for (let i = 0; i < windows; i++) {
      one += await rate("pause");
      two += await rate("train");
    }
    clearInterval(keep);
    for (const run of ["first", "second"]) host.receive({ type: "end", run });
    return { two_runs_vs_one: two / one };
  },
};
