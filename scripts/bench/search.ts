/** @file A search on the default NAS-Bench-201 super-net against scoring the same architectures in a plain loop. */
import { defaultConfig } from "../../src/core/config.ts";
import { nothingScored, resolveRun } from "../../src/core/resolveRun.ts";
import { randomSearch } from "../../src/core/search/randomSearch.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { Architecture } from "../../src/core/spaces/space.ts";
import { evaluationOf } from "../../src/engine/evaluation.ts";
import { openSession, type SessionEnvironment } from "../../src/engine/openSession.ts";
import { openSearcher } from "../../src/engine/searcher.ts";
import { createThreadedWasmEngine } from "../../src/engine/wasm/engine.ts";
import { startNodeThread } from "../../src/headless/run/nodeThreads.ts";
import type { Bench } from "./bench.ts";
import { noiseImages } from "./workload.ts";

const evaluations = 500;
/** As a page takes on two cores. */
const threads = 2;

export const searchSpeed: Bench = {
  names: ["search_500_seconds", "search_evaluations_per_second", "search_vs_plain_scoring"],
  explanation:
    "Random search of 500 evaluations on the default NAS-Bench-201 super-net, 1,000 images each, two WASM threads as a page on two cores has them: seconds, evaluations a second, and how many times as fast as scoring the same architectures in a plain loop.",
  async measure() {
    // Noise in the place of the images: speed does not depend on what they show.
    const images = noiseImages();
    const createEngine = createThreadedWasmEngine(threads, startNodeThread);
    const environment: SessionEnvironment = {
      loadImages: async () => images,
      createEngine,
    };
    const config = defaultConfig();
    const { session } = await openSession(config, environment);
    const checkpoint = await session.checkpoint();
    session.engine.dispose();

    const task = { algorithm: randomSearch, seed: 1, budget: evaluations };
    const searcher = await openSearcher(checkpoint, environment, [task]);
    const found: Architecture[] = [];
    const began = performance.now();
    for (let told = await searcher.advance(); told.length > 0; told = await searcher.advance())
      for (const event of told)
        if (event.type === "proposed") found.push(nasbench201.parse(event.architecture)!);
    const searched = performance.now() - began;
    searcher.dispose();

    const { recipe } = resolveRun(config, nothingScored);
    const { height, width, channels, classes } = images;
    const engine = await createEngine(images, checkpoint.weightSeed);
    engine.restore(checkpoint.snapshot);
    const start = performance.now();
    for (const architecture of found) {
      const input = { height, width, channels };
      const network = nasbench201.build(architecture, recipe.network, input, classes.length);
      await engine.score([network], evaluationOf(recipe, images));
    }
    const plain = performance.now() - start;
    engine.dispose();
    return {
      search_500_seconds: searched / 1000,
      search_evaluations_per_second: (evaluations / searched) * 1000,
      search_vs_plain_scoring: plain / searched,
    };
  },
};
