/**
 * @file The published name of a NASBench-101 cell (`hash_module` in https://github.com/google-research/nasbench,
 * nasbench/lib/graph_util.py): equal for isomorphic cells, and distinct for all 423,624 others.
 */
import type { VertexGraph } from "./graph.ts";
import { hasEdge } from "./graph.ts";
import { md5 } from "./md5.ts";

const inputLabel = -1;
const outputLabel = -2;

/** 32 hexadecimal digits for a *pruned* graph. */
export function publishedHash(graph: VertexGraph): string {
  const vertices = Array.from({ length: graph.vertices }, (_, v) => v);
  const last = graph.vertices - 1;
  const into = vertices.map((v) => vertices.filter((u) => u < v && hasEdge(graph, u, v)));
  const out = vertices.map((v) => vertices.filter((w) => v < w && hasEdge(graph, v, w)));
  const label = (v: number): number =>
    v === 0 ? inputLabel : v === last ? outputLabel : graph.operations[v - 1]!;
  // Texts are those of Python's str() on a tuple and on a list of strings.
  let hashes = vertices.map((v) => md5(`(${out[v]!.length}, ${into[v]!.length}, ${label(v)})`));
  const joined = (neighbors: readonly number[]): string =>
    neighbors
      .map((v) => hashes[v]!)
      .sort()
      .join("");
  for (let round = 0; round < graph.vertices; round++)
    hashes = vertices.map((v) => md5(`${joined(into[v]!)}|${joined(out[v]!)}|${hashes[v]}`));
  return md5(
    `[${hashes
      .sort()
      .map((hash) => `'${hash}'`)
      .join(", ")}]`,
  );
}
