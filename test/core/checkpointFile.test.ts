/** @file Checkpoints as bytes: what is written is read, and no damage passes or throws. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Checkpoint } from "../../src/core/checkpoint.ts";
import { readCheckpoint, writeCheckpoint } from "../../src/core/checkpointFile.ts";
import { defaultConfig } from "../../src/core/config.ts";
import { crc32 } from "../../src/core/crc32.ts";

const cell = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|none~1|skip_connect~2|";
const other = "|skip_connect~0|+|none~0|skip_connect~1|+|none~0|none~1|skip_connect~2|";
const rules = { images: 50, batchSize: 25, norm: "batch", weights: "raw" } as const;
const checkpoint: Checkpoint = {
  code: "0123456789ab",
  config: { ...defaultConfig(), settings: { lr: 0.03 } },
  weightSeed: 7,
  scored: [cell, other],
  landmarks: [{ architecture: other, accuracy: 0.75 }],
  phase: "training",
  step: 45,
  epochClock: { step: 30, epochs: 0.1, stepsPerEpoch: 15 },
  batches: { epoch: 1, used: 20 },
  scoring: {
    begun: 2,
    credit: -0.1,
    earning: 1 / 3,
    stepsLeft: 9,
    begunInAll: 3,
    filling: {
      step: 40,
      size: 2,
      rules,
      pairedWith: 1,
      number: 2,
      spendsCredit: true,
      next: 1,
      isUrgent: false,
    },
    asked: { of: "frozen", spendsCredit: false, size: 2 },
  },
  snapshot: {
    weights: { "stem/conv": Float32Array.of(1.5, -0, Number.NaN, 1e-40), größe: Float32Array.of(3) },
    momenta: { "stem/conv@2": Float32Array.of(4, 5, 6, 7) },
    averages: { "stem/conv": new Float32Array(4) },
  },
  frozen: { weights: { "stem/conv": Float32Array.of(1, 2, 3, 4) }, averages: {} },
};
const bytes = writeCheckpoint(checkpoint);
const problemOf = (read: ReturnType<typeof readCheckpoint>): string => (read.ok ? "" : read.problem.message);
/** The place that is named where a field is not what it should be. */
const problemWith = (patch: object): string =>
  problemOf(readCheckpoint(writeCheckpoint({ ...checkpoint, ...patch } as Checkpoint)));

describe("a checkpoint file", () => {
  it("is read as it was written, to the last bit", () => {
    expect(readCheckpoint(bytes)).toEqual({ ok: true, value: checkpoint });
    const { frozen: _, ...unfrozen } = {
      ...checkpoint,
      scoring: { ...checkpoint.scoring, filling: undefined },
    };
    const { filling: __, ...scoring } = unfrozen.scoring;
    const value = { ...unfrozen, scoring };
    expect(readCheckpoint(writeCheckpoint(value))).toEqual({ ok: true, value });
  });

  it("of version 1 opens for ever, with all that it says", () => {
    const kept = readCheckpoint(
      readFileSync(join(import.meta.dirname, "../fixtures/checkpoints/version1.bin")),
    );
    if (!kept.ok) throw new Error(kept.problem.message);
    const { snapshot, frozen, ...rest } = kept.value;
    expect(rest).toMatchObject({
      config: { space: "nasbench201", seed: 3, settings: { lr: 0.01, channels: 4, landmark: 1 } },
      ...{ weightSeed: 3, phase: "training", step: 40, batches: { epoch: 3, used: 60 } },
      epochClock: { step: 0, epochs: 0, stepsPerEpoch: 10 },
      landmarks: [{ accuracy: 0.5 }, { accuracy: 0.6 }],
      scoring: { begun: 1, credit: 324, earning: 18, stepsLeft: 20, filling: { step: 40, next: 2 } },
    });
    expect(rest.scored).toHaveLength(4);
    const { weights, momenta, averages } = snapshot;
    expect([weights, momenta, averages].map((group) => Object.keys(group).length)).toEqual([21, 13, 13]);
    expect(weights["stem/conv"]).toHaveLength(36);
    expect([...weights["stem/conv"]!.slice(0, 2)]).toEqual([0.4429226219654083, 0.7129698991775513]);
    expect(frozen?.weights["stem/conv"]).toEqual(weights["stem/conv"]);
  });

  it("passes from thread to thread as a value", async () => {
    const { port1, port2 } = new MessageChannel();
    const heard = new Promise((resolve) => {
      port2.onmessage = ({ data }) => resolve(data);
    });
    port1.postMessage(checkpoint);
    expect(await heard).toEqual(checkpoint);
    port1.close();
  });

  it("has the checksum of other programs", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe("cbf43926");
  });

  it("is refused with any bit turned over, wherever that is", () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, turned) => {
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] as number) ^ turned;
        expect(problemOf(readCheckpoint(damaged))).not.toBe("");
      }),
      { numRuns: 3000 },
    );
  });

  it("is refused cut short anywhere, longer, and as something else", () => {
    for (let length = 0; length < bytes.length; length++)
      expect(problemOf(readCheckpoint(bytes.subarray(0, length))), `${length}`).toMatch(/ends|missing/);
    expect(problemOf(readCheckpoint(Uint8Array.of(...bytes, 0)))).toMatch("1 bytes follow");
    fc.assert(fc.property(fc.uint8Array(), (any) => !readCheckpoint(any).ok));
  });

  it("names the array that is damaged or cut", () => {
    const damaged = bytes.slice();
    damaged[bytes.length - 1] = 1;
    expect(problemOf(readCheckpoint(damaged))).toMatch(/^frozenWeights\.stem\/conv is damaged/);
    expect(problemOf(readCheckpoint(bytes.subarray(0, bytes.length - 20)))).toMatch(
      "inside averages.stem/conv",
    );
  });

  it("names the first field that is not what it should be", () => {
    expect(problemWith({ step: -1 })).toMatch(/^step must be a whole number from 0, not -1/);
    expect(problemWith({ scored: [cell, "nonsense"] })).toMatch(/^scored\[1\] must be an architecture/);
    expect(problemWith({ config: { ...checkpoint.config, space: "nowhere" } })).toMatch(/^config .*nowhere/);
    expect(problemWith({ phase: "dreaming" })).toMatch(/^phase must be one of/);
    const { snapshot } = checkpoint;
    expect(
      problemWith({ snapshot: { ...snapshot, momenta: { "stem/conv@2": new Float32Array(3) } } }),
    ).toMatch(/^arrays\[2\]\.length must be 4, the length of other arrays of stem\/conv, not 3/);
    expect(problemWith({ frozen: undefined })).toMatch(/^arrays must be a list with the weights/);
    const { filling } = checkpoint.scoring;
    const at = (patch: object) =>
      problemWith({ scoring: { ...checkpoint.scoring, filling: { ...filling, ...patch } } });
    expect(at({ next: 3 })).toMatch(/^scoring\.filling\.next must be/);
    expect(at({ isUrgent: 1 })).toMatch(/^scoring\.filling\.isUrgent must be true or false/);
  });
});
