/** @file Depth of a DARTS architecture: the longest chain of convolutions in the normal cell plus that in the reduction cell. */
import type { Random } from "../../random.ts";
import type { Architecture } from "../space.ts";
import {
  cellTitles,
  type DartsCell,
  decode,
  encodeCell,
  innerNodes,
  inputNodes,
  operations,
  sourcePairs,
} from "./encoding.ts";
import { drawUniqueCell } from "./isomorphism.ts";

export const maxDepth = cellTitles.length * innerNodes;

const isConvolution = operations.map((operation) => operation.includes("conv"));
const all = operations.map((_, index) => index);
const others = all.filter((index) => !isConvolution[index]);

/**
 * Share of each depth, 0 to 4, among the unique cells: the exact number of encodings of the depth (1,180,980, 212,748,160, 583,875,840,
 * 218,785,280 and 21,073,920) times the mean of 1 / size of the class over 20,000 of them; standard error 0.6 % of the share.
 */
export const cellShares = [0.00115, 0.1384, 0.4938, 0.3113, 0.0553] as const;

/** Most separable or dilated convolutions on a path from an input of the cell to its output, 0 to 4; a separable one counts once. */
export function cellDepth(cell: DartsCell): number {
  const deepest = new Array<number>(inputNodes).fill(0);
  for (const edges of cell)
    deepest.push(
      Math.max(...edges.map(({ from, operation }) => deepest[from]! + (isConvolution[operation] ? 1 : 0))),
    );
  return Math.max(...deepest);
}

export function depth(architecture: Architecture): number {
  return decode(architecture).reduce((sum, cell) => sum + cellDepth(cell), 0);
}

/** Uniform over the encodings of cells of this depth, by rejection: some 50 draws for the rarest. */
function drawCell(wanted: number, random: Random): DartsCell {
  // One cell in a thousand has no convolution at all: drawing none finds it at once.
  const choices = wanted === 0 ? others : all;
  for (;;) {
    const cell: DartsCell = sourcePairs.map((pairs) => {
      const [first, second] = pairs[random.below(pairs.length)]!;
      return [
        { from: first, operation: choices[random.below(choices.length)]! },
        { from: second, operation: choices[random.below(choices.length)]! },
      ];
    });
    if (cellDepth(cell) === wanted) return cell;
  }
}

/**
 * Uniform over the unique architectures of this depth: the two cells share the depth by how many cells there are of each (`cellShares`),
 * then each is uniform over the unique cells of its depth.
 */
export function sampleOfDepth(wanted: number, random: Random): Architecture {
  const splits = cellShares.flatMap((share, normal) => {
    const other = cellShares[wanted - normal];
    return other === undefined ? [] : [{ depths: [normal, wanted - normal], weight: share * other }];
  });
  let rest = random.next() * splits.reduce((sum, { weight }) => sum + weight, 0);
  let drawn = 0;
  for (; drawn < splits.length - 1 && rest >= splits[drawn]!.weight; drawn++) rest -= splits[drawn]!.weight;
  return splits[drawn]!.depths.flatMap(
    (of) => encodeCell(drawUniqueCell(random, () => drawCell(of, random)))!,
  );
}
