import { expect, it } from "vitest";
import { bootstrapInterval } from "../../src/core/metrics/bootstrap.ts";
import { sparseKendallTau } from "../../src/core/metrics/sparse.ts";
import { createRandom } from "../../src/core/random.ts";
import { slicedInterval } from "../../src/store/interval.ts";

const random = createRandom(3);
const truths = Array.from({ length: 60 }, () => random.next());
const predictions = truths.map((truth) => truth + random.normal() * 0.3);

it("agrees with the interval computed in one go", async () => {
  const sliced = await slicedInterval({ predictions, truths }, 0.01, () => false);
  const whole = bootstrapInterval(
    { predictions, truths },
    (input) => sparseKendallTau(input, 0.01),
    createRandom(1),
    2000,
  );
  expect(sliced?.low).toBeCloseTo(whole?.low as number, 1);
  expect(sliced?.high).toBeCloseTo(whole?.high as number, 1);
});

it("has no interval where nothing is ranked", async () => {
  expect(
    await slicedInterval({ predictions: truths.map(() => 0.1), truths }, 0.01, () => false),
  ).toBeUndefined();
});
