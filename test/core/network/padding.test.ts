/** @file Padding by TensorFlow's rule, worked out by hand from its documentation. */
import { expect, test } from "vitest";
import { outputExtent, paddingAround } from "../../../src/core/network/padding.ts";

test.each([
  [14, 3, 1, 1, 14, 1, 1],
  [14, 3, 2, 1, 7, 0, 1],
  [7, 3, 2, 1, 4, 1, 1],
  [7, 1, 2, 1, 4, 0, 0],
  [14, 5, 2, 1, 7, 1, 2],
  [14, 5, 1, 2, 14, 4, 4],
  [13, 3, 2, 2, 7, 2, 2],
])("extent %i, side %i, stride %i, dilation %i", (extent, k, stride, dilation, outputs, before, after) => {
  expect(outputExtent(extent, stride)).toBe(outputs);
  expect(paddingAround(extent, { k, stride, dilation })).toEqual([before, after]);
});
