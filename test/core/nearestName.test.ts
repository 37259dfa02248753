/** @file "Did you mean …?": slips are named, other words are not. */
import { expect, it } from "vitest";
import { nearestName } from "../../src/core/nearestName.ts";

it.each([
  ["bz", "bs"],
  ["tops", "top"],
  ["randm", "random"],
  ["foo", undefined],
  ["x", undefined],
])("takes %s for %s", (given, expected) => {
  expect(nearestName(given, ["pool", "bs", "top", "random", "k"])).toBe(expected);
});
