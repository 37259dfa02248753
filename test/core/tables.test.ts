/** @file Tables in every form that researchers hold them in, and what is wrong with those that cannot be read. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeVersion } from "../../src/core/codeVersion.ts";
import { cutCsv } from "../../src/core/csv.ts";
import type { RunEvent } from "../../src/core/run.ts";
import { type Run, reduceRun } from "../../src/core/runState.ts";
import { scoresCsv } from "../../src/core/scoresCsv.ts";
import { nasbench101Full } from "../../src/core/spaces/nasbench101/index.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { SearchSpace } from "../../src/core/spaces/space.ts";
import { readColumnName } from "../../src/core/tables/columns.ts";
import { type ParsedTable, parseTable } from "../../src/core/tables/parseTable.ts";
import { poolGroundTruths, rowOf, type Table } from "../../src/core/tables.ts";
import { growth } from "../growth.ts";

const best =
  "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_1x1~2|";
const skips =
  "|skip_connect~0|+|skip_connect~0|skip_connect~1|+|skip_connect~0|skip_connect~1|skip_connect~2|";
const pools = "|avg_pool_3x3~0|+|none~0|avg_pool_3x3~1|+|none~0|none~1|avg_pool_3x3~2|";
/** Two encodings of one function: node 1 is a copy of node 0, so either may feed the convolution into node 2. */
const twins = [
  "|skip_connect~0|+|nor_conv_3x3~0|skip_connect~1|+|none~0|nor_conv_1x1~1|nor_conv_1x1~2|",
  "|skip_connect~0|+|skip_connect~0|nor_conv_3x3~1|+|none~0|nor_conv_1x1~1|nor_conv_1x1~2|",
] as const;

const read = (text: string, space: SearchSpace = nasbench201): ParsedTable => parseTable(text, space, "file");
const tableOf = (text: string, space?: SearchSpace): Table => {
  const parsed = read(text, space);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.table;
};
const problemOf = (text: string, space?: SearchSpace): string => {
  const parsed = read(text, space);
  return parsed.ok ? "" : parsed.problem.message;
};
const accuracyOf = (table: Table, architecture: string): number | undefined =>
  rowOf(architecture, nasbench201, table)?.accuracy;

const native = {
  format: "super-net-lab/table",
  version: 1,
  space: "nasbench201",
  dataset: { id: "fashion-mnist-14", sha256: "f".repeat(64) },
  recipe: { optimizer: { learningRate: 0.1 } },
  seeds: [0, 1],
  code: "abc1234",
  created: "2025-01-02T03:04:05Z",
  rows: [
    { architecture: best, parameters: 900, flops: 9000, test: [0.9, 0.91], validation: [0.91, 0.92] },
    { architecture: skips, parameters: 100, flops: 1000, test: [0.7, 0.72], validation: [0.71, 0.7] },
    { architecture: pools, parameters: 100, flops: 1000, test: [0.71, 0.69], validation: [0.7, 0.69] },
  ],
};

/** The same as version 2 has it: where a row comes from, a zero-cost proxy, and seeds that are not those of runs. */
const native2 = {
  ...native,
  version: 2,
  seeds: [1001, 1002],
  rows: native.rows.map((row, index) => ({
    ...row,
    source: index < 2 ? "uniform" : "admitted",
    gradientNorm: 1.5 + index,
  })),
};

describe("the lab's own table", () => {
  test("gives accuracies per seed, their mean, sizes and provenance", () => {
    const table = tableOf(JSON.stringify(native, null, 1));
    expect(table).toMatchObject({
      name: "file",
      space: "nasbench201",
      judgedBy: "test",
      seeds: 2,
      duplicates: 0,
    });
    expect(table.rows[0]).toMatchObject({
      architecture: best,
      test: [0.9, 0.91],
      parameters: 900,
      flops: 9000,
    });
    expect(table.rows[0]?.accuracy).toBeCloseTo(0.905, 12);
    expect(table.rows.map(({ test }) => test)).toEqual([
      [0.9, 0.91],
      [0.7, 0.72],
      [0.71, 0.69],
    ]);
    expect(table.provenance).toMatchObject({
      dataset: native.dataset,
      recipe: native.recipe,
      code: "abc1234",
    });
  });

  test("version 1 does not say how its rows were chosen", () => {
    for (const row of tableOf(JSON.stringify(native)).rows) {
      expect(row).not.toHaveProperty("source");
      expect(row).not.toHaveProperty("gradientNorm");
    }
    // Whatever else stands in a row of that version was not defined yet.
    const early = { ...native2, version: 1 };
    for (const row of tableOf(JSON.stringify(early)).rows) expect(row).not.toHaveProperty("source");
  });

  test("version 2 tells of every row where it comes from, and its gradient norm", () => {
    const table = tableOf(JSON.stringify(native2));
    expect(table.rows).toMatchObject([
      { architecture: best, source: "uniform", gradientNorm: 1.5, test: [0.9, 0.91], parameters: 900 },
      { architecture: skips, source: "uniform", gradientNorm: 2.5 },
      { architecture: pools, source: "admitted", gradientNorm: 3.5 },
    ]);
    expect(table.provenance?.seeds).toEqual([1001, 1002]);
    expect(table.rows.map(({ test }) => test)).toEqual(
      tableOf(JSON.stringify(native)).rows.map(({ test }) => test),
    );
  });

  const altered = <T>(table: T, change: (table: T) => void): string => {
    const copy = structuredClone(table);
    change(copy);
    return JSON.stringify(copy);
  };
  test.each<[string, (table: typeof native2) => void, string]>([
    [
      "source",
      (t) => {
        t.rows[1]!.source = "guessed";
      },
      'rows[1].source must be one of uniform, admitted, picked, not "guessed"',
    ],
    [
      "no source",
      (t) => {
        delete (t.rows[2] as { source?: string }).source;
      },
      "rows[2].source must be one of uniform, admitted, picked; it is missing",
    ],
    [
      "gradient norm",
      (t) => {
        t.rows[0]!.gradientNorm = -1;
      },
      "rows[0].gradientNorm must be a number from 0, not -1",
    ],
    [
      "no gradient norm",
      (t) => {
        t.rows[0]!.gradientNorm = Number.NaN;
      },
      "rows[0].gradientNorm must be a number from 0, not null",
    ],
    [
      "accuracies of fewer seeds",
      (t) => {
        t.seeds.push(1003);
      },
      "rows[0].test must be a list of 3",
    ],
  ])("version 2, %s: the first bad field is named", (_, change, problem) => {
    expect(problemOf(altered(native2, change))).toContain(problem);
  });
  test.each<[string, (table: typeof native) => void, string]>([
    [
      "version",
      (t) => {
        t.version = 5;
      },
      "version must be 1, 2, 3 or 4, the versions that this lab reads, not 5",
    ],
    [
      "version 0",
      (t) => {
        t.version = 0;
      },
      "version must be 1, 2, 3 or 4, the versions that this lab reads, not 0",
    ],
    [
      "per cent",
      (t) => {
        t.rows[1]!.test[1] = 72;
      },
      "rows[1].test[1] must be a number from 0 to 1, not 72",
    ],
    [
      "seeds",
      (t) => {
        t.rows[2]!.validation.pop();
      },
      "rows[2].validation must be a list of 2",
    ],
    [
      "text",
      (t) => {
        t.rows[0]!.architecture = 5 as never;
      },
      "rows[0].architecture must be text, not 5",
    ],
    [
      "rows",
      (t) => {
        delete (t as Partial<typeof native>).rows;
      },
      "rows must be a list; it is missing",
    ],
    [
      "no rows",
      (t) => {
        t.rows = [];
      },
      "the table has no rows",
    ],
    [
      "other space",
      (t) => {
        t.space = "darts";
        for (const row of t.rows) row.architecture = "Genotype()";
      },
      "none of the 3 rows is an architecture of NAS-Bench-201 (rows[0]: Genotype()); the table is of DARTS",
    ],
  ])("%s: the first bad field is named", (_, change, problem) => {
    expect(problemOf(altered(native, change))).toContain(problem);
  });
  test("cut off in the middle", () => {
    expect(problemOf(JSON.stringify(native).slice(0, 500))).toContain("cut off");
  });
});

describe("CSV", () => {
  test("fractions, super-net accuracy and parameters", () => {
    const table = tableOf(
      `arch,val_acc,test_acc,supernet_acc,params\n${best},0.91,0.9,0.5,900\n${skips},0.7,0.71,0.3,100\n`,
    );
    expect(table.rows[0]).toMatchObject({
      accuracy: 0.9,
      test: [0.9],
      validation: [0.91],
      superNet: 0.5,
      parameters: 900,
    });
    expect(table.seeds).toBe(1);
  });
  test("per cent, CRLF, a byte-order mark, quotes, and a column without use", () => {
    const parsed = read(`\ufeffarch,test_acc,train time\r\n"${best}",94.37,12\r\n${skips},54.3 %,12\r\n`);
    expect(parsed).toMatchObject({
      ok: true,
      warnings: ["Columns not used: train time.", expect.stringContaining("per cent")],
    });
    if (parsed.ok) expect(accuracyOf(parsed.table, best)).toBeCloseTo(0.9437, 12);
  });
  test("errors; where accuracy stands beside, accuracy counts", () => {
    expect(accuracyOf(tableOf(`arch,test_err\n${best},5.63\n${skips},45.7\n`), best)).toBeCloseTo(0.9437, 12);
    expect(accuracyOf(tableOf(`arch,test_error,test_acc\n${best},0.99,0.9\n`), best)).toBe(0.9);
  });
  test("an accuracy and an error that are both told to be read are no two trainings", () => {
    const asked = ["acc=test", "err=test error"];
    const parsed = parseTable(`arch,acc,err\n${best},90,12\n`, nasbench201, "file", asked);
    expect(parsed.ok ? "read" : parsed.problem.message).toMatch(
      /^Several columns hold test accuracy: acc, err\. Which one judges\?/,
    );
    const one = parseTable(`arch,acc,err\n${best},90,12\n`, nasbench201, "file", ["err=test error"]);
    expect(one.ok && accuracyOf(one.table, best)).toBeCloseTo(0.88, 12);
  });
  test("several columns of a kind are seeds where they say so, else a question", () => {
    const table = tableOf(`arch;test_acc_seed0;test_acc_seed1\n${best};0.9;0.8\n${skips};0.7;0.75\n`);
    expect(table.rows[0]?.test).toEqual([0.9, 0.8]);
    expect(table.rows[1]?.test).toEqual([0.7, 0.75]);
    expect(table.seeds).toBe(2);
    expect(problemOf(`arch,test_acc_12,test_acc_200\n${best},0.5,0.9`)).toBe(
      'Several columns hold test accuracy: test_acc_12, test_acc_200. Which one judges? Answer with --map "test_acc_12=test", --map "test_acc_200=test", --map "numbers=seeds"',
    );
  });
  test("validation accuracy alone judges", () => {
    expect(tableOf(`arch,val_acc\n${best},0.9\n`)).toMatchObject({
      judgedBy: "validation",
      rows: [{ accuracy: 0.9 }],
    });
  });
  test("tuples and matrix;operations need no quotes", () => {
    const zero = parseTable("arch,test_acc\n(0, 0, 0, 0, 0, 0),0.7\n", nasbench201, "file", [
      "numbering=suite-zero",
    ]);
    expect(zero.ok && accuracyOf(zero.table, skips)).toBe(0.7);
    const cell = "010001000;input,conv3x3-bn-relu,output";
    expect(tableOf(`arch,test_acc\n${cell},0.9\n"${cell}",0.9\n`, nasbench101Full).rows).toHaveLength(1);
    expect(problemOf(`arch,test_acc\n${cell},0.9\n"${cell}",0.8\n`, nasbench101Full)).toContain(
      "stands in 2 rows with different accuracies, and no column says why",
    );
  });
  test("unknown rows, rows without accuracy and duplicates are counted and named", () => {
    const parsed = read(
      `arch,test_acc,params\n${twins[0]},0.9,10\nresnet18,0.95,\n${skips},,5\n${twins[1]},0.8,10\nvgg,0.9,`,
    );
    if (!parsed.ok) throw new Error(parsed.problem.message);
    expect(parsed.table).toMatchObject({ duplicates: 1, withoutAccuracy: 1, unknown: { count: 2 } });
    expect(parsed.table.unknown.examples).toEqual(["line 3: resnet18", "line 6: vgg"]);
    expect(parsed.table.rows).toHaveLength(1);
    for (const twin of twins) expect(accuracyOf(parsed.table, twin)).toBeCloseTo(0.85, 12);
    expect(parsed.warnings).toEqual([
      "Left out 2 rows that are no architectures of NAS-Bench-201: line 3: resnet18, line 6: vgg.",
      "Left out 1 row without an accuracy: line 4.",
      "Averaged 1 row into others that compute the same function.",
    ]);
  });
  test.each([
    ["", "the file is empty"],
    ["hello world", 'one called "arch" (found: hello world)'],
    [`arch,params\n${best},5`, "no column holds an accuracy"],
    [`arch,test_acc\n${best}\n${skips}\n`, "line 2 has 1 cell where the first line has 2"],
    [
      `arch,test_acc\n${best},-1\n`,
      'no row with a known architecture holds an accuracy (line 2, test_acc "-1" is below 0)',
    ],
    [
      `arch,test_acc\n${best},9400\n`,
      'no row with a known architecture holds an accuracy (line 2, test_acc "9400" is above 100 %)',
    ],
    [`arch,test_acc\n"${best},0.9\n`, "the quote that opens in line 2 never closes"],
    [
      "arch,test_acc\nresnet,0.9\n",
      "none of the 1 rows is an architecture of NAS-Bench-201 (line 2: resnet)",
    ],
    [`arch,test_acc\n${best},\n`, "no row with a known architecture holds an accuracy"],
    ["\0\x01\x02", 'one called "arch"'],
  ])("refused: %#", (text, problem) => expect(problemOf(text)).toContain(problem));
});

describe("researchers' JSON", () => {
  test("architecture → number, list per seed, or record", () => {
    expect(accuracyOf(tableOf(JSON.stringify({ [best]: 94.37, [skips]: 54.3 })), best)).toBeCloseTo(
      0.9437,
      12,
    );
    expect(tableOf(JSON.stringify({ [best]: [0.9, 0.92], [skips]: [0.5, 0.6] })).seeds).toBe(2);
    const table = tableOf(
      JSON.stringify({ [best]: { val: 0.91, test: 0.9, params: 7 }, [skips]: { val: 0.5, test: null } }),
    );
    expect(table.rows[0]).toMatchObject({ test: [0.9], validation: [0.91], parameters: 7 });
    expect(table.withoutAccuracy).toBe(1);
  });
  test("a list of records", () => {
    const table = tableOf(
      JSON.stringify([
        { arch: best, test_acc: 0.9 },
        { arch: skips, test_acc: 0.6 },
      ]),
    );
    expect(accuracyOf(table, skips)).toBe(0.6);
  });
  test("NAS-Bench-Suite-Zero: the tuple's order of operations and edges", () => {
    const zero = {
      "ImageNet16-120": { "(0, 0, 0, 0, 0, 0)": { val_accuracy: 1 } },
      cifar10: {
        // Edges (1,2)(1,3)(1,4)(2,3)(2,4)(3,4).
        "(2, 2, 0, 2, 2, 3)": { val_accuracy: 91.5, params: { score: 1.07, time: 0.1 } },
        "(0, 0, 0, 0, 0, 0)": { val_accuracy: 70 },
        "(4, 1, 1, 4, 1, 4)": { val_accuracy: 60 },
      },
    };
    expect(problemOf(JSON.stringify(zero))).toBe(
      'The file holds accuracies on several data sets: ImageNet16-120, cifar10. Which ones judge? Answer with --map "dataset=ImageNet16-120", --map "dataset=cifar10"',
    );
    const parsed = parseTable(JSON.stringify(zero), nasbench201, "file", ["dataset=cifar10"]);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    expect(parsed.table.rows.map((row) => row.architecture)).toEqual([skips, best, pools]);
    expect(parsed.table).toMatchObject({ judgedBy: "validation", form: "NAS-Bench-Suite-Zero" });
    expect(parsed.table.rows[1]).toMatchObject({ validation: [0.915], parameters: 1.07e6 });
  });
  test("HPOBench: one entry per seed", () => {
    const record = (value: number) => ({ eval_acc1es: { "ori-test@0": 10, "ori-test@199": value } });
    const table = tableOf(
      JSON.stringify({
        777: { [best]: record(94), [skips]: record(54) },
        888: { [best]: record(94.4), [skips]: record(55) },
      }),
    );
    expect(table.rows[0]?.test).toEqual([0.94, 0.9440000000000001]);
    expect(table.seeds).toBe(2);
  });
  test.each([
    ["{}", "an object without members"],
    ["[]", "a list without entries"],
    [JSON.stringify({ [best]: "good" }), "no column holds an accuracy"],
    [JSON.stringify([{ name: best }]), "no column holds an accuracy"],
    [JSON.stringify([{ name: "resnet", test_acc: 0.9 }]), "no column holds architectures"],
    [
      JSON.stringify({ resnet: 0.9 }),
      'none of the 1 rows is an architecture of NAS-Bench-201 ("resnet": resnet)',
    ],
    ['{"a": 1', "cut off"],
  ])("refused: %#", (text, problem) => expect(problemOf(text)).toContain(problem));
});

test.each([
  ["arch", "architecture"],
  ["Arch_Str", "architecture"],
  ["ArchitectureString", "architecture"],
  ["test_acc", "test"],
  ["accuracy", "accuracy"],
  ["test-accuracy-seed1", "test seed 1"],
  ["valid_acc", "validation"],
  ["val", "validation"],
  ["Test Top-1 Error", "test error"],
  ["top5_acc", undefined],
  ["CIFAR10TestAccuracy200Epochs", "test on cifar10 epoch 200"],
  ["cifar100-test", "test on cifar100"],
  ["cifar10", "accuracy on cifar10"],
  ["test_acc_12", "test number 12"],
  ["final_test_accuracy", "test final"],
  ["supernet_acc", "superNet"],
  ["#params (M)", "parameters"],
  ["trainable_parameters", "parameters"],
  ["FLOPs", "flops"],
  ["train_acc", "training"],
  ["val_loss", undefined],
  ["train_time", undefined],
  ["step", undefined],
  ["canonical", undefined],
  [best, undefined],
])("column %s is %s", (name, expected) => {
  const { role, quantity, isError, dataset, seed, epoch, number, stage } = readColumnName(name);
  const words = [
    role ?? quantity,
    isError && "error",
    dataset && `on ${dataset}`,
    seed !== undefined && `seed ${seed}`,
    epoch !== undefined && `epoch ${epoch}`,
    number !== undefined && `number ${number}`,
    stage,
  ];
  expect((role ?? quantity) && words.filter(Boolean).join(" ")).toBe(expected);
});

test("never throws, whatever the file holds", () => {
  const cut = fc.nat(1200).map((length) => JSON.stringify(native).slice(0, length));
  const csv = fc.array(fc.constantFrom("arch", "test_acc", best, ",", "\n", '"', "0.9", "9e9", ";", "\t"));
  const json = fc.dictionary(
    fc.constantFrom(best, "cifar10", "net", "777", "format", "test"),
    fc.jsonValue(),
  );
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    cut,
    csv.map((cells) => cells.join("")),
    json.map((v) => JSON.stringify(v)),
  );
  fc.assert(
    fc.property(anything, (text) => {
      const parsed = read(text);
      if (!parsed.ok) expect(parsed.problem.message).not.toBe("");
    }),
    { numRuns: 1000 },
  );
});

test("15,625 rows take a time that grows with their number", () => {
  const choices = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"];
  const lines = Array.from({ length: 15_625 }, (_, code) => {
    const [a, b, c, d, e, f] = Array.from(
      { length: 6 },
      (_, edge) => choices[Math.floor(code / 5 ** edge) % 5],
    );
    return `|${a}~0|+|${b}~0|${c}~1|+|${d}~0|${e}~1|${f}~2|,${(code % 997) / 1000}`;
  });
  const read = (rows: number) => tableOf(`arch,test_acc\n${lines.slice(0, rows).join("\n")}`);
  // Eight times as many: were each row compared with every other, sixty-four times as long.
  expect(growth(1953, 15_625, read)).toBeLessThan(28);
  const table = read(15_625);
  expect(table.rows).toHaveLength(6466);
  expect(table.duplicates).toBe(15_625 - 6466);
});

test("CSV cells: quotes, doubled quotes, line ends inside, empty lines", () => {
  expect(cutCsv('a,b\n"x, ""y""\nz", 2\n\n,\nlast,1', ",").lines).toEqual([
    { number: 1, cells: ["a", "b"] },
    { number: 2, cells: ['x, "y"\nz', "2"] },
    { number: 6, cells: ["last", "1"] },
  ]);
});

describe("scores of a run", () => {
  const rules = { images: 100, batchSize: 50, norm: "batch", weights: "raw" } as const;
  const events: RunEvent[] = [
    {
      type: "started",
      config: { space: "nasbench201", dataset: "d", seed: 1, settings: {} },
      pool: [best, twins[1], skips],
      backend: "WASM",
      totalSteps: 9,
      stepsPerEpoch: 3,
    },
    { type: "roundBegan", round: { step: 7, size: 3, rules } },
    { type: "evaluated", scores: [{ architecture: best, accuracy: 0.5, loss: 1.5 }] },
    { type: "roundEnded", complete: true },
    { type: "roundBegan", round: { step: 9, size: 3, rules } },
    { type: "evaluated", scores: [{ architecture: best, accuracy: 0.7 }] },
  ];
  const run = events.reduce<Run | undefined>(reduceRun, undefined) as Run;
  const table = tableOf(`arch,test_acc,val_acc,params\n${best},0.9,0.91,7\n${twins[0]},0.8,0.81,7`);

  test("a pool finds its groundTruths under isomorphic encodings", () => {
    expect(poolGroundTruths(run.pool, nasbench201, table)).toEqual([0.9, 0.8, undefined]);
  });
  test("of the last complete round as CSV, which reads back as a table", () => {
    const csv = scoresCsv(run, nasbench201, table);
    expect(csv.split("\n")[0]).toBe(
      "arch,canonical,supernet_acc,supernet_loss,step,val_acc,test_acc,params,flops,skdt,skdt_low,skdt_high,skdt_threshold,link,code",
    );
    expect(csv.split("\n")[1]).toContain(",0.5,1.5,7,0.91,0.9,7,");
    expect(csv.split("\n")[1]?.endsWith(`,#v=2,${codeVersion}`)).toBe(true);
    const seeds = tableOf(`arch,seed,test_acc\n${best},0,0.88\n${best},1,0.885`);
    expect(scoresCsv(run, nasbench201, seeds)).toContain(",0.8825,");
    const told = scoresCsv(run, nasbench201, table, {
      ...{ skdt: 0.1 + 0.2, interval: { low: -0.125, high: 0.5 }, threshold: 0.001 },
    });
    expect(told.split("\n")[1]).toContain(",0.3,-0.125,0.5,0.001,#v=2");
    expect(tableOf(told)).toEqual(tableOf(csv));
    const again = tableOf(csv);
    expect(again.rows).toMatchObject([
      { architecture: best, accuracy: 0.9, superNet: 0.5 },
      { accuracy: 0.8 },
    ]);
    expect(again.withoutAccuracy).toBe(1);
    expect(scoresCsv(run, nasbench201).split("\n")).toHaveLength(5);
  });
});
