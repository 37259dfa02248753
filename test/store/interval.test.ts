import { expect, it } from "vitest";
import { valueInterval as intervalInOneGo } from "../../src/core/metrics/certainty.ts";
import { createRandom } from "../../src/core/random.ts";
import { differenceInterval, slicedInterval, valueInterval } from "../../src/store/interval.ts";

const random = createRandom(3);
const groundTruths = Array.from({ length: 60 }, () => random.next());
const predictions = groundTruths.map((truth) => truth + random.normal() * 0.3);
const worse = groundTruths.map((truth) => truth + random.normal() * 2);
const never = () => false;

it("agrees with the interval computed in one go", async () => {
  const sliced = await valueInterval({ predictions, groundTruths }, 0.01, never);
  expect(sliced).toBeDefined();
  expect(sliced).toEqual(intervalInOneGo({ predictions, groundTruths }, 0.01));
});

it("has no interval where nothing is ranked", async () => {
  expect(
    await valueInterval({ predictions: groundTruths.map(() => 0.1), groundTruths }, 0.01, never),
  ).toBeUndefined();
});

it("of a difference is nothing between equals, and on one side of zero where one ranks worse", async () => {
  const same = await differenceInterval({ a: predictions, b: predictions, groundTruths }, 0.01, never);
  expect(same).toEqual({ low: 0, high: 0 });
  const clear = await differenceInterval({ a: predictions, b: worse, groundTruths }, 0.01, never);
  expect(clear?.high).toBeLessThan(0);
});

it("stops where nobody waits for it", async () => {
  let taken = 0;
  function* slow(): Generator<number> {
    for (;;) {
      const until = performance.now() + 3;
      while (performance.now() < until);
      yield taken++;
    }
  }
  expect(await slicedInterval(slow(), () => taken > 5)).toBeUndefined();
  expect(taken).toBeLessThan(50);
});
