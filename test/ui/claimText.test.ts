/** @file The sentences above the table of the study's last claim. */
import { expect, it } from "vitest";
import type { Claim, ClaimSide } from "../../src/core/search/claim.ts";
import { claimSeeds, claimText, ownWeights, samplersOf } from "../../src/ui/claimText.ts";

const side = (accuracies: Readonly<Record<string, readonly number[]>>): ClaimSide => ({
  ...{ link: "#v=2", step: 36, skdt: 0.4, interval: [0.3, 0.5], params: null, checkpoint: "a.ckpt" },
  finds: Object.entries(accuracies).flatMap(([algorithm, values]) =>
    values.map((standAloneAccuracy, index) => ({
      ...{
        algorithm,
        seed: index + 1,
        architecture: algorithm === "darts" ? algorithm : `${algorithm} ${index}`,
        superNetAccuracy: 0.5,
      },
      ...{ standAloneAccuracy, rank: 3, surpassRandom: 0.25, imagesScored: 1000 },
      imagesTrained: ["darts", "gdas"].includes(algorithm) ? 64 : 0,
    })),
  ),
  diverged: [{ algorithm: "bayesnas", seed: 2, step: 300 }],
});
const random = [0.8, 0.82, 0.81, 0.83];
const shifted = (by: number): number[] => random.map((value, index) => value + by + (index % 2) * 0.0001);
const claimOf = (
  good: Readonly<Record<string, readonly number[]>>,
  bad: Readonly<Record<string, readonly number[]>>,
): Claim => ({
  ...{ space: "nasbench201", budget: 100, rows: 300, code: "abc" },
  references: { best: 0.9, mean: 0.7, bestOfDraws: 0.8, draws: 10, bestOfBudget: 0.89 },
  good: side({ random, ...good }),
  bad: side({ random, ...bad }),
});
// In pairs of one seed: the same finds on both are no difference, however far the seeds lie apart.
const onBoth =
  "Random search itself found 0.00 points on the well-trained super-net against the badly trained one (95 % interval 0.00 to 0.00).";
const nameOf = (id: string): string => id.toUpperCase();

it("says the verdict, and what was beyond the noise on which super-net", () => {
  const claim = claimOf({ nao: shifted(0.02), bayesian: shifted(0.001) }, { nao: shifted(-0.03) });
  expect(claimText(claim, nameOf)).toEqual({
    verdict:
      "Here it does not hold: on the well-trained super-net an algorithm is more than 0.5 points better than random search.",
    points: [
      "On the well-trained super-net, better than random search beyond the noise: NAO, BAYESIAN. On the badly trained one, worse than random search beyond the noise: NAO.",
      onBoth,
    ],
  });
  const open = claimOf({ nao: [0.82, 0.8, 0.83, 0.81] }, {});
  const { verdict, points } = claimText(open, nameOf);
  expect(verdict).toMatch(/^Here it cannot be told: /);
  expect(points[0]).toMatch(
    /^On the well-trained super-net, nothing differs from random search beyond the noise\./,
  );
});

it("says what the largest architecture has, which no search found", () => {
  const claim = claimOf({ nao: shifted(0.02) }, {});
  const told = (largest: number): string =>
    claimText({ ...claim, references: { ...claim.references, largest } }, nameOf).points.join(" ");
  expect(told(0.83)).toContain(
    "The table's largest architecture, taken without any search, has 83.00 %: more than the mean find, on the well-trained side, of RANDOM.",
  );
  expect(told(0.8)).toContain("has 80.00 %: less than every mean find on the well-trained side.");
});

it("says why it cannot be told where the super-net may rank by chance, and where there is nothing to gain", () => {
  const close = [0.8, 0.8, 0.8, 0.804];
  const whole = claimOf({ nao: close }, {});
  const claim = {
    ...whole,
    good: side({ random: close.map(() => 0.8), nao: close }),
    bad: side({ nao: close }),
  };
  const { good, references } = claim;
  const open = {
    ...claim,
    good: { ...good, interval: [-0.1, 0.3] as const },
    references: { ...references, best: 0.79 },
  };
  expect(claimText(open, nameOf).verdict).toMatch(
    /^Here it cannot be told: the claim is about properly trained super-nets, and even the one trained well may rank by chance; the best architecture that is known is 0\.40 points above what random search found, so an advantage of 0\.5 points cannot be tested\./,
  );
});

it("keeps those that train weights of their own out of the verdict, and tells them beside it", () => {
  const claim = claimOf({ nao: shifted(0.001), darts: shifted(0.09) }, { darts: shifted(0) });
  expect(claimText(claim, nameOf)).toEqual({
    verdict:
      "Here it holds: on the well-trained super-net no algorithm can be more than 0.5 points better than random search.",
    points: [
      "On the well-trained super-net, better than random search beyond the noise: NAO. On the badly trained one, nothing differs from random search beyond the noise.",
      onBoth,
      "Apart from this verdict, of the algorithms that train weights of their own: under the settings of the well-trained super-net better than random search beyond the noise: DARTS (the same architecture with every seed, whose own noise is in no interval); under those of the badly trained one nothing differs from random search beyond the noise.",
    ],
  });
});

it("says how the well-trained super-net ranks beside parameter count", () => {
  const claim = claimOf({ nao: shifted(0) }, {});
  const [first] = claimText({ ...claim, good: { ...claim.good, params: 0.55 } }, nameOf).points;
  expect(first).toBe(
    "The super-net trained well ranks at S-KdT 0.40 (95 % interval over architectures 0.30 to 0.50), mere parameter count at 0.55 over the same architectures.",
  );
});

it("says who had fewer seeds, and who trains weights of its own", () => {
  const claim = claimOf({ nao: shifted(0), darts: [0.8, 0.81], gdas: [0.8, 0.81] }, {});
  expect(claimSeeds(claim, nameOf)).toBe("4 seeds, 2 for DARTS, GDAS");
  expect(ownWeights(claim)).toEqual(["darts", "gdas"]);
  expect(samplersOf(claim)).toEqual(["random", "nao"]);
});
