/** @file Room for what is kept: the oldest runs go, no more of them than the present one needs. */
import { expect, it } from "vitest";
import { type KeptRecord, putInRoom } from "../../src/store/keptRecords.ts";

const record = (id: string, savedAt: number, letters = 10): KeptRecord => ({
  ...{ id, savedAt, parent: undefined, tab: "", isActive: false, isPaused: false },
  run: "x".repeat(letters),
});

/** What is kept after a record is put; the device refuses as often as told. */
async function keptAfter(
  held: readonly KeptRecord[],
  next: KeptRecord,
  refusals: number,
): Promise<readonly string[]> {
  const store = new Map(held.map((one) => [one.id, one]));
  let left = refusals;
  const database = {
    getAll: async () => [...store.values()],
    delete: async (_: string, id: string) => void store.delete(id),
    put: async (_: string, one: KeptRecord) => {
      if (left-- > 0) throw new DOMException("", "QuotaExceededError");
      store.set(one.id, one);
    },
  };
  await putInRoom(database as unknown as Parameters<typeof putInRoom>[0], next);
  return [...store.keys()];
}

it("gives up the oldest alone where that is as much as the new one takes", async () => {
  expect(await keptAfter([record("new", 2), record("old", 1)], record("next", 3), 1)).toEqual([
    "new",
    "next",
  ]);
  expect(await keptAfter([record("new", 2), record("old", 1)], record("next", 3, 20), 1)).toEqual(["next"]);
  expect(await keptAfter([record("new", 2), record("old", 1)], record("next", 3), 0)).toHaveLength(3);
});

it("says so where that is not enough", async () => {
  await expect(keptAfter([record("old", 1)], record("next", 2), 2)).rejects.toThrow(DOMException);
});

it("forgets the oldest beyond 150 MB", async () => {
  const many = Array.from({ length: 4 }, (_, index) => record(`${index}`, index, 20 * 2 ** 20));
  // Two bytes a letter: with the new one five of 40 MB.
  expect(await keptAfter(many, record("next", 9, 20 * 2 ** 20), 0)).toEqual(["2", "3", "next"]);
});
