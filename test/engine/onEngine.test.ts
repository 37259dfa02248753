/** @file What goes on from a checkpoint, whichever it is: one that does not fit is refused, and no engine is left behind. */
import { describe, expect, it, vi } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import type { SearchAlgorithm } from "../../src/core/search/algorithm.ts";
import { searchAlgorithms } from "../../src/core/search/index.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openLandscaper } from "../../src/engine/landscaper.ts";
import { openSession, resumeSession, type SessionEnvironment } from "../../src/engine/openSession.ts";
import { openSearcher } from "../../src/engine/searcher.ts";
import { openTunedSearcher } from "../../src/engine/tunedSearcher.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { caseImages } from "./caseData.ts";
import { input } from "./smallLab.ts";

const images = caseImages(input, 320);
const environment: SessionEnvironment = { loadImages: async () => images, createEngine: createWasmEngine };
const architecture = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|none~1|skip_connect~2|";
const { session } = await openSession(
  { ...defaultConfig(), settings: { channels: 4, bs: 16, portion: 1, evalimages: 50, evalbatch: 50 } },
  { ...environment, judge: { scored: [architecture], landmarks: [] } },
);
while (session.step < 4) await session.advance();
const checkpoint = await session.checkpoint();
session.engine.dispose();

const { snapshot } = checkpoint;
const cut = Object.keys(snapshot.weights).map((name) => [name, new Float32Array(3)] as const);
const damaged = { ...checkpoint, snapshot: { ...snapshot, weights: Object.fromEntries(cut) } };
const algorithm = searchAlgorithms.find(({ id }) => id === "random") as SearchAlgorithm;
const task = { algorithm, seed: 1, budget: 1 };

describe.each([
  ["a session", resumeSession],
  ["a search", (from, around) => openSearcher(from, around, [task])],
  [
    "a search that fine-tunes",
    (from, around) => openTunedSearcher(from, around, task, { steps: 1, learningRate: 0.01 }),
  ],
  [
    "a loss landscape",
    (from, around) => openLandscaper({ kind: "path", architecture, checkpoint: from, seed: 1 }, around),
  ],
] as readonly (readonly [
  string,
  (from: typeof checkpoint, around: SessionEnvironment) => Promise<unknown>,
])[])("%s", (what, open) => {
  it("refuses weights of another length by name, before it opens an engine", async () => {
    const createEngine = vi.fn(createWasmEngine);
    await expect(open(damaged, { ...environment, createEngine })).rejects.toThrow(
      /weights\.\S+ has 3 values, but the network of this run has \d+/,
    );
    expect(createEngine).not.toHaveBeenCalled();
  });

  // A landscape restores weights point by point.
  it.skipIf(what === "a loss landscape")("gives an engine back that does not take the weights", async () => {
    const dispose = vi.fn();
    const createEngine: SessionEnvironment["createEngine"] = async (...of) => {
      const engine = await createWasmEngine(...of);
      const restore = (): never => {
        throw new RangeError("no room");
      };
      return Object.assign(Object.create(engine) as Engine, {
        restore,
        dispose: () => {
          dispose();
          engine.dispose();
        },
      });
    };
    await expect(open(checkpoint, { ...environment, createEngine })).rejects.toThrow("no room");
    expect(dispose).toHaveBeenCalledOnce();
  });
});
