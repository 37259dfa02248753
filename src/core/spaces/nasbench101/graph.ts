/**
 * @file Cells of NASBench-101 (Ying et al., ICML 2019, https://arxiv.org/abs/1902.09635) as directed acyclic graphs: vertex 0 is
 * the input, the last one the output, operations sit on the vertices between, and edges go from lower to higher numbers.
 */
import type { Architecture, Decision } from "../space.ts";

/** Operations of inner vertices; the index is the label of the published hash. */
export const operations = ["conv3x3-bn-relu", "conv1x1-bn-relu", "maxpool3x3"] as const;
export const maxEdges = 9;

export interface VertexGraph {
  /** Number of vertices, input and output included; at least 2. */
  readonly vertices: number;
  /** Bit u of `sources[v]` says that vertex u feeds vertex v (u < v). */
  readonly sources: readonly number[];
  /** Operation index of inner vertex v at v − 1. */
  readonly operations: readonly number[];
}

export const hasEdge = (graph: VertexGraph, from: number, to: number): boolean =>
  ((graph.sources[to]! >> from) & 1) === 1;

/** Vertices that feed `to`, ascending. */
export function sourcesOf(graph: VertexGraph, to: number): number[] {
  const found: number[] = [];
  for (let from = 0; from < to; from++) if (hasEdge(graph, from, to)) found.push(from);
  return found;
}

export function countEdges(graph: VertexGraph): number {
  let count = 0;
  for (let mask of graph.sources) for (; mask > 0; mask &= mask - 1) count++;
  return count;
}

/** Number of inner vertices wired to the output: the output concatenates that many. */
export function countWired(graph: VertexGraph): number {
  return sourcesOf(graph, graph.vertices - 1).filter((vertex) => vertex > 0).length;
}

/** Largest `countWired` of a valid cell of up to `size` vertices: each of them takes an edge from before and one to the output. */
export const maxWired = (size: number): number => Math.min(size - 2, Math.floor(maxEdges / 2));

/** Bit mask of the vertices that lie on a path from input to output; 0 if there is no such path. */
export function verticesOnPath(graph: VertexGraph): number {
  const last = graph.vertices - 1;
  let reached = 1;
  for (let v = 1; v <= last; v++) if (graph.sources[v]! & reached) reached |= 1 << v;
  let useful = 1 << last;
  for (let v = last; v > 0; v--) if ((useful >> v) & 1) useful |= graph.sources[v]!;
  const both = reached & useful;
  return (both >> last) & 1 && both & 1 ? both : 0;
}

/** The graph without vertices off every path from input to output; `undefined` where input and output are not connected. */
export function pruned(graph: VertexGraph): VertexGraph | undefined {
  const kept = verticesOnPath(graph);
  if (kept === 0) return undefined;
  if (kept === (1 << graph.vertices) - 1) return graph;
  const old: number[] = [];
  for (let v = 0; v < graph.vertices; v++) if ((kept >> v) & 1) old.push(v);
  return {
    vertices: old.length,
    sources: old.map((v) =>
      old.reduce((mask, u, index) => mask | (((graph.sources[v]! >> u) & 1) << index), 0),
    ),
    operations: old.slice(1, -1).map((v) => graph.operations[v - 1]!),
  };
}

/** Decisions of cells of up to `size` vertices: one per vertex pair, row by row of the upper triangle, then one per inner vertex. */
export function decisionsOf(size: number): Decision[] {
  const name = (v: number): string => (v === 0 ? "input" : v === size - 1 ? "output" : `vertex ${v}`);
  const decisions: Decision[] = [];
  for (let from = 0; from < size; from++)
    for (let to = from + 1; to < size; to++)
      decisions.push({ title: `${name(from)} → ${name(to)}`, choices: ["no edge", "edge"] });
  for (let v = 1; v < size - 1; v++)
    decisions.push({ title: `operation of ${name(v)}`, choices: operations });
  return decisions;
}

/** The graph that an encoding of `size` vertices spells, vertices off the path included. The encoding must have legal digits. */
export function decode(architecture: Architecture, size: number): VertexGraph {
  const sources = new Array<number>(size).fill(0);
  let slot = 0;
  for (let from = 0; from < size; from++)
    for (let to = from + 1; to < size; to++) sources[to]! |= architecture[slot++]! << from;
  return { vertices: size, sources, operations: architecture.slice(slot) };
}

/**
 * The encoding of a graph of at most `size` vertices. A smaller one keeps its vertex numbers; unused vertices without edges
 * and with operation 0 stand before the output.
 */
export function encode(graph: VertexGraph, size: number): Architecture {
  const last = graph.vertices - 1;
  const architecture: number[] = [];
  for (let from = 0; from < size; from++)
    for (let to = from + 1; to < size; to++) {
      const target = to === size - 1 ? last : to < last ? to : -1;
      architecture.push(from < last && target >= 0 && hasEdge(graph, from, target) ? 1 : 0);
    }
  for (let v = 1; v < size - 1; v++) architecture.push(v < last ? graph.operations[v - 1]! : 0);
  return architecture;
}

/** The graph without unused vertices that `encode` would put back: no edges, operation 0, right before the output. */
export function withoutPadding(graph: VertexGraph): VertexGraph {
  const last = graph.vertices - 1;
  let inner = last - 1;
  const unused = (v: number): boolean =>
    graph.sources[v] === 0 && !hasEdge(graph, v, last) && graph.operations[v - 1] === 0;
  while (inner > 0 && unused(inner)) inner--;
  return {
    vertices: inner + 2,
    sources: [...graph.sources.slice(0, inner + 1), graph.sources[last]!],
    operations: graph.operations.slice(0, inner),
  };
}
