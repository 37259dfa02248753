/** @file What a column of a researcher's table can mean, from its name alone. */

/** "accuracy": of which images is not said. */
type ColumnQuantity = "test" | "validation" | "superNet" | "parameters" | "flops" | "accuracy" | "training";

/** What a name tells. */
export interface ColumnName {
  /** `undefined` for what the lab has no use for, or does not understand. */
  readonly quantity?: ColumnQuantity;
  readonly isError: boolean;
  /** The name is that of an architecture, or says what its row belongs to. */
  readonly role?: "architecture" | "matrix" | "operations" | "seed" | "epoch" | "dataset" | "index";
  readonly dataset?: string;
  readonly epoch?: number;
  readonly seed?: number;
  /** A number that the name does not explain. */
  readonly number?: number;
  /** By what the name of a size multiplies: 1e6 of "params (M)". */
  readonly unit?: number;
  /** Half of the training, or its end, as the NASBench-101 API calls them. */
  readonly stage?: "final" | "halfway";
}

const roles = {
  architecture:
    "arch architecture archstr archstring architecturestring cellstr cellstring genotype hash modulehash cell encoding network model archstrings",
  matrix: "matrix adjacency moduleadjacency adjacencymatrix",
  operations: "operations ops moduleoperations",
  seed: "seed seeds run trial repeat repetition rep",
  epoch: "epoch epochs budget",
  dataset: "dataset data",
  index: "index idx id unnamed0",
} as const;
const roleOf = new Map(
  Object.entries(roles).flatMap(([role, names]) =>
    names.split(" ").map((name) => [name, role as keyof typeof roles] as const),
  ),
);

const sets = { cifar100: "cifar100", cifar10: "cifar10", imagenet16: "ImageNet16-120", imagenet: "ImageNet" };
/** Longer names come first. Data sets, then the share of hits among the best k guesses. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/cifar[-_ ]?100(?!\d)/gi, " DScifar100 "],
  [/cifar[-_ ]?10(?!\d)/gi, " DScifar10 "],
  [/imagenet[-_ ]?16(?:[-_ ]?120)?(?!\d)/gi, " DSimagenet16 "],
  [/(?<!DS)imagenet(?:[-_ ]?1k)?/gi, " DSimagenet "],
  [/(fashion[-_ ]?mnist|kmnist|emnist|mnist|svhn)/gi, " DS$1 "],
  [/top[-_ ]?1(?!\d)/gi, " topone "],
  [/top[-_ ]?\d+/gi, " topmany "],
  [/(?<![a-z])([kmg])(flops|macs|madds)/gi, " $1 $2 "],
  [/stand[-_ ]?alone/gi, " "],
  [/one[-_ ]?shot/gi, " supernet "],
  [/super[-_ ]?net(?:work)?/gi, " supernet "],
];
const fillers = new Set(
  "mean avg average set images of on the at after in for with pct percent eval final halfway last topone seed run trial rep repeat epoch epochs ep acc accuracy accuracies err error errors test val valid validation train training supernet".split(
    " ",
  ),
);
const accuracyWords = ["acc", "accuracy", "accuracies", "err", "error", "errors"] as const;
const sizeWords = {
  parameters: ["params", "parameters", "param"],
  flops: ["flops", "macs", "madds"],
} as const;
const unitWords = new Map<string, number>([
  ...["k", "thousand", "thousands"].map((word) => [word, 1e3] as const),
  ...["m", "mio", "million", "millions"].map((word) => [word, 1e6] as const),
  ...["g", "b", "billion", "billions"].map((word) => [word, 1e9] as const),
]);
/** What else may stand beside "params"; "score" is that of NAS-Bench-Suite-Zero. Hyper-parameters are called by other words. */
const besideSizes = new Set("num number count total trainable model size n in of score".split(" "));
const maxNameLength = 200;

/** What Optuna, MLflow and the like put before the names of what they were given, and of what they measured. */
const namespaces = [
  { start: /^params[_.]/i, isMeasured: false },
  { start: /^config\./i, isMeasured: false },
  { start: /^metrics\./i, isMeasured: true },
] as const;

/** Reads the names of a file. Where several share such a beginning, and are not all sizes by it, the rest of each is its name. */
export function readColumnNames(names: readonly string[]): ColumnName[] {
  const told = names.map(readColumnName);
  for (const { start, isMeasured } of namespaces) {
    const sharing = names.flatMap((name, index) => (start.test(name) ? [index] : []));
    if (sharing.length < 2 || sharing.every((index) => told[index]?.quantity === "parameters")) continue;
    for (const index of sharing) {
      const read = readColumnName((names[index] as string).replace(start, ""));
      // Nothing that a training was given is an accuracy.
      told[index] = isMeasured || read.role ? read : { isError: false };
    }
  }
  return told;
}

/** Reads `arch`, `val_acc`, `test_acc`, `supernet_acc`, `params`, `flops` and their relatives, in any case and with camel case. */
export function readColumnName(name: string): ColumnName {
  const nothing = { isError: false };
  if (name.length > maxNameLength) return nothing;
  const role = roleOf.get(name.toLowerCase().replace(/[^a-z0-9]/g, ""));
  if (role) return { isError: false, role };
  let text = name;
  for (const [phrase, word] of phrases) text = text.replace(phrase, word);
  const spaced = text.replace(/([a-z\d])([A-Z])/g, "$1 $2");
  const tokens = tokensOf(spaced);
  const dataset = tokens.find(({ word }) => word.startsWith("DS"))?.word.slice(2);
  const told = tokens
    .filter(({ word }) => !word.startsWith("DS"))
    .map((token) => ({ ...token, word: token.word.toLowerCase() }));
  const words = told.map(({ word }) => word);
  const has = (...candidates: string[]): boolean => words.some((word) => candidates.includes(word));
  const isUseless = has("time", "loss", "std", "stddev", "var", "variance", "latency", "rank");
  if (isUseless) return nothing;
  const letters = words.filter((word) => !/^\d/.test(word));
  for (const quantity of ["parameters", "flops"] as const) {
    const own: readonly string[] = sizeWords[quantity];
    if (!has(...own)) continue;
    const beside = letters.filter((word) => !own.includes(word) && !besideSizes.has(word));
    const [unit, ...more] = beside.map((word) => unitWords.get(word));
    if (beside.length > 0 && (unit === undefined || more.length > 0)) return nothing;
    return { isError: false, quantity, ...(unit !== undefined && { unit }) };
  }
  if (!letters.every((word) => fillers.has(word))) return nothing;
  const [seed, epoch, number] = numbersOf(told);
  const isAboutOther =
    has("images") ||
    (seed === undefined && letters.some((word) => kindOf(word) === 0)) ||
    (epoch === undefined && letters.some((word) => kindOf(word) === 1));
  // "val_epoch" is the epoch that was chosen, "test_images" a number of them.
  if (isAboutOther && !has(...accuracyWords)) return nothing;
  const quantity = quantityOf(has, letters.length === 0 && dataset !== undefined);
  const stage = has("final") ? "final" : has("halfway") ? "halfway" : undefined;
  return {
    isError: has("err", "error", "errors"),
    ...(quantity && { quantity }),
    ...(dataset && { dataset: sets[dataset as keyof typeof sets] ?? dataset }),
    ...(seed !== undefined && { seed }),
    ...(epoch !== undefined && { epoch }),
    ...(number !== undefined && { number }),
    ...(stage && { stage }),
  };
}

/** A word or a number of a name. */
interface Token {
  readonly word: string;
  /** Nothing stands between it and the one before. */
  readonly isGlued: boolean;
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(/DS[\w-]+|[A-Za-z]+|\d+/g)].map(({ 0: word, index }) => ({
    word,
    isGlued: /[A-Za-z\d]/.test(text[index - 1] ?? ""),
  }));
}

function quantityOf(
  has: (...words: string[]) => boolean,
  isDatasetAlone: boolean,
): ColumnQuantity | undefined {
  if (has("supernet")) return "superNet";
  if (has("train", "training")) return "training";
  if (has("val", "valid", "validation")) return "validation";
  if (has("test")) return "test";
  return isDatasetAlone || has(...accuracyWords) ? "accuracy" : undefined;
}

/** Where a word that explains a number may stand. The nearest first: "777_200ep" and "ep200_777" are of 200 epochs. */
const places = [
  { step: -1, isGlued: true },
  { step: 1, isGlued: true },
  { step: -1, isGlued: false },
  { step: 1, isGlued: false },
] as const;

/** The numbers of a name: that of a seed, that of epochs, and the first one of neither. A word explains one number. */
function numbersOf(tokens: readonly Token[]): (number | undefined)[] {
  const open = new Set(tokens.filter(({ word }) => /^\d{1,9}$/.test(word)));
  const explaining = new Set<Token>();
  const found: (number | undefined)[] = [];
  for (const { step, isGlued } of places)
    for (const [at, number] of tokens.entries()) {
      const beside = tokens[at + step];
      const kind = beside && kindOf(beside.word);
      if (!open.has(number) || !beside || kind === undefined || explaining.has(beside)) continue;
      if (isGlued && !(step < 0 ? number : beside).isGlued) continue;
      found[kind] ??= Number(number.word);
      open.delete(number);
      explaining.add(beside);
    }
  const [unexplained] = open;
  return [found[0], found[1], unexplained && Number(unexplained.word)];
}

function kindOf(word: string): 0 | 1 | undefined {
  if (roleOf.get(word) === "seed") return 0;
  return word === "ep" || roleOf.get(word) === "epoch" ? 1 : undefined;
}
