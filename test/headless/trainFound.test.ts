/** @file `--train-found`: an architecture of which a training alone diverged has no stand-alone accuracy, and is named. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { datasets } from "../../src/core/datasets.ts";
import { createRandom } from "../../src/core/random.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { SearchSpace } from "../../src/core/spaces/space.ts";
import { firstSeed, standAloneProtocol } from "../../src/core/tables/protocol.ts";
import { rowOf } from "../../src/core/tables.ts";
import { Progress } from "../../src/headless/progress.ts";
import { readTable } from "../../src/headless/run/train.ts";
import { trainFound } from "../../src/headless/search/trainFound.ts";
import { openTrainings } from "../../src/headless/table/trainings.ts";

const folder = mkdtempSync(join(tmpdir(), "found-"));
afterEach(() => rmSync(folder, { recursive: true }));

it("leaves out what diverged with one of its seeds, and says so", async () => {
  const space: SearchSpace = spaces[0];
  const { table } = readTable(space.id);
  const random = createRandom(1);
  const found = new Set<string>();
  while (found.size < 2) {
    const text = space.print(space.sampleUnique(random));
    if (!rowOf(text, space, table)) found.add(text);
  }
  const [sound = "", wild = ""] = found;
  // Trained before, so that nothing is now.
  const [{ id, sha256 }] = datasets;
  const setup = { space: space.id, dataset: id, ...standAloneProtocol, engine: "wasm" } as const;
  const { file, close } = openTrainings({ space, setup, sha256, folder });
  expect(() => openTrainings({ space, setup, sha256, folder })).toThrow(/\.jsonl is in use by process/);
  close();
  const lines = [sound, wild].flatMap((architecture) =>
    Array.from({ length: table.seeds }, (_, index) => ({
      ...{ architecture, seed: firstSeed + index, validation: 0.5, loss: 1, gradientNorm: 1 },
      code: "of old",
      test: architecture === wild && index === 1 ? null : 0.8 + index / 100,
    })),
  );
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const progress = new Progress("none", "trainings");
  const warn = vi.spyOn(progress, "warn").mockReturnValue();
  const { accuracies: known, trainedBy } = await trainFound([...found], {
    ...{ space, table, engine: "wasm", workers: 1, folder, progress },
  });
  expect([...known.keys()]).toEqual([sound]);
  expect(known.get(sound)).toBeCloseTo(0.8 + (table.seeds - 1) / 200, 12);
  // What earlier code trained counts, with a word.
  expect(trainedBy).toEqual(["of old"]);
  expect(warn.mock.calls).toEqual([
    [
      expect.stringMatching(
        /^trainings alone were kept from other versions of the code, and count: of old; this is /,
      ),
    ],
    [`${wild}: trained alone it diverged with seed ${firstSeed + 1}, so that it has no stand-alone accuracy`],
  ]);
});
