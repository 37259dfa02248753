/** @file Findings of a study: what they hold, their file, and those that ship. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ratioInterval, seedInterval } from "../../../src/core/metrics/seedInterval.ts";
import { fromLink } from "../../../src/core/shareLink.ts";
import { spaceById, spaces } from "../../../src/core/spaces/index.ts";
import type { SearchSpace } from "../../../src/core/spaces/space.ts";
import { byHeuristic } from "../../../src/core/study/byHeuristic.ts";
import { type Findings, findingsOf } from "../../../src/core/study/findings.ts";
import { printFindings, readFindings } from "../../../src/core/study/findingsFile.ts";
import { effectSentence, heuristicSentence } from "../../../src/core/study/findingText.ts";
import type { StudyResults } from "../../../src/core/study/results.ts";
import { readStudy } from "../../../src/core/study/studyFile.ts";
import { reportedOf, verdictOn } from "../../../src/core/study/verdict.ts";

const planned = readStudy(
  JSON.stringify({
    ...{ space: "nasbench201", settings: { epochs: 4 }, design: "one-at-a-time", seeds: [1, 2, 3] },
    vary: { bn: ["batch", "running"], lr: [0.05, 0.2] },
  }),
);
if (!planned.ok) throw new Error(planned.problem.message);
const { plan } = planned.value;
const truths = Array.from({ length: 30 }, (_, index) => 0.8 + index / 1000);
const inOrder = truths.map((_, index) => index);
const results = [1, 2, 3].flatMap((seed) =>
  [{}, { bn: "running" }, { lr: 0.2 }].map((different, which) => ({
    key: `${seed} ${which}`,
    config: { ...plan.base, seed, settings: { ...plan.base.settings, ...different } },
    summary: {
      ...{ step: 9, skdt: 1 - which, interval: null, n: 30, tau: 1, params: 0.5, ceiling: 0.8 },
      ...{ accuracy: 0.7 - which * seed * 0.1, found: 0.82, surpassRandom: 0.5 },
    },
    architectures: truths.map((_, index) => `architecture ${index}`),
    groundTruths: truths,
    // Tracked statistics turn the order round, the other rate leaves it.
    predictions: which === 1 ? [...inOrder].reverse() : inOrder,
    ...(seed > 1 && { agreements: [{ step: 9, n: 30, tau: seed === 2 ? 0.123456789 : null }] }),
  })),
);
const study: StudyResults = {
  plan,
  ground: { data: "d", table: "t", engine: "webgpu", code: "c" },
  results,
};
const seconds = new Map(results.map(({ key }) => [key, key.endsWith("2") ? 20 : 10] as const));
const judge = { file: "larger.json", seeds: 4, rows: 300, missing: 2 };
const findings = findingsOf(study, seconds, judge);

/** As `printFindings` rounds. */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    typeof item === "number" && !Number.isInteger(item) ? Number(item.toPrecision(6)) : item,
  );

describe("findings", () => {
  it("tell how the base's ranking changed from round to round, of the runs that kept it", () => {
    expect(findings.stability).toEqual([
      { seed: 2, steps: 9, agreements: [{ step: 9, n: 30, tau: 0.123456789 }] },
      { seed: 3, steps: 9, agreements: [{ step: 9, n: 30, tau: null }] },
    ]);
    const older = JSON.parse(printFindings(findings));
    delete older.stability;
    expect(readFindings(JSON.stringify(older))).toMatchObject({ ok: true, value: { stability: [] } });
  });

  it("hold effects with their verdict, and the link of the configuration that made each", () => {
    const [tracked, rate] = findings.effects;
    expect(tracked).toMatchObject({
      ...{
        key: "bn",
        value: "running",
        difference: expect.closeTo(-2),
        interval: [expect.closeTo(-2), expect.closeTo(-2)],
        configuration: 1,
      },
      reported: { ranking: "worse", trust: "B", verdict: "agrees" },
    });
    expect(rate).toMatchObject({
      key: "lr",
      value: 0.2,
      difference: expect.closeTo(0),
      cost: 2,
      configuration: 2,
    });
    const { link, warnings } = fromLink(findings.configurations[1]?.link as string);
    expect(warnings).toEqual([]);
    expect(link.config).toMatchObject({ seed: 1, settings: { epochs: 4, bn: "running" } });
    expect(link.baseline).toMatchObject({ seed: 1, settings: { epochs: 4 } });
    expect(fromLink(findings.configurations[0]?.link as string).link.baseline).toBeUndefined();
  });

  it("tell runs that rank nothing or failed, never as no difference", () => {
    const flat = results.map((one) =>
      one.key.endsWith("1") ? { ...one, predictions: truths.map(() => 0.1) } : one,
    );
    const { summary: _, ...failing } = results[5] as (typeof results)[number];
    const broken = [...flat.slice(0, 5), { ...failing, failure: "diverged" }, ...flat.slice(6)];
    const { effects } = findingsOf({ ...study, results: broken }, seconds);
    expect(heuristicSentence(effects.slice(0, 1))).toBe(
      "Statistics at test: Tracked in training against Mini-batch: 3 of 3 pairs rank nothing.",
    );
    expect(heuristicSentence(effects.slice(1))).toMatch(
      /^Learning rate 0\.2 against 0\.05: S-KdT 0\.00 .*; left out: 1 run failed\.$/,
    );
  });

  it("are told where runs failed, all of them or the first of the base", () => {
    const failed = ({ summary: _, ...rest }: (typeof results)[number]) => ({
      ...rest,
      ...{ failure: "Training diverged.", architectures: [], groundTruths: [], predictions: [] },
    });
    const none = findingsOf({ ...study, results: results.map(failed) }, seconds);
    expect(readFindings(printFindings(none))).toMatchObject({
      value: { architectures: [0, 0], failed: 9, params: null },
    });
    const some = [failed(results[0] as (typeof results)[number]), ...results.slice(1)];
    expect(findingsOf({ ...study, results: some }, seconds)).toMatchObject({ params: 0.5, ceiling: 0.8 });
  });

  it("compare what is found over the architectures that both runs were judged by", () => {
    // Both rank perfectly, but the option was not judged by the twelve best.
    const own = results.map((one) =>
      one.key.endsWith("2")
        ? {
            ...one,
            architectures: one.architectures.slice(0, 18),
            groundTruths: truths.slice(0, 18),
            predictions: inOrder.slice(0, 18),
            summary: { ...one.summary, found: 0.1, surpassRandom: 0.1, accuracy: 0.1 },
          }
        : one,
    );
    const rate = findingsOf({ ...study, results: own }, seconds).effects[1];
    expect(rate).toMatchObject({
      ...{ architectures: 18, found: 0, surpassRandom: 0, accuracy: null },
      overSeeds: { found: [0, 0], surpassRandom: [0, 0], accuracy: null },
    });
  });

  it("give what a run has one number of an interval over the seeds, by Student's t", () => {
    // By hand: differences −0.1, −0.2, −0.3; standard error 0.1 / √3; t of two degrees of freedom 4.303.
    const half = (4.302652729749462 * 0.1) / Math.sqrt(3);
    const [low, high] = findings.effects[0]?.overSeeds.accuracy ?? [];
    expect(low).toBeCloseTo(-0.2 - half, 9);
    expect(high).toBeCloseTo(-0.2 + half, 9);
    expect(seedInterval([3])).toBeNull();
    expect(seedInterval(Array.from({ length: 41 }, (_, index) => index))?.[0]).toBeCloseTo(
      20 - 2.021 * Math.sqrt(143.5 / 41),
      1,
    );
    expect(ratioInterval([2, 2])).toEqual([expect.closeTo(2, 12), expect.closeTo(2, 12)]);
  });

  it("say how wide S-KdT is over few architectures: wider than over many", () => {
    const mixed = results.map((one) => ({ ...one, predictions: inOrder.map((index) => (index * 7) % 30) }));
    const spreads = findingsOf({ ...study, results: mixed }, seconds).subsets.filter(
      ({ seed }) => seed === 1,
    );
    expect(spreads.map(({ size }) => size)).toEqual([10, 20, 30]);
    const widths = spreads.map(({ low, high }) => high - low);
    expect(widths[0]).toBeGreaterThan(widths[1] as number);
    expect(widths[1]).toBeGreaterThan(widths[2] as number);
  });

  it("come back from their file as they were, to six digits", () => {
    expect(readFindings(printFindings(findings))).toEqual({ ok: true, value: rounded(findings) });
    const { judge: _, ...own } = findings;
    expect(readFindings(printFindings(own))).toEqual({ ok: true, value: rounded(own) });
  });

  it.each([
    ['"version":1', '"version":2', /^version must be 1/],
    ['"trust":"B"', '"trust":"D"', /^effects\[0\]\.reported\.trust must be one of A, B, C/],
    [
      '"configuration":1',
      '"configuration":3',
      /^effects\[0\]\.configuration must be a whole number from 0 to 2/,
    ],
    ['"link":"#v=2', '"link":"javascript:', /^configurations\[0\]\.link must be the hash of a share link/],
    ['"seeds":4', '"seeds":"4"', /^judge\.seeds must be a whole number/],
  ])("name the first bad place: %s as %s", (from, to, message) => {
    const read = readFindings(printFindings(findings).replace(from, to));
    expect(read.ok ? "read" : read.problem.message).toMatch(message);
  });

  it("are told in sentences, and heuristics of which nothing is known stay in the list", () => {
    const [tracked, rate] = findings.effects;
    expect(effectSentence(tracked!)).toBe(
      'Statistics at test: Tracked in training against Mini-batch: S-KdT −2.00 (95 % interval −2.00 to −2.00), agrees with the reported "worse"',
    );
    expect(heuristicSentence([rate!])).toBe("No difference beyond the noise: Learning rate 0.2.");
    const groups = byHeuristic(findings, spaceById("nasbench201") as SearchSpace);
    expect(groups.map(({ heuristic }) => heuristic.number)).toEqual([...Array(14).keys()].map((i) => i + 1));
    expect(groups[5]?.unavailable).toContain("same width");
    expect(groups[2]?.effects).toEqual([]);
  });
});

const shipped = (spaces as readonly SearchSpace[]).filter(({ id }) =>
  existsSync(`public/findings/${id}.json`),
);

describe.each(shipped)("the shipped findings in $title", (space) => {
  const text = readFileSync(`public/findings/${space.id}.json`, "utf8");
  const read = readFindings(text);
  const found = (read.ok ? read.value : undefined) as Findings;

  it("can be read, are small, and hold what is reported today", () => {
    expect(read.ok || read.problem.message).toBe(true);
    expect(gzipSync(text).length).toBeLessThan(30_000);
    for (const { key, value, reference, interval, reported } of found.effects) {
      const today = reportedOf(space, key, value, reference);
      expect(reported, key).toEqual(today && { ...today, verdict: verdictOn(today, interval) });
    }
    for (const { link } of found.configurations) expect(fromLink(link).warnings).toEqual([]);
  });

  it("are judged by the table that ships: otherwise `npm run findings`", () => {
    const table = readFileSync(`public/tables/${space.judgedBy ?? space.id}.json`, "utf8");
    expect(found.ground.table).toBe(createHash("sha256").update(table).digest("hex").slice(0, 16));
    const kept = gunzipSync(readFileSync(`docs/studies/${space.id}-findings/results.json.gz`)).toString();
    expect(found.plan).toEqual(JSON.parse(kept).plan);
  });
});
