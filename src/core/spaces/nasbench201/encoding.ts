/**
 * @file The encoding of NAS-Bench-201 (Dong and Yang, ICLR 2020, https://arxiv.org/abs/2001.00326): four nodes, one of five
 * operations on each of the six edges.
 */
import type { Random } from "../../random.ts";
import { shuffled } from "../../random.ts";
import type { Architecture, CellGraph, Decision } from "../space.ts";

export const operations = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"] as const;
export type Operation201 = (typeof operations)[number];

/** Edges in the order of the string: source and target node. */
export const edges = [
  { from: 0, to: 1 },
  { from: 0, to: 2 },
  { from: 1, to: 2 },
  { from: 0, to: 3 },
  { from: 1, to: 3 },
  { from: 2, to: 3 },
] as const;

export const decisions: readonly Decision[] = edges.map(({ from, to }) => ({
  title: `node ${from} → node ${to}`,
  choices: operations,
}));

/** The operation on edge number `edge`. */
export function operationOn(architecture: Architecture, edge: number): Operation201 {
  return operations[architecture[edge] as number] as Operation201;
}

export function isValid(architecture: Architecture): boolean {
  return (
    architecture.length === edges.length &&
    architecture.every((choice) => Number.isInteger(choice) && choice >= 0 && choice < operations.length)
  );
}

/**
 * The name of node 3 after folding skips and zeros; 6,466 are distinct. Node 0 is "0"; a node's name is its incoming terms,
 * sorted and joined by "+"; a term is "#" if the operation is none or the source is "#", the source's name for a skip,
 * "(source)@operation" else. This is the published rule: it leaves apart a few cells that differ only in how many zeros they
 * add, and the fold of zeros is exact only where batch norm has no shift.
 */
export function canonical(architecture: Architecture): string {
  return nodeNames(architecture, true)[3] as string;
}

/** Whether a way of operations other than none leads from node 0 to node 3. */
export function isConnected(architecture: Architecture): boolean {
  const reached = [true, false, false, false];
  // Edges are listed by their target, so a source is settled before it is asked for.
  edges.forEach(({ from, to }, index) => {
    if (reached[from] && operationOn(architecture, index) !== "none") reached[to] = true;
  });
  return reached[3] as boolean;
}

/** The same with skips folded only: 12,751 are distinct. */
export function canonicalBySkips(architecture: Architecture): string {
  return nodeNames(architecture, false)[3] as string;
}

function nodeNames(architecture: Architecture, foldZeros: boolean): string[] {
  const names = ["0"];
  for (let node = 1; node < 4; node++) {
    const terms: string[] = [];
    edges.forEach(({ from, to }, index) => {
      if (to !== node) return;
      const operation = operationOn(architecture, index);
      const source = names[from] as string;
      if (foldZeros && (operation === "none" || source === "#")) terms.push("#");
      else if (operation === "skip_connect") terms.push(source);
      else terms.push(`(${source})@${operation}`);
    });
    names.push(terms.sort().join("+"));
  }
  return names;
}

export function graphs(architecture: Architecture): readonly CellGraph[] {
  const labels = ["input", "node 1", "node 2", "output"];
  return [
    {
      title: "Cell",
      nodes: labels.map((label, index) => ({ id: String(index), label })),
      edges: edges.flatMap(({ from, to }, index) => {
        const operation = operationOn(architecture, index);
        return operation === "none" ? [] : [{ from: String(from), to: String(to), operation }];
      }),
    },
  ];
}

/** Random-NAS: one uniform operation per edge. */
export function sampleNaive(random: Random): Architecture {
  return edges.map(() => random.below(operations.length));
}

let unique: readonly Architecture[] | undefined;
let byCanonical: ReadonlyMap<string, Architecture> | undefined;

/** One representative per canonical form, in the order of the encoding. Computed at first use. */
export function uniqueArchitectures(): readonly Architecture[] {
  unique ??= [...representatives().values()];
  return unique;
}

/** The first in the order of the encoding that has the same canonical form; `sampleUnique` draws no others. */
export function representative(architecture: Architecture): Architecture {
  return representatives().get(canonical(architecture)) as Architecture;
}

function representatives(): ReadonlyMap<string, Architecture> {
  if (byCanonical) return byCanonical;
  const found = new Map<string, Architecture>();
  const total = operations.length ** edges.length;
  for (let code = 0; code < total; code++) {
    const architecture = edges.map(
      (_, edge) => Math.floor(code / operations.length ** edge) % operations.length,
    );
    const key = canonical(architecture);
    if (!found.has(key)) found.set(key, architecture);
  }
  byCanonical = found;
  return found;
}

/** Random-A: uniform over the unique cells. */
export function sampleUnique(random: Random): Architecture {
  const all = uniqueArchitectures();
  return all[random.below(all.length)] as Architecture;
}

/** FairNAS (Chu et al., https://arxiv.org/abs/1907.01845): a permutation of the operations per edge, read off as five architectures. */
export function sampleFair(random: Random): readonly Architecture[] {
  const all = operations.map((_, index) => index);
  const permutations = edges.map(() => shuffled(all, random));
  return all.map((turn) => permutations.map((permutation) => permutation[turn] as number));
}
