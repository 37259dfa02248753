/** @file The study's last claim: pairs of one seed, verdicts, and its file. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { meanOf } from "../../../src/core/metrics/mean.ts";
import { apartInterval } from "../../../src/core/metrics/seedInterval.ts";
import { againstRandom, type Claim, type ClaimSide, claimVerdict } from "../../../src/core/search/claim.ts";
import { printClaim, readClaim } from "../../../src/core/search/claimFile.ts";
import { fromLink } from "../../../src/core/shareLink.ts";
import { spaces } from "../../../src/core/spaces/index.ts";

const side = (accuracies: Readonly<Record<string, readonly number[]>>): ClaimSide => ({
  ...{
    link: "#v=2&portion=0.02",
    step: 36,
    skdt: 0.1,
    interval: [0.01, 0.2],
    params: 0.3,
    checkpoint: "a-bad.ckpt",
  },
  finds: Object.entries(accuracies).flatMap(([algorithm, values]) =>
    values.map((standAloneAccuracy, index) => ({
      ...{ algorithm, seed: index + 1, architecture: `${algorithm} ${index}`, superNetAccuracy: 0.5 },
      ...{ standAloneAccuracy, rank: 3, surpassRandom: 0.25, imagesTrained: 0, imagesScored: 1000 },
    })),
  ),
  diverged: [{ algorithm: "bayesnas", seed: 2, step: 300 }],
});
const random = [0.8, 0.82, 0.81, 0.83];
const shifted = (by: number, spread = 0): number[] =>
  random.map((value, index) => value + by + (index % 2 === 0 ? spread : -spread));
const claim = (good: Readonly<Record<string, readonly number[]>>): Claim => ({
  ...{ space: "nasbench201", budget: 100, rows: 300, code: "abc" },
  references: { best: 0.9, mean: 0.7, bestOfDraws: 0.8, draws: 10, bestOfBudget: 0.89 },
  good: side(good),
  bad: side({ random }),
});

describe("the claim", () => {
  it("holds an algorithm against random search in pairs of one seed", () => {
    const [one, lone] = againstRandom(side({ random, nao: shifted(0.01, 0.001).slice(0, 3), other: [0.9] }));
    // Differences 0.011, 0.009, 0.011: mean 0.031 / 3, standard error 0.002 / 3; of two that hold together, t(0.9875; 2) = 6.2053.
    expect(one?.difference).toBeCloseTo(0.031 / 3, 12);
    expect(one?.interval?.[0]).toBeCloseTo(0.031 / 3 - (6.205346816570705 * 0.002) / 3, 9);
    expect(lone).toMatchObject({ algorithm: "other", difference: expect.closeTo(0.1, 12), interval: null });
  });

  it("holds those that train weights of their own against all of random search, apart from the others", () => {
    const finds = side({
      random,
      nao: shifted(0.01, 0.001),
      spos: shifted(0),
      darts: [0.84, 0.86],
    }).finds.map((find) => (find.algorithm === "darts" ? { ...find, imagesTrained: 64 } : find));
    const alone = againstRandom(side({ random, nao: shifted(0.01, 0.001), spos: shifted(0) }));
    const [nao, spos, darts] = againstRandom({ ...side({}), finds });
    expect([nao, spos]).toEqual(alone);
    expect(darts).toMatchObject({ trains: true, difference: expect.closeTo(0.035, 12) });
    expect(darts?.interval).toEqual(apartInterval(random, [0.84, 0.86]));
    const whole = claim({ random, nao: shifted(0.001, 0.0001) });
    const trained = { ...whole, good: { ...whole.good, finds: [...whole.good.finds, ...finds.slice(-2)] } };
    expect([claimVerdict(whole), claimVerdict(trained)]).toEqual(["holds", "holds"]);
  });

  it.each([
    ["holds", { random, nao: shifted(0.001, 0.0001), spos: shifted(-0.05, 0.001) }],
    ["does not hold", { random, nao: shifted(0.02, 0.001), spos: shifted(-0.05, 0.001) }],
    // The interval reaches over half a point.
    ["cannot tell", { random, nao: shifted(0.002, 0.02) }],
    // Surely better, by less than half a point or by more.
    ["cannot tell", { random, nao: shifted(0.005, 0.001) }],
    ["cannot tell", { random, nao: [0.8] }],
    ["cannot tell", { random }],
  ] as const)("%s", (verdict, good) => expect(claimVerdict(claim(good))).toBe(verdict));

  it("cannot be told on a super-net that may rank by chance, or where the table has nothing so much better", () => {
    const holds = claim({ random, nao: shifted(0.001, 0.0001) });
    const broken = claim({ random, nao: shifted(0.02, 0.001) });
    const byChance = (one: Claim): Claim => ({ ...one, good: { ...one.good, interval: [-0.01, 0.2] } });
    expect([claimVerdict(byChance(holds)), claimVerdict(byChance(broken))]).toEqual([
      "cannot tell",
      "cannot tell",
    ]);
    // Random search found 0.815 on average, and nothing that was found is much better.
    const flat = [0.8149, 0.8151, 0.8149, 0.8151];
    const close = claim({ random: flat, nao: flat.map((value, index) => value + 0.0001 * (index % 2)) });
    const near = (best: number): Claim => ({
      ...{ ...close, bad: close.good },
      references: { ...close.references, best },
    });
    expect([claimVerdict(near(0.8199)), claimVerdict(near(0.8201))]).toEqual(["cannot tell", "holds"]);
    // One find that is better shows that there is something to gain, though the table does not know it.
    const [first, ...rest] = near(0.8199).bad.finds;
    const known = { ...near(0.8199).bad, finds: [{ ...first!, standAloneAccuracy: 0.83 }, ...rest] };
    expect(claimVerdict({ ...near(0.8199), bad: known })).toBe("holds");
  });

  it("comes back from its file; a bad one is named", () => {
    const whole = claim({ random, nao: shifted(0.02) });
    for (const one of [whole, { ...whole, isFormerTable: true as const }])
      expect(readClaim(printClaim(one))).toEqual({ ok: true, value: one });
    const broken = (change: (root: { good: { checkpoint: string; finds: { rank: unknown }[] } }) => void) => {
      const root = JSON.parse(printClaim(whole));
      change(root);
      const read = readClaim(JSON.stringify(root));
      return read.ok ? "" : read.problem.message;
    };
    expect(broken(({ good }) => Object.assign(good, { checkpoint: "../../x.ckpt" }))).toContain(
      "good.checkpoint",
    );
    expect(broken(({ good }) => Object.assign(good.finds[1]!, { rank: -1 }))).toContain("good.finds[1].rank");
    expect(broken((root) => Object.assign(root, { isFormerTable: "no" }))).toContain("isFormerTable");
  });

  it.each(spaces.map(({ id }) => id).filter((id) => existsSync(`public/claims/${id}.json`)))(
    "ships for %s with links that open and the weights it names, and says where another table ships now",
    (id) => {
      const read = readClaim(readFileSync(`public/claims/${id}.json`, "utf8"));
      if (!read.ok) throw new Error(read.problem.message);
      for (const one of [read.value.good, read.value.bad]) {
        expect(fromLink(one.link).link.config.space).toBe(id);
        expect(existsSync(`public/claims/${one.checkpoint}`)).toBe(true);
        expect(one.finds.filter(({ algorithm }) => algorithm === "random").length).toBeGreaterThan(1);
      }
      const { rows } = JSON.parse(readFileSync(`public/tables/${id}.json`, "utf8")) as {
        rows: { test: number[] }[];
      };
      const ships = rows.some(({ test }) => Math.abs(meanOf(test) - read.value.references.best) < 1e-9);
      expect(read.value.isFormerTable === true).toBe(!ships);
    },
  );
});
