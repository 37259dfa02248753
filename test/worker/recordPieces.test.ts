/** @file A run or a study comes to the page in small pieces, and is the same there. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { AppendLog } from "../../src/core/appendLog.ts";
import { defaultConfig } from "../../src/core/config.ts";
import { importRun } from "../../src/core/readRun.ts";
import { exportRun } from "../../src/core/runFile.ts";
import { startingRun } from "../../src/core/runState.ts";
import { readResults } from "../../src/core/study/results.ts";
import { piecesOfRun, piecesOfStudy, type RecordPiece, RecordPieces } from "../../src/worker/recordPieces.ts";

const count = 25_000;
const pool = Array.from({ length: 100 }, (_, place) => `cell ${place}`);
const written = exportRun({
  ...startingRun(defaultConfig(), pool),
  status: "finished",
  points: AppendLog.of(
    Array.from({ length: count }, (_, step) => ({
      ...{ step, loss: step % 7 === 0 ? Number.NaN : step / count, accuracy: 0.5, learningRate: 0.1 },
      ...{ gradientNorm: 1, imagesPerSecond: 1000 },
    })),
  ),
  scores: AppendLog.of(
    Array.from({ length: count }, (_, at) => ({
      architecture: pool[(at * 7) % 100] as string,
      accuracy: at / count,
      ...(at % 3 > 0 && { loss: at }),
    })),
  ),
  rounds: [{ step: 1, size: 100, state: "complete", from: 0, generation: 0 }],
});

function passed(pieces: Iterable<RecordPiece>): { readonly put: RecordPieces; readonly lengths: number[] } {
  const put = new RecordPieces();
  const lengths: number[] = [];
  for (const piece of pieces) {
    put.take(structuredClone(piece));
    if (piece.type === "points") lengths.push(piece.points.length);
    else if (piece.type === "scores") lengths.push(piece.places.length);
    else if (piece.type === "results")
      lengths.push(piece.results.reduce((sum, { predictions }) => sum + predictions.length, 0));
  }
  return { put, lengths };
}

describe("in pieces", () => {
  it("a run is written as the same file", () => {
    const read = importRun(written);
    if (!read.ok) throw new Error(read.problem.message);
    const { put, lengths } = passed(piecesOfRun(read.value));
    expect(lengths).toEqual([10_000, 10_000, 5000, 10_000, 10_000, 5000]);
    expect(put.run && exportRun(put.run)).toBe(written);
  });

  it("a study has the same results", () => {
    const folder = new URL("../../docs/studies/nasbench201-findings/", import.meta.url);
    const read = readResults(gunzipSync(readFileSync(new URL("results.json.gz", folder))).toString());
    if (!read.ok) throw new Error(read.problem.message);
    const study = { ...read.value, results: Array.from({ length: 20 }, () => read.value.results).flat() };
    const { put, lengths } = passed(piecesOfStudy(study));
    expect(lengths.length).toBeGreaterThan(1);
    expect(Math.max(...lengths)).toBeLessThan(11_000);
    expect(put.study).toEqual(study);
  });
});
