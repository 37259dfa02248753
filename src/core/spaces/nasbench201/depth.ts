/** @file Depth of a NAS-Bench-201 cell: the longest chain of convolutions from its input to its output. */
import type { Random } from "../../random.ts";
import type { Architecture } from "../space.ts";
import { edges, operationOn, uniqueArchitectures } from "./encoding.ts";

/** Three edges lie on the longest way from node 0 to node 3. */
export const maxDepth = 3;
const nodes = 4;
const convolutions: ReadonlySet<string> = new Set(["nor_conv_1x1", "nor_conv_3x3"]);

/** Most convolutions on a path of edges other than `none` from node 0 to node 3, 0 to 3; 0 where there is no such path. */
export function depth(architecture: Architecture): number {
  const deepest = new Array<number>(nodes).fill(Number.NEGATIVE_INFINITY);
  deepest[0] = 0;
  // Edges are listed by target node, so all ways to a source are known.
  for (const [edge, { from, to }] of edges.entries()) {
    const operation = operationOn(architecture, edge);
    if (operation === "none") continue;
    deepest[to] = Math.max(deepest[to]!, deepest[from]! + (convolutions.has(operation) ? 1 : 0));
  }
  return Math.max(0, deepest[nodes - 1]!);
}

let listed: readonly (readonly Architecture[])[] | undefined;

/** Uniform over the unique cells of this depth: 145, 2,055, 3,306 and 960 of depth 0 to 3. */
export function sampleOfDepth(wanted: number, random: Random): Architecture {
  listed ??= Array.from({ length: maxDepth + 1 }, (_, d) =>
    uniqueArchitectures().filter((architecture) => depth(architecture) === d),
  );
  const cells = listed[wanted]!;
  return cells[random.below(cells.length)]!;
}
