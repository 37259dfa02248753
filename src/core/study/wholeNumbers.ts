/** @file Whole numbers that a study file asks for: seeds, steps, budgets. */
import type { Field } from "../fieldReader.ts";

const maxSeed = 0xffffffff;

/** @param absent the seed where the field is missing */
export function readSeeds(field: Field, absent = 1): number[] {
  if (field.isMissing) return [absent];
  const seeds = field.items().map((item) => whole(item, 0, maxSeed));
  if (seeds.length === 0) field.fail("a list of at least one seed");
  if (new Set(seeds).size < seeds.length) field.fail("a list without the same seed twice");
  return seeds;
}

export function whole(field: Field, low: number, high: number): number {
  const value = field.number(low, high);
  return Number.isInteger(value) ? value : field.fail(`a whole number from ${low}`);
}
