import { describe, expect, it } from "vitest";
import { BatchSource } from "../../src/engine/batches.ts";

describe("BatchSource", () => {
  it("hands out every image of the portion once an epoch", () => {
    const source = new BatchSource(100, 5);
    const epoch = Array.from({ length: 5 }, () => [...source.next(10, 0.5)]).flat();
    expect(epoch.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index));
    expect(source.position).toEqual({ epoch: 0, used: 50 });
    const next = Array.from({ length: 5 }, () => [...source.next(10, 0.5)]).flat();
    expect(next).not.toEqual(epoch);
    expect(source.position.epoch).toBe(1);
  });

  it("goes on from a position as if it had never stopped", () => {
    const source = new BatchSource(100, 5);
    for (let i = 0; i < 7; i++) source.next(16, 1);
    const { position } = source;
    const expected = source.next(16, 1);
    const other = new BatchSource(100, 5);
    other.seek(position);
    expect(other.next(16, 1)).toEqual(expected);
  });

  it("depends on the seed alone", () => {
    expect(new BatchSource(100, 1).next(20, 1)).toEqual(new BatchSource(100, 1).next(20, 1));
    expect(new BatchSource(100, 1).next(20, 1)).not.toEqual(new BatchSource(100, 2).next(20, 1));
  });

  it("fills a batch larger than the portion by repeating", () => {
    expect(new BatchSource(10, 1).next(16, 0.5)).toHaveLength(16);
  });
});
