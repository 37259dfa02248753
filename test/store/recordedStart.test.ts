/** @file The recording that ships, against what the present code judges and trains by the same configuration. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import { roundScores } from "../../src/core/rounds.ts";
import type { TrainingPoint } from "../../src/core/run.ts";
import { startingRun } from "../../src/core/runState.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { readShippedTable } from "../../src/core/tables/shipped.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { openTraining } from "../../src/headless/run/train.ts";
import { isAsRecorded, isRecordedAs, readRecording } from "../../src/store/recordedStart.ts";
import { blankRun } from "../../src/store/runs.ts";
import { resolved } from "../../src/store/truth.ts";

const text = gunzipSync(readFileSync("public/recorded/default.json.gz")).toString();

it("is a run of the default configuration, with complete rounds on the architectures that judge it", () => {
  const recording = readRecording(text)!;
  const [space] = spaces;
  const file = readFileSync("public/tables/nasbench201.json", "utf8");
  const table = readShippedTable(file, space, "");
  if (!table.ok) throw new Error(table.problem.message);
  const { scored } = resolved(defaultConfig(), {
    status: "ready",
    table: table.value,
    origin: "shipped",
    source: { file: new Blob([file]), answers: [] },
  });
  expect(recording.pool).toEqual(scored);
  const complete = recording.rounds.flatMap(({ state, size }, round) =>
    state === "complete" ? [{ size, scores: roundScores(recording, round) }] : [],
  );
  expect(complete.length).toBeGreaterThan(2);
  for (const { size, scores } of complete)
    expect(scores.filter((score) => score !== undefined)).toHaveLength(size);
});

it("begins as the present code trains, to the bit", async () => {
  const { session } = await openTraining(defaultConfig(), createWasmEngine);
  let first: TrainingPoint | undefined;
  while (!first) {
    const { events } = await session.advance();
    first = events.flatMap((event) => (event.type === "trained" ? [event.point] : []))[0];
  }
  const { imagesPerSecond: _, ...recorded } = readRecording(text)!.points.toArray()[0]!;
  expect(first).toMatchObject(recorded);
  session.engine.dispose();
});

it("is of no other configuration", () => {
  expect(isRecordedAs(defaultConfig())).toBe(true);
  expect(isRecordedAs({ ...defaultConfig(), seed: defaultConfig().seed + 1 })).toBe(false);
  expect(isRecordedAs({ ...defaultConfig(), settings: { lr: 0.1 } })).toBe(false);
  const run = startingRun(defaultConfig(), []);
  const entry = {
    ...blankRun,
    run,
    id: "1",
    parent: undefined,
    origin: "training",
    intent: "train",
  } as const;
  expect(isAsRecorded(entry)).toBe(true);
  const planned = [{ step: 20, key: "lr", to: 0.1 }];
  expect(isAsRecorded({ ...entry, planned })).toBe(false);
  const other = JSON.parse(text) as { config: { seed: number } };
  other.config.seed += 1;
  expect(readRecording(JSON.stringify(other))).toBeUndefined();
  expect(readRecording("{}")).toBeUndefined();
});
