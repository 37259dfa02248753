import { expect, it } from "vitest";
import { settingSpec } from "../../src/core/heuristics/index.ts";
import { defaultOptions } from "../../src/ui/sweepChoice.ts";

it("a comparison begins with all values of a choice, and with the four stops around a number", () => {
  const [lr, bn] = [settingSpec("lr"), settingSpec("bn")];
  if (lr?.kind !== "number" || !bn) throw new Error("no such settings");
  const at = (present: number) => defaultOptions(lr, present);
  expect(at(0.05)).toHaveLength(4);
  expect(at(0.05).indexOf(0.05)).toBe(1);
  expect(at(lr.stops[0] as number)).toEqual(lr.stops.slice(0, 4));
  expect(at(lr.stops.at(-1) as number)).toEqual(lr.stops.slice(-4));
  expect(at(0.06)).toContain(0.06);
  expect(defaultOptions(bn, "batch")).toEqual(["batch", "running", "recalibrated"]);
});
