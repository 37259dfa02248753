/** @file The files of `test/fixtures/tables`, each one of a kind, with what stands in them, worked out by hand. */

interface Case {
  readonly file: string;
  readonly space: string;
  /** Answers to the questions of the file. */
  readonly maps?: readonly string[];
  /** Accuracy by architecture; none where the file cannot be used. */
  readonly accuracies: Readonly<Record<string, number>>;
  readonly judgedBy?: "test" | "validation";
  readonly rows: number;
  readonly unknown?: number;
  readonly seeds?: number;
  /** In the order of the file. */
  readonly parameters?: readonly number[];
  /** What the notes must say. */
  readonly notes?: readonly RegExp[];
  /** Why the file cannot be used. */
  readonly problem?: RegExp;
}

interface Asking {
  readonly file: string;
  readonly space: string;
  readonly question: RegExp;
  /** Answer → accuracy of the first architecture of the file then. */
  readonly answers: Readonly<Record<string, number>>;
}

export const [a, b, c] = [
  "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_1x1~2|",
  "|avg_pool_3x3~0|+|none~0|nor_conv_1x1~1|+|skip_connect~0|none~1|nor_conv_3x3~2|",
  "|nor_conv_1x1~0|+|nor_conv_1x1~0|none~1|+|nor_conv_3x3~0|none~1|avg_pool_3x3~2|",
] as const;

/** A genotype from its two cells, written `operation input` eight times. */
const genotype = (normal: string, reduce: string): string => {
  const list = (cell: string): string =>
    cell.replaceAll(
      /(\w+) (\d)(, )?/g,
      (_, operation, from, comma = "") => `('${operation}', ${from})${comma}`,
    );
  return `Genotype(normal=[${list(normal)}], normal_concat=[2, 3, 4, 5], reduce=[${list(reduce)}], reduce_concat=[2, 3, 4, 5])`;
};
const [one, other] = [
  "sep_conv_3x3 0, sep_conv_5x5 1, sep_conv_3x3 0, skip_connect 2, dil_conv_3x3 1, max_pool_3x3 3, sep_conv_3x3 2, dil_conv_5x5 4",
  "avg_pool_3x3 0, skip_connect 1, sep_conv_3x3 0, sep_conv_3x3 1, max_pool_3x3 0, sep_conv_5x5 2, dil_conv_5x5 1, skip_connect 3",
] as const;
const [g, h] = [genotype(one, other), genotype(other, one)];
/** The example of the NASBench-101 paper, 7 vertices of which two lie on no path. */
const large =
  "0101011000011100010110000011000000000000010000000;maxpool3x3,conv1x1-bn-relu,conv3x3-bn-relu,conv3x3-bn-relu,conv3x3-bn-relu";

const s201 = "nasbench201";
const s101 = "nasbench101";
const all = { [a]: 0.9437, [b]: 0.881, [c]: 0.9125 };
const plain = (file: string): Case => ({ file, space: s201, accuracies: all, rows: 3, judgedBy: "test" });
const twoGenotypes = (file: string): Case => ({
  ...{ file, space: "darts", rows: 2, judgedBy: "test" },
  accuracies: { [g]: 0.971, [h]: 0.964 },
});
const withoutB = { [a]: 0.9437, [c]: 0.9125 };

export const cases: readonly Case[] = [
  plain("A1-semicolon-decimal-comma.csv"),
  plain("A2-utf16-tab.csv"),
  plain("A3-carriage-return-only.csv"),
  plain("A4-sep-line.csv"),
  plain("A5-pandas-index.csv"),
  plain("A5b-pandas-unnamed.csv"),
  ...["A6-r-na.csv", "A6b-pandas-na.csv", "A6c-excel-na.csv"].map(
    (file): Case => ({
      ...plain(file),
      accuracies: withoutB,
      notes: [/Left out 1 row without an accuracy: line 3\./],
    }),
  ),
  { ...plain("A6d-inf.csv"), accuracies: withoutB, notes: [/line 3, test_acc "inf"/] },
  { ...plain("A7-params-with-unit.csv"), parameters: [1_070_000, 340_000, 520_000] },
  { ...plain("A7b-params-grouped.csv"), parameters: [1_073_466, 344_346, 520_002] },
  { ...plain("A7c-scientific.csv"), parameters: [1_073_466, 344_346, 520_002] },
  {
    ...plain("A8-long-form-seeds.csv"),
    accuracies: { [a]: 0.9412, [b]: 0.876, [c]: 0.905 },
    ...{ rows: 6, seeds: 2 },
    notes: [/seeds: 6 rows of 3 architectures/],
  },
  {
    ...plain("A9-top1-top5.csv"),
    accuracies: { [a]: 0.735, [b]: 0.602, [c]: 0.668 },
    notes: [/Columns not used: top5_acc/, /"top1_acc" does not say on which images/],
  },
  {
    ...plain("A9b-top1-top5-errors.csv"),
    accuracies: { [a]: 0.735, [b]: 0.602, [c]: 0.668 },
    notes: [/Columns not used: top5_err/, /read as errors in per cent/],
  },
  plain("A14-comment-line.csv"),
  plain("A14b-blank-line-then-semicolons.csv"),
  {
    ...plain("A16-acc-and-test-acc.csv"),
    accuracies: { [a]: 0.9, [b]: 0.93, [c]: 0.85 },
    notes: [/Columns not used: acc\./],
  },
  {
    ...plain("A18-seed-777-missing.csv"),
    accuracies: { [a]: (0.941 + 0.946 + 0.942) / 3, [b]: 0.878, [c]: 0.912 },
    seeds: 3,
  },
  plain("B1-pandas-columns.json"),
  plain("B1b-pandas-split.json"),
  plain("B2-json-lines.jsonl"),
  {
    ...plain("B3-nan.json"),
    accuracies: withoutB,
    notes: [/Left out 1 row without an accuracy: "\|avg_pool/],
  },
  plain("B4-numbers-as-text.json"),
  {
    ...{ file: "B5-suite-zero-nb301.json", space: "darts", rows: 2, judgedBy: "validation" },
    accuracies: { [g]: 0.941, [h]: 0.927 },
    parameters: [3_300_000, 2_900_000],
  },
  {
    ...{ file: "B8-nasbench101-records.json", space: s101, rows: 2, judgedBy: "test" },
    accuracies: { "0110000100010000;conv3x3,conv1x1": 0.925, "0110000100010000;maxpool,conv1x1": 0.874 },
    parameters: [1_234_567, 1_234_567],
  },
  {
    ...{ file: "B9-final-accuracy-by-hash.json", space: s101, rows: 2, judgedBy: "test" },
    accuracies: { "0110000100010000;conv1x1,maxpool": 0.93, "010001000;conv3x3": 0.9 },
    notes: [/at the end of the training/],
  },
  plain("B10-pairs.json"),
  {
    ...{ file: "B11-configspace.json", space: "darts", rows: 2, judgedBy: "validation" },
    accuracies: { [g]: 0.941, [h]: 0.927 },
  },
  {
    ...{ file: "B12-nni-edges.json", space: s201, rows: 2 },
    accuracies: {
      "|nor_conv_3x3~0|+|none~0|avg_pool_3x3~1|+|none~0|none~1|nor_conv_3x3~2|": 0.901,
      "|skip_connect~0|+|nor_conv_1x1~0|none~1|+|none~0|nor_conv_3x3~1|avg_pool_3x3~2|": 0.88,
    },
  },
  {
    ...plain("B13-hpobench-seed-missing.json"),
    accuracies: { [a]: (0.94 + 0.945 + 0.942) / 3, [b]: 0.876, [c]: 0.912 },
    seeds: 3,
    notes: [/after epoch 200, the last one/],
  },
  {
    ...{ file: "B14-hpobench-12-epochs.json", space: s201, rows: 2, seeds: 1 },
    accuracies: { [a]: 0.84, [b]: 0.78 },
    notes: [/after epoch 12\./],
  },
  ...[
    "C0-genotype-plain.csv",
    "C1-genotype-nested.csv",
    "C2-genotype-concat-tuple.csv",
    "C2b-genotype-all-tuples.csv",
    "C2c-genotype-list-range.csv",
    "C2d-genotype-multi-line.csv",
  ].map(twoGenotypes),
  {
    ...twoGenotypes("C8-genotype-none.csv"),
    accuracies: { [h]: 0.964 },
    unknown: 1,
    notes: [/line 2: .*its normal cell holds none, which is none of the seven/],
  },
  ...["C4-structure-text.csv", "C9-names-without-nor.csv"].map(
    (file): Case => ({ ...plain(file), accuracies: { [a]: 0.971, [b]: 0.964, [c]: 0.952 } }),
  ),
  ...["C5-numpy-float-matrix.csv", "C5b-numpy-array-matrix.csv", "C5c-numpy-int-matrix.csv"].map(
    (file): Case => ({ file, space: "nasbench101-full", rows: 1, accuracies: { [large]: 0.971 } }),
  ),
  {
    ...{ file: "C6-unused-none.csv", space: s101, rows: 2 },
    accuracies: { "011001000;conv3x3": 0.971, "010001000;maxpool": 0.964 },
  },
  {
    ...{ file: "genotype-nested-per-node.csv", space: "darts", rows: 1 },
    accuracies: {
      [genotype(
        "max_pool_3x3 0, skip_connect 1, sep_conv_3x3 2, sep_conv_5x5 0, sep_conv_3x3 1, max_pool_3x3 0, sep_conv_5x5 0, max_pool_3x3 2",
        "sep_conv_5x5 1, avg_pool_3x3 0, skip_connect 0, dil_conv_3x3 2, avg_pool_3x3 1, dil_conv_3x3 2, skip_connect 1, sep_conv_3x3 3",
      )]: 0.9706,
    },
  },
  {
    ...{ file: "suitezero-minus-infinity.json", space: s201, rows: 1, judgedBy: "validation" },
    accuracies: {
      "|skip_connect~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_1x1~0|nor_conv_1x1~1|none~2|": 0.8606,
    },
  },
  {
    ...{ file: "suitezero-nasbench301.json", space: "darts", rows: 1, judgedBy: "validation" },
    accuracies: {
      [genotype(
        "max_pool_3x3 0, dil_conv_3x3 1, avg_pool_3x3 1, avg_pool_3x3 0, sep_conv_3x3 1, sep_conv_3x3 0, sep_conv_3x3 1, skip_connect 3",
        "max_pool_3x3 1, skip_connect 0, sep_conv_3x3 1, sep_conv_3x3 0, max_pool_3x3 3, avg_pool_3x3 0, max_pool_3x3 2, dil_conv_5x5 3",
      )]: 0.9332,
    },
  },
  {
    ...{ file: "101-hash-of-7-vertices.csv", space: "nasbench101-full", rows: 2, unknown: 1 },
    accuracies: {},
    judgedBy: "validation",
    notes: [/line 3: 00005c14.*hash of no cell of up to 5 vertices, and no network can be built/],
  },
  {
    ...{ file: "redos-darts-30items.csv", space: "darts", rows: 1, unknown: 1, accuracies: {} },
    problem: /none of the 1 rows .*its normal cell is no list of \(operation, input\)/,
  },
  {
    ...{ file: "cifar10-two-rows.bin", space: s201, rows: 0, accuracies: {} },
    problem: /a batch of CIFAR images \(2 of them\), no table/,
  },
];

export const asking: readonly Asking[] = [
  {
    file: "A10-keras-names.csv",
    space: s201,
    question: /Is "accuracy" the accuracy on training or on test images\?/,
    answers: { "accuracy=ignore": 0.88, "accuracy=test": 0.999 },
  },
  {
    file: "A12-index-and-string.csv",
    space: s201,
    question: /several data sets: cifar10, cifar100\./,
    answers: { "dataset=cifar10": 0.9437, "dataset=cifar100": 0.7437 },
  },
  {
    file: "A13-camel-case.csv",
    space: s201,
    question: /several data sets: cifar10, cifar100\./,
    answers: { "dataset=cifar10": 0.9437, "dataset=cifar100": 0.7437 },
  },
  {
    file: "A15-fractions-and-percent.csv",
    space: s201,
    question: /holds 0\.9437 and 91\.25: fractions beside per cent/,
    answers: { "unit=mixed": 0.9437, "unit=percent": 0.009437 },
  },
  {
    file: "A17-epochs-as-rows.csv",
    space: s201,
    question: /rows are of several epochs: 1, 200\./,
    answers: { "epoch=1": 0.401, "epoch=200": 0.944 },
  },
  {
    file: "B7-by-architecture-then-data-set.json",
    space: s201,
    question: /several data sets: cifar10, cifar100\./,
    answers: { "dataset=cifar10": 0.9437, "dataset=cifar100": 0.735 },
  },
  {
    file: "C7-number-tuples.csv",
    space: s201,
    question: /Which numbering do architectures like \[3, 3, 3, 3, 3, 3\] have\?/,
    answers: { "numbering=suite-zero": 0.932, "numbering=benchmark": 0.932 },
  },
];
