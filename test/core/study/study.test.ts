import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunSummary } from "../../../src/core/metrics/summary.ts";
import { spaces } from "../../../src/core/spaces/index.ts";
import { configurationsOf, isOnOneGround } from "../../../src/core/study/configurations.ts";
import { effectsOf } from "../../../src/core/study/effects.ts";
import { findingsOf } from "../../../src/core/study/findings.ts";
import { effectSentence, leftOutText } from "../../../src/core/study/findingText.ts";
import { foundBy } from "../../../src/core/study/foundBy.ts";
import { type Ground, jobsOf, type StudyJob } from "../../../src/core/study/jobs.ts";
import { type JobOutcome, printResults, readResults } from "../../../src/core/study/results.ts";
import { readStudy } from "../../../src/core/study/studyFile.ts";
import { printStudy, type StudyPlan } from "../../../src/core/study/studyPlan.ts";
import { reportOf, reportText } from "../../../src/headless/report/report.ts";

const space = spaces[0].id;
const ground: Ground = { data: "d", table: "t", engine: "wasm", code: "c" };
const itself = (text: string): string => text;

function planOf(study: object): StudyPlan {
  const read = readStudy(JSON.stringify(study));
  if (!read.ok) throw new Error(read.problem.message);
  return read.value.plan;
}

describe("a study file", () => {
  it.each([
    ['{"space": "nasbnch201"}', /^space must be one of .*did you mean nasbench201/],
    ['{"seeds": [1]}', /^space must be one of .*it is missing/],
    [`{"space": "${space}", "vary": {"smapler": ["fairnas"]}}`, /^vary\.smapler\[0\] .*did you mean sampler/],
    [`{"space": "${space}", "vary": {"sampler": ["fairns"]}}`, /^vary\.sampler\[0\] .*did you mean fairnas/],
    [`{"space": "${space}", "vary": {"affine": [1]}}`, /^vary\.affine\[0\] must be true or false, not 1/],
    [
      `{"space": "${space}", "settings": {"lr": 7}}`,
      /^settings\.lr must be a number from 0.0001 to 1, not 7/,
    ],
    [`{"space": "${space}", "seeds": [1, 1]}`, /^seeds must be a list without the same seed twice/],
    [`{"space": "${space}", "seeds": [0.5]}`, /^seeds\[0\] must be a whole number/],
    [`{"space": "${space}", "sedes": [1]}`, /^sedes must be a known field \(did you mean seeds\?\)/],
    [`{"space": "${space}", "design": "square"}`, /^design must be one of grid, one-at-a-time/],
    ['{"link": "nonsense"}', /^link must be a share link/],
    [`{"space": "${space}", "search": {}}`, /^search\.algorithms .*it is missing/],
    [
      `{"space": "${space}", "search": {"algorithms": ["randon"]}}`,
      /^search\.algorithms\[0\] .*did you mean random/,
    ],
    [
      `{"space": "nasbench101", "search": {"algorithms": ["gdas"]}}`,
      /^search\.algorithms\[0\] must be an algorithm that applies to NASBench-101.* \(its wiring is searched.*\), not "gdas"/,
    ],
    [`{"space": "${space}", "search": {"algorithms": ["random"], "budget": 0}}`, /^search\.budget must be/],
    [`{"space": "${space}"`, /ends in the middle/],
  ])("%s is refused with its first bad place", (text, expected) => {
    const read = readStudy(text);
    expect(read.ok ? "read" : read.problem.message).toMatch(expected);
  });

  it("is refused by the number of its runs before they are made, which may be more than fit", () => {
    const many = (low: number) => Array.from({ length: 900 }, (_, index) => low + index / 10_000);
    const vary = { lr: many(0.01), mom: many(0.1), clip: many(1) };
    const read = readStudy(JSON.stringify({ space, vary, seeds: [1, 2] }));
    expect(read.ok ? "read" : read.problem.message).toMatch(
      /^vary must be so few values that there are at most 20000 runs \(now 1458000000\)/,
    );
  });

  it("warns of a threshold that seems to be meant in per cent", () => {
    const warningsFor = (threshold: number) => {
      const read = readStudy(JSON.stringify({ space, threshold }));
      return read.ok && read.value.warnings;
    };
    expect(warningsFor(0.1)).toEqual([expect.stringMatching(/^threshold 0\.1 rounds .* to 10 percentage/)]);
    expect(warningsFor(0.001)).toEqual([]);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        readStudy(text);
      }),
    );
  });

  it("takes space, settings, seed and threshold of a share link", () => {
    const plan = planOf({ link: "https://lab.example/#v=2&lr=0.2&thr=0.002&seed=9", settings: { bs: 64 } });
    expect(plan).toMatchObject({
      base: { space, settings: { lr: 0.2, bs: 64 } },
      threshold: 0.002,
      seeds: [9],
    });
    expect(planOf({ link: "https://lab.example/#v=2&seed=9", seeds: [3, 4] }).seeds).toEqual([3, 4]);
  });

  it.each([
    ["#v=2&lr=0.2&po", /^link must be a link that can be read as a whole: The link holds "po"/],
    ["#v=2&lr=fast", /^link must be a link that can be read as a whole: .*\(lr\) cannot be "fast"/],
    ["#v=2&vs=lr%3Dfast", /^link must be a link that can be read as a whole: .*\(lr\) cannot be "fast"/],
  ])("refuses a link that was cut short or changed on its way: %s", (hash, expected) => {
    const read = readStudy(JSON.stringify({ link: `https://lab.example/${hash}` }));
    expect(read.ok ? "read" : read.problem.message).toMatch(expected);
  });

  it("names what of a share link it leaves out", () => {
    const warningsFor = (study: object) => {
      const read = readStudy(JSON.stringify(study));
      return read.ok ? read.value.warnings : read.problem.message;
    };
    const [first, other] = spaces;
    expect(warningsFor({ link: "https://lab.example/#v=2&vs=seed%3D1%26lr%3D0.1" })).toEqual([
      expect.stringMatching(/what the link .*compares with \(vs=\).* is left out/),
    ]);
    // More than the other space has.
    const linked = { link: `https://lab.example/#v=2&space=${first.id}&outputs=4` };
    expect(warningsFor({ ...linked, space: other.id })).toEqual([
      expect.stringMatching(/\(outputs\) cannot be "4"/),
    ]);
  });
});

it("a study file asks for searches, and is written as it was read", () => {
  const search = { algorithms: ["random", "darts"] };
  const plan = planOf({ space, search });
  expect(plan.search).toEqual({ ...search, budget: 100, seeds: [1] });
  expect(planOf(JSON.parse(printStudy(plan)))).toEqual(plan);
});

describe("jobs", () => {
  const vary = { sampler: ["random-nas", "fairnas", "random-a"], lr: [0.05, 0.1] };
  const settings = { sampler: "random-nas", lr: 0.05 };

  it("of a grid are all combinations with every seed", () => {
    const jobs = jobsOf(planOf({ space, vary, seeds: [1, 2] }), ground, itself);
    expect(jobs).toHaveLength(12);
    expect(new Set(jobs.map(({ key }) => key)).size).toBe(12);
  });

  it("one at a time are the base once, and every other value alone", () => {
    const plan = planOf({ space, settings, vary, design: "one-at-a-time" });
    const jobs = jobsOf(plan, ground, itself);
    // Base, two samplers, one rate.
    expect(jobs).toHaveLength(4);
  });

  it("have a key by content: what is said by default or in another order counts the same, all else does not", () => {
    const [key] = jobsOf(planOf({ space, settings: { lr: 0.1, bs: 64 } }), ground, itself).map(
      (job) => job.key,
    );
    const keyOf = (study: object, on = ground) => jobsOf(planOf(study), on, itself)[0]?.key;
    expect(keyOf({ space, settings: { bs: 64, lr: 0.1, wd: 0.0005 }, seeds: [1] })).toBe(key);
    const others = [
      keyOf({ space, settings: { lr: 0.1, bs: 32 } }),
      keyOf({ space, settings: { lr: 0.1, bs: 64 }, seeds: [2] }),
      keyOf({ space, settings: { lr: 0.1, bs: 64 }, steps: 5 }),
      keyOf({ space, settings: { lr: 0.1, bs: 64 }, threshold: 0.01 }),
      keyOf({ space, settings: { lr: 0.1, bs: 64 }, search: { algorithms: ["random"] } }),
      keyOf({ space, settings: { lr: 0.1, bs: 64 }, search: { algorithms: ["random"], budget: 9 } }),
      ...(["data", "table", "engine", "code"] as const).map((part) =>
        keyOf({ space, settings: { lr: 0.1, bs: 64 } }, { ...ground, [part]: "other" }),
      ),
    ];
    expect(new Set([key, ...others]).size).toBe(others.length + 1);
  });
});

const summary: RunSummary = {
  step: 2,
  skdt: 0.5,
  interval: [0.1, 0.8],
  n: 4,
  tau: null,
  params: 0.3,
  ceiling: 0.9,
  accuracy: 0.2,
  found: 0.8,
  surpassRandom: 0.1,
};
const groundTruths = [0.1, 0.2, 0.3, 0.4];
const architectures = ["a", "b", "c", "d"];
const outcome = ({ key }: StudyJob, predictions: readonly number[]): JobOutcome => ({
  key,
  summary: { ...summary, accuracy: predictions.reduce((sum, value) => sum + value, 0) / 4 },
  architectures,
  groundTruths,
  predictions,
  agreements: [{ step: 9, n: 12, tau: 0.25 }],
  finds: [0.5, 0.7, null].map((truth, index) => ({
    ...{ algorithm: "random", seed: index, evaluations: 5, architecture: "a", superNetAccuracy: 0.3 },
    ...{ standAloneAccuracy: truth && truth + predictions[0]!, rank: 1, surpassRandom: null, regret: 0 },
  })),
});

describe("results", () => {
  const plan = planOf({
    space,
    vary: { sampler: ["random-nas", "fairnas"] },
    seeds: [1, 2],
    steps: 2,
    search: { algorithms: ["random"], budget: 5, seeds: [0, 1, 2] },
  });
  const jobs = jobsOf(plan, ground, itself);
  const all = jobs.map((job, index) => outcome(job, [index / 10, 0.2, 0.3, 0.4]));

  it("have the same bytes in whatever order they came, and are read as they were written", () => {
    const text = printResults(plan, ground, jobs, new Map(all.map((one) => [one.key, one])));
    expect(printResults(plan, ground, jobs, new Map(all.toReversed().map((one) => [one.key, one])))).toBe(
      text,
    );
    expect(text.match(/"architectures"/g)).toHaveLength(1);
    const read = readResults(text);
    if (!read.ok) throw new Error(read.problem.message);
    expect(read.value.plan).toEqual(plan);
    expect(read.value.results).toEqual(jobs.map(({ config }, index) => ({ ...all[index], config })));
  });

  it("tell what was found as means over each run first, with the interval over runs", () => {
    const study = { plan, ground, results: jobs.map(({ config }, index) => ({ ...all[index]!, config })) };
    const [first, second, ...rest] = foundBy(study);
    expect(rest).toEqual([]);
    // Runs of the first sampler are 0 and 2: their searches came to 0.5 and 0.7, and 0.2 more.
    expect(first).toMatchObject({
      algorithm: "random",
      runs: 2,
      searches: 3,
      unknown: 2,
      surpassRandom: null,
    });
    expect(first?.varied).toEqual({ sampler: "random-nas" });
    expect(first?.standAloneAccuracy).toBeCloseTo(0.7, 12);
    // Student's t with one degree of freedom: 12.706 standard errors of 0.1.
    expect(first?.interval?.[0]).toBeCloseTo(0.7 - 1.2706, 3);
    expect(second?.standAloneAccuracy).toBeCloseTo(0.8, 12);
  });

  it("keep which searches diverged and on which card a run was trained, and count the former", () => {
    const diverged = [{ algorithm: "random", seed: 2, step: 7 }];
    const marked = all.map((one, index) =>
      index === 2 ? { ...one, finds: one.finds?.slice(0, 2) ?? [], diverged, device: "a card" } : one,
    );
    const text = printResults(plan, ground, jobs, new Map(marked.map((one) => [one.key, one])));
    const read = readResults(text);
    if (!read.ok) throw new Error(read.problem.message);
    expect(read.value.results[2]).toMatchObject({ diverged, device: "a card" });
    expect(read.value.results[0]).not.toHaveProperty("device");
    expect(foundBy(read.value).map((one) => [one.runs, one.searches, one.diverged])).toEqual([
      [2, 3, 1],
      [2, 3, 0],
    ]);
  });

  it("are read by the defaults of their time, where a later lab has others", () => {
    const rates = planOf({ space, vary: { lr: [0.05, 0.1] }, seeds: [1, 2] });
    const [rateJobs, values] = [jobsOf(rates, ground, itself), Array.from({ length: 10 }, (_, i) => i / 10)];
    const outcomes = rateJobs.map((job) => ({
      ...outcome(job, values),
      ...{ architectures: values.map(String), groundTruths: values },
    }));
    const text = printResults(rates, ground, rateJobs, new Map(outcomes.map((one) => [one.key, one])));
    expect(text).toContain('"defaults":{"lr":0.05}');
    // As a lab whose default was 0.07 would have written it.
    const read = readResults(text.replaceAll("0.05", "0.07"));
    if (!read.ok) throw new Error(read.problem.message);
    const { effects, configurations } = findingsOf(read.value, new Map());
    expect(effects).toMatchObject([{ value: 0.1, reference: 0.07, pairs: 2, configuration: 1 }]);
    expect(configurations.map(({ different }) => different)).toEqual([{}, { lr: 0.1 }]);
  });

  it("that are damaged are refused with the first bad place", () => {
    const text = printResults(plan, ground, jobs, new Map(all.map((one) => [one.key, one])));
    const read = readResults(text.replace('"set":0', '"set":7'));
    expect(read.ok ? "read" : read.problem.message).toMatch(
      /^results\[0\]\.set must be a whole number from 0 to 0/,
    );
  });
});

describe("the effect of an option", () => {
  // Random-NAS is the base of this study, though not the default of the space.
  const plan = planOf({
    space,
    settings: { sampler: "random-nas" },
    vary: { sampler: ["fairnas", "random-nas"] },
    seeds: [1, 2],
  });
  const jobs = jobsOf(plan, ground, itself);
  // By hand: of 45 pairs, τ backwards is −1, in order 1, with the first two exchanged 43/45.
  const inOrder = Array.from({ length: 10 }, (_, i) => (i + 1) / 10);
  const truth = { architectures: inOrder.map((value) => `cell ${value}`), groundTruths: inOrder };
  const ranked: Readonly<Record<string, readonly number[]>> = {
    "random-nas 1": inOrder.toReversed(),
    "fairnas 1": inOrder,
    "random-nas 2": [0.2, 0.1, ...inOrder.slice(2)],
    "fairnas 2": inOrder,
  };
  const nameOf = ({ config }: Pick<StudyJob, "config">): string =>
    `${config.settings.sampler ?? "random-nas"} ${config.seed}`;
  const results = jobs.map((job) => ({
    ...outcome(job, ranked[nameOf(job)] ?? []),
    ...truth,
    config: job.config,
  }));
  const seconds = new Map(
    jobs.map(({ key, config }) => [key, config.settings.sampler === "fairnas" ? 30 : 10] as const),
  );

  it("is the mean over seeds of the difference to the base, with an interval and its cost", () => {
    const [effect, ...others] = effectsOf({ plan, ground, results }, seconds);
    expect(others).toEqual([]);
    expect(effect).toMatchObject({
      key: "sampler",
      value: "fairnas",
      reference: "random-nas",
      pairs: 2,
      seeds: 2,
      failed: 0,
      unranked: 0,
      architectures: 10,
      cost: expect.closeTo(3, 12),
    });
    expect(effect?.difference).toBeCloseTo((2 + 2 / 45) / 2);
    // Student's t over two so different seeds reaches beyond what is possible, to both sides.
    expect(effect?.interval).toEqual([-2, 2]);
  });

  it("leaves out the pairs of which a run failed, and counts it", () => {
    const failing = results.map((result, index) => {
      const { summary: _, ...rest } = result;
      return index === 0
        ? { ...rest, failure: "diverged", architectures: [], groundTruths: [], predictions: [] }
        : result;
    });
    const [effect] = effectsOf({ plan, ground, results: failing }, new Map());
    expect(effect).toMatchObject({ pairs: 1, seeds: 1, failed: 1, failedReference: 0, cost: null });
    expect(effect?.difference).toBeCloseTo(2 / 45);
    // Over the one seed that is left nothing is told, though the study has two.
    expect(effect).toMatchObject({ interval: null, reported: { verdict: "cannot tell" } });
    expect(effectSentence(effect!)).toBe(
      "Sampler: FairNAS against Random-NAS: S-KdT +0.04 with one seed left, so nothing can be told; left out: 1 run failed",
    );
  });

  it("names the runs that it is held against where those failed", () => {
    const failing = results.map((result) => {
      const { summary: _, ...rest } = result;
      return nameOf(result) === "random-nas 2" ? { ...rest, failure: "diverged" } : result;
    });
    const [effect] = effectsOf({ plan, ground, results: failing }, new Map());
    expect(effect).toMatchObject({ pairs: 1, failed: 0, failedReference: 1 });
    expect(leftOutText(effect!)).toBe("1 run to hold it against failed");
  });

  it("tells S-KdT over the architectures that the difference is over, and whether too few are shared", () => {
    // The runs of FairNAS are judged by one more, which alone puts them out of order.
    const more = results.map((result) =>
      nameOf(result).startsWith("fairnas")
        ? {
            ...result,
            architectures: [...result.architectures, "cell 2"],
            groundTruths: [...result.groundTruths, 2],
            predictions: [...result.predictions, 0],
          }
        : result,
    );
    const [effect] = effectsOf({ plan, ground, results: more }, seconds);
    expect(effect).toMatchObject({ architectures: 10, skdt: expect.closeTo(1, 12), isApart: false });
    expect(isOnOneGround({ results: more })).toBe(false);
    expect(isOnOneGround({ results })).toBe(true);
    const [first, second] = configurationsOf({ plan, ground, results: more }, seconds);
    expect([first?.architectures, second?.architectures]).toEqual([
      [11, 11],
      [10, 10],
    ]);
    const report = reportText(reportOf({ plan, ground, results: more }, seconds));
    expect(report).toContain("Configurations are judged by different architectures");
    expect(report).toContain("of 1 option without any effect one in twenty would seem to have one");
    expect(reportText(reportOf({ plan, ground, results }, seconds))).not.toContain("judged by different");
  });

  it("leaves out the pairs of which a run ranks nothing, and counts them apart", () => {
    const collapsed = results.map((result) =>
      nameOf(result) === "fairnas 1" ? { ...result, predictions: inOrder.map(() => 0.1) } : result,
    );
    const [effect] = effectsOf({ plan, ground, results: collapsed }, seconds);
    expect(effect).toMatchObject({ pairs: 1, seeds: 1, unranked: 1 });
    expect(effect?.difference).toBeCloseTo(2 / 45);
  });

  it("is not told over so few architectures that a correlation would be chance", () => {
    const few = results.map(({ architectures, groundTruths, predictions, ...rest }) => ({
      ...rest,
      architectures: architectures.slice(1),
      groundTruths: groundTruths.slice(1),
      predictions: predictions.slice(1),
    }));
    const [effect] = effectsOf({ plan, ground, results: few }, seconds);
    expect(effect).toMatchObject({ pairs: 0, difference: null, interval: null, isApart: true });
  });

  it("costs what a run costs by its own machine: a slow one decides no more than another", () => {
    const slow = new Map(
      results.map((result) => [result.key, { "random-nas 1": 10, "fairnas 1": 40 }[nameOf(result)] ?? 1000]),
    );
    const [effect] = effectsOf({ plan, ground, results }, slow);
    expect(effect?.cost).toBeCloseTo(2, 12);
  });

  it("costs by the geometric mean within a seed, too", () => {
    const grid = planOf({
      ...{ space, settings: { sampler: "random-nas" }, seeds: [1] },
      vary: { sampler: ["fairnas", "random-nas"], lr: [0.05, 0.1] },
    });
    const own = jobsOf(grid, ground, itself).map((job) => ({ ...outcome(job, inOrder), ...truth, ...job }));
    // Fair sampling takes four times as long with one rate, a quarter with the other.
    const times = new Map(
      own.map(({ key, config: { settings } }) => [
        key,
        settings.sampler === "fairnas" ? 10 : settings.lr === 0.1 ? 2.5 : 40,
      ]),
    );
    const [effect] = effectsOf({ plan: grid, ground, results: own }, times);
    expect(effect).toMatchObject({ key: "sampler", value: "fairnas", pairs: 2 });
    expect(effect?.cost).toBeCloseTo(1, 12);
  });

  it("has no time of runs that failed in the mean of its configuration", () => {
    const failing = results.map((result) => {
      const { summary: _, ...rest } = result;
      return nameOf(result) === "fairnas 1" ? { ...rest, failure: "Training diverged." } : result;
    });
    const times = new Map(failing.map((one) => [one.key, "failure" in one ? 1 : 30]));
    const means = configurationsOf({ plan, ground, results: failing }, times).map((one) => one.seconds);
    expect(means).toEqual([30, 30]);
  });
});
