/** @file Depth of a NASBench-101 cell: the longest chain of convolutions from its input to its output. */
import type { Random } from "../../random.ts";
import { admitted } from "../rejection.ts";
import { operations, sourcesOf, type VertexGraph } from "./graph.ts";

/** Draws among which the nearest to the wanted depth is taken, where cells are too many to list. */
const draws = 16;

/** Most convolution vertices on a path from input to output. For a pruned graph, of which every vertex lies on one. */
export function depthOf(graph: VertexGraph): number {
  const last = graph.vertices - 1;
  const deepest = [0];
  for (let v = 1; v <= last; v++) {
    const before = sourcesOf(graph, v).map((source) => deepest[source]!);
    const isConvolution = v < last && operations[graph.operations[v - 1]!] !== "maxpool3x3";
    deepest.push(Math.max(...before) + (isConvolution ? 1 : 0));
  }
  return deepest[last]!;
}

/** Uniform over the listed cells of this depth that the recipe admits; by rejection, since most are admitted. */
export function sampleListed(
  cells: readonly VertexGraph[],
  wanted: number,
  random: Random,
  isAdmitted: (graph: VertexGraph) => boolean,
): VertexGraph {
  return admitted(
    () => cells[random.below(cells.length)]!,
    (graph) => depthOf(graph) === wanted && isAdmitted(graph),
  );
}

/**
 * Where listing is out of the question: of 16 uniform draws the first that is admitted and of this depth; if there is none, the
 * admitted one nearest to it, the first of equals. So the rarest depths (the shallowest and the deepest) come less often than others.
 */
export function sampleNear(
  draw: () => VertexGraph,
  wanted: number,
  isAdmitted: (graph: VertexGraph) => boolean,
): VertexGraph {
  let best = admitted(draw, isAdmitted);
  const gap = (graph: VertexGraph): number => Math.abs(depthOf(graph) - wanted);
  for (let drawn = 1; drawn < draws && gap(best) > 0; drawn++) {
    const graph = draw();
    if (isAdmitted(graph) && gap(graph) < gap(best)) best = graph;
  }
  return best;
}
