/** @file Channels of the vertices (`compute_vertex_channels` in nasbench/lib/model_builder.py). */
import { hasEdge, sourcesOf, type VertexGraph } from "./graph.ts";

/**
 * Channels of every vertex of a pruned graph whose cell maps `inputs` to `outputs` channels. The outputs are divided evenly among
 * the vertices wired to the output, the remainder going one each to the first of them; any other vertex is as wide as the widest
 * vertex that it feeds. Widths never grow along an inner edge, so a sum only ever truncates.
 */
export function vertexWidths(graph: VertexGraph, inputs: number, outputs: number): number[] {
  const last = graph.vertices - 1;
  const widths = new Array<number>(graph.vertices).fill(0);
  widths[0] = inputs;
  widths[last] = outputs;
  const wired = sourcesOf(graph, last).filter((vertex) => vertex > 0);
  wired.forEach((vertex, position) => {
    widths[vertex] = Math.floor(outputs / wired.length) + (position < outputs % wired.length ? 1 : 0);
  });
  for (let v = last - 1; v > 0; v--) {
    if (wired.includes(v)) continue;
    for (let to = v + 1; to < last; to++)
      if (hasEdge(graph, v, to)) widths[v] = Math.max(widths[v]!, widths[to]!);
  }
  return widths;
}
