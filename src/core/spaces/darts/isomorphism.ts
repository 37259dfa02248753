/**
 * @file Which DARTS encodings spell the same cell: those that differ in the order of the four inner nodes only. Exact for stand-alone
 * networks (the concatenated output is the same up to the order of its channels); in a super-net the order decides which weights train.
 */
import type { Random } from "../../random.ts";
import type { Architecture } from "../space.ts";
import {
  cellTitles,
  type DartsCell,
  decisions,
  decode,
  type Edge,
  encodeCell,
  inputNodes,
} from "./encoding.ts";

/** All orders of the inner nodes in which every node comes after its inputs: `order[k]` is the old inner index. At most 24. */
export function ordersOf(cell: DartsCell): number[][] {
  const found: number[][] = [];
  const order: number[] = [];
  const extend = (): void => {
    if (order.length === cell.length) found.push([...order]);
    for (let inner = 0; inner < cell.length; inner++) {
      const ready = cell[inner]!.every(({ from }) => from < inputNodes || order.includes(from - inputNodes));
      if (!ready || order.includes(inner)) continue;
      order.push(inner);
      extend();
      order.pop();
    }
  };
  extend();
  return found;
}

/** The same cell with its inner nodes in another order. */
export function reordered(cell: DartsCell, order: readonly number[]): DartsCell {
  const rename = (node: number): number =>
    node < inputNodes ? node : order.indexOf(node - inputNodes) + inputNodes;
  return order.map((old) => {
    const [one, other] = cell[old]!.map((edge) => ({ ...edge, from: rename(edge.from) })) as [Edge, Edge];
    return one.from < other.from ? [one, other] : [other, one];
  });
}

/** The smallest encoding of the cell over its orders, as text, and how many different encodings there are. */
function classOf(cell: DartsCell): { readonly smallest: string; readonly size: number } {
  const codes = new Set(ordersOf(cell).map((order) => encodeCell(reordered(cell, order))!.join(".")));
  return { smallest: [...codes].sort()[0]!, size: codes.size };
}

/** Equal for architectures whose cells differ in the order of their nodes only. */
export function canonical(architecture: Architecture): string {
  return decode(architecture)
    .map((cell) => classOf(cell).smallest)
    .join("|");
}

/** The encoding that `canonical` spells. */
export function representative(architecture: Architecture): Architecture {
  return canonical(architecture).split(/[.|]/).map(Number);
}

/** Random-NAS: for each node two different earlier nodes and two operations, uniformly. */
export function sampleNaive(random: Random): Architecture {
  return decisions.map((decision) => random.below(decision.choices.length));
}

/**
 * Uniform over the unique cells among those that `draw` draws uniformly: one is kept with probability one over the number of
 * encodings of its class, so that every class is equally likely. Exact; a handful of trials. Which member of the class comes out
 * is uniform, too.
 */
export function drawUniqueCell(random: Random, draw: () => DartsCell): DartsCell {
  for (;;) {
    const cell = draw();
    if (random.below(classOf(cell).size) === 0) return cell;
  }
}

/** Random-A: uniform over unique architectures; the two cells are independent. */
export function sampleUnique(random: Random): Architecture {
  return cellTitles.flatMap((_, index) => {
    const cell = drawUniqueCell(random, () => decode(sampleNaive(random))[index]!);
    return encodeCell(cell)!;
  });
}
