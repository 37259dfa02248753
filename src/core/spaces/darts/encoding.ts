/**
 * @file Cells of the DARTS space (Liu et al., ICLR 2019, https://arxiv.org/abs/1806.09055, section 2.1): two input nodes (0 and 1: the
 * outputs of the two cells before), four inner nodes (2 to 5) that each sum two operations on two different earlier nodes.
 */
import type { Architecture, CellGraph, Decision } from "../space.ts";

/** What a discrete architecture may contain; the search's `none` is not among them. */
export const operations = [
  "max_pool_3x3",
  "avg_pool_3x3",
  "skip_connect",
  "sep_conv_3x3",
  "sep_conv_5x5",
  "dil_conv_3x3",
  "dil_conv_5x5",
] as const;
export type DartsOperation = (typeof operations)[number];

export const inputNodes = 2;
export const innerNodes = 4;
export const cellTitles = ["Normal cell", "Reduction cell"] as const;

/** One operation on one earlier node. */
export interface Edge {
  readonly from: number;
  /** Index into `operations`. */
  readonly operation: number;
}

/** The two edges of every inner node, the one from the lower node first. */
export type DartsCell = readonly (readonly [Edge, Edge])[];
type CellPair = readonly [normal: DartsCell, reduction: DartsCell];

/** Pairs of different earlier nodes of inner node n (0 to 3), in lexicographic order: 1, 3, 6 and 10. */
export const sourcePairs: readonly (readonly (readonly [number, number])[])[] = Array.from(
  { length: innerNodes },
  (_, inner) => {
    const earlier = Array.from({ length: inner + inputNodes }, (_, node) => node);
    return earlier.flatMap((first) => earlier.slice(first + 1).map((second) => [first, second] as const));
  },
);

/** Per inner node: the pair of earlier nodes, the operation on the lower one, the operation on the higher one. */
const slotsPerNode = 3;
const slotsPerCell = slotsPerNode * innerNodes;

/**
 * 12 decisions per cell. The two inputs are one decision, not two, so that every encoding is valid and the order of the two
 * edges of a node, which means nothing, is not encoded: drawing uniformly is drawing two different nodes and two operations.
 */
export const decisions: readonly Decision[] = cellTitles.flatMap((title) =>
  sourcePairs.flatMap((pairs, inner) => [
    {
      title: `${title}, node ${inner + inputNodes}: inputs`,
      choices: pairs.map(([first, second]) => `${first} and ${second}`),
    },
    { title: `${title}, node ${inner + inputNodes}: operation on its lower input`, choices: operations },
    { title: `${title}, node ${inner + inputNodes}: operation on its higher input`, choices: operations },
  ]),
);

/** Whether a decision is about an operation (and not about wiring). */
export const isOperationSlot = (slot: number): boolean => slot % slotsPerNode !== 0;

export function isValid(architecture: Architecture): boolean {
  return (
    architecture.length === decisions.length &&
    architecture.every((choice, slot) => decisions[slot]!.choices[choice] !== undefined)
  );
}

/** The cells a valid architecture spells. */
export function decode(architecture: Architecture): CellPair {
  const cell = (start: number): DartsCell =>
    sourcePairs.map((pairs, inner) => {
      const slot = start + inner * slotsPerNode;
      const [first, second] = pairs[architecture[slot]!]!;
      return [
        { from: first, operation: architecture[slot + 1]! },
        { from: second, operation: architecture[slot + 2]! },
      ];
    });
  return [cell(0), cell(slotsPerCell)];
}

/** The 12 choices of one cell; `undefined` where a node's two inputs are not two different earlier nodes. */
export function encodeCell(cell: DartsCell): number[] | undefined {
  const choices: number[] = [];
  for (const [inner, [one, other]] of cell.entries()) {
    const [low, high] = one.from < other.from ? [one, other] : [other, one];
    const pair = sourcePairs[inner]!.findIndex(
      ([first, second]) => first === low.from && second === high.from,
    );
    if (pair < 0) return undefined;
    choices.push(pair, low.operation, high.operation);
  }
  return choices;
}

/** The two cells, with operations on edges. */
export function graphs(architecture: Architecture): readonly CellGraph[] {
  return decode(architecture).map((cell, index) => ({
    title: cellTitles[index]!,
    nodes: [
      { id: "0", label: "c_{k-2}" },
      { id: "1", label: "c_{k-1}" },
      ...cell.map((_, inner) => ({ id: String(inner + inputNodes), label: `node ${inner + inputNodes}` })),
      { id: "output", label: "c_{k}" },
    ],
    edges: [
      ...cell.flatMap((edges, inner) =>
        edges.map(({ from, operation }) => ({
          from: String(from),
          to: String(inner + inputNodes),
          operation: operations[operation]!,
        })),
      ),
      ...cell.map((_, inner) => ({ from: String(inner + inputNodes), to: "output" })),
    ],
  }));
}
