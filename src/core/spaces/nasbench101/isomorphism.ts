/**
 * @file Which encodings spell the same cell. A pruned graph may number its inner vertices in every order that keeps edges
 * upward; the distinct encodings among those are its class, the smallest one its representative.
 */
import type { Random } from "../../random.ts";
import { countEdges, maxEdges, operations, type VertexGraph, verticesOnPath } from "./graph.ts";

/** Unique cells with exactly 2, 3, … 7 vertices; 423,624 in all (section 2.1 of https://arxiv.org/abs/1902.09635). */
export const uniqueByVertices = [1, 6, 84, 2441, 62010, 359082] as const;

/** All admissible orders: `order[k]` is the old number of the vertex that becomes number k. At most 120. */
export function ordersOf(graph: VertexGraph): number[][] {
  const last = graph.vertices - 1;
  const found: number[][] = [];
  const order = [0];
  const extend = (placed: number): void => {
    if (order.length === last) {
      found.push([...order, last]);
      return;
    }
    for (let v = 1; v < last; v++) {
      if ((placed >> v) & 1 || graph.sources[v]! & ~placed) continue;
      order.push(v);
      extend(placed | (1 << v));
      order.pop();
    }
  };
  extend(1);
  return found;
}

/** The edges under an order as one integer: the upper triangle, column by column. */
function edgeCode(graph: VertexGraph, order: readonly number[]): number {
  let code = 0;
  for (let to = 1; to < graph.vertices; to++) {
    const mask = graph.sources[order[to]!]!;
    for (let from = 0; from < to; from++) code = code * 2 + ((mask >> order[from]!) & 1);
  }
  return code;
}

function operationCode(graph: VertexGraph, order: readonly number[]): number {
  let code = 0;
  for (let k = 1; k < graph.vertices - 1; k++)
    code = code * operations.length + graph.operations[order[k]! - 1]!;
  return code;
}

const codeOf = (graph: VertexGraph, order: readonly number[]): number =>
  edgeCode(graph, order) * operations.length ** (graph.vertices - 2) + operationCode(graph, order);

/** The graph with its vertices renumbered. */
export function reordered(graph: VertexGraph, order: readonly number[]): VertexGraph {
  return {
    vertices: graph.vertices,
    sources: order.map((old) =>
      order.reduce((mask, source, k) => mask | (((graph.sources[old]! >> source) & 1) << k), 0),
    ),
    operations: order.slice(1, -1).map((old) => graph.operations[old - 1]!),
  };
}

/** The member of the class with the smallest code, and how many distinct encodings the class has. For a pruned graph. */
export function classOf(graph: VertexGraph): { readonly representative: VertexGraph; readonly size: number } {
  const codes = new Set<number>();
  let smallest = Number.POSITIVE_INFINITY;
  let best: readonly number[] = [];
  for (const order of ordersOf(graph)) {
    const code = codeOf(graph, order);
    codes.add(code);
    if (code >= smallest) continue;
    smallest = code;
    best = order;
  }
  return { representative: reordered(graph, best), size: codes.size };
}

/** Sources of every vertex from the bits of an edge code (column by column, first edge in the highest bit). */
function sourcesFrom(vertices: number, code: number): number[] {
  const sources = new Array<number>(vertices).fill(0);
  let bit = (vertices * (vertices - 1)) / 2;
  for (let to = 1; to < vertices; to++)
    for (let from = 0; from < to; from++) sources[to]! |= ((code >> --bit) & 1) << from;
  return sources;
}

const isWhole = (graph: VertexGraph): boolean =>
  countEdges(graph) <= maxEdges && verticesOnPath(graph) === (1 << graph.vertices) - 1;

/**
 * The representative of every unique cell with exactly `vertices` vertices, none of them prunable. A wiring is taken if no order
 * gives a smaller edge code, a labeling if no order that keeps the wiring gives a smaller one. 5 vertices take some 10 ms, 7 some seconds.
 */
export function* uniqueGraphs(vertices: number): Generator<VertexGraph> {
  const none = new Array<number>(vertices - 2).fill(0);
  for (let code = 0; code < 2 ** ((vertices * (vertices - 1)) / 2); code++) {
    const wiring = { vertices, sources: sourcesFrom(vertices, code), operations: none };
    if (!isWhole(wiring)) continue;
    const orders = ordersOf(wiring);
    const identity = orders[0]!; // the numbering itself is admissible and the first one found
    const codes = orders.map((order) => edgeCode(wiring, order));
    if (codes.some((other) => other < code)) continue;
    const symmetries = orders.filter((_, index) => codes[index] === code);
    for (let label = 0; label < operations.length ** none.length; label++) {
      const graph = {
        ...wiring,
        operations: none.map((_, v) => Math.floor(label / operations.length ** v) % operations.length),
      };
      const own = operationCode(graph, identity);
      if (symmetries.every((order) => operationCode(graph, order) >= own)) yield graph;
    }
  }
}

/**
 * Uniform over the unique cells of up to `size` vertices, without listing them: the number of vertices is drawn by its share of
 * unique cells; then graphs are drawn uniformly among encodings without prunable vertices, and one whose class has n encodings
 * is kept with probability 1/n, so that every class is equally likely. Exact; some 10³ cheap trials at 7 vertices. Returns the
 * representative of the class, so that the same cell always trains the same weights.
 */
export function sampleUniqueGraph(size: number, random: Random): VertexGraph {
  const counts = uniqueByVertices.slice(0, size - 1);
  let rest = random.below(counts.reduce((sum, count) => sum + count, 0));
  let vertices = 2;
  for (; rest >= counts[vertices - 2]!; vertices++) rest -= counts[vertices - 2]!;
  for (;;) {
    const sources = sourcesFrom(vertices, random.below(2 ** ((vertices * (vertices - 1)) / 2)));
    const wiring = { vertices, sources, operations: [] };
    if (!isWhole(wiring)) continue;
    const labels = Array.from({ length: vertices - 2 }, () => random.below(operations.length));
    const { representative, size: members } = classOf({ ...wiring, operations: labels });
    if (random.below(members) === 0) return representative;
  }
}
