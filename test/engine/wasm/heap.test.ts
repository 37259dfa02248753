/** @file The memory of the WASM kernels at its ends: beyond 2 GiB, where an address has its highest bit set, and full. */
import { expect, it } from "vitest";
import { failureOf } from "../../../src/engine/failures.ts";
import { Heap } from "../../../src/engine/wasm/heap.ts";

it("reads and writes beyond 2 GiB where it says, and nowhere else", () => {
  const heap = new Heap();
  const low = heap.upload([1, 2, 3]);
  // Not touched, so no more than an address range.
  const rest = heap.allocate(2 ** 31);
  const high = heap.upload([4, 5, 6]);
  expect(high.address).toBeGreaterThanOrEqual(2 ** 31);
  expect([...heap.floats(high.address, 3)]).toEqual([4, 5, 6]);
  expect([...heap.floats(low.address, 3)]).toEqual([1, 2, 3]);
  heap.words(high.address, 1)[0] = 7;
  expect(new Int32Array(heap.memory.buffer, high.address, 1)[0]).toBe(7);
  heap.release(rest);
});

it("says that memory is full, with what helps", () => {
  const heap = new Heap();
  let error: unknown;
  try {
    for (let n = 0; n < 3; n++) heap.allocate(2 ** 31 - 64);
  } catch (thrown) {
    error = thrown;
  }
  expect(failureOf(error)).toEqual({
    kind: "out-of-memory",
    message: expect.stringMatching(/^The device has too little memory: /),
    advice: "What was measured is kept. Choose fewer channels or a smaller batch.",
  });
});
