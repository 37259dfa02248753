/**
 * @file The Weisfeiler-Lehman subtree kernel on cells (Shervashidze et al., JMLR 2011): counts of labels, where a label of depth h spells
 * an operation with what feeds it, h steps back. Cells that compute the same by another numbering of their nodes have the same counts.
 */
import type { Architecture, CellGraph } from "../spaces/space.ts";
import type { SearchedSpace } from "./algorithm.ts";

interface SubtreeCounts {
  /** How often each label of this depth occurs. */
  readonly counts: ReadonlyMap<number, number>;
  /** Sum of the squares of all counts of this depth and below. */
  readonly square: number;
}

/** By depth 0, 1, 2, … */
export type Features = readonly SubtreeCounts[];

/** An operation, an input or the output of a cell, and what feeds it. */
interface Vertex {
  readonly label: string;
  readonly sources: readonly number[];
}

/** Operations as vertices, whether they sit on edges or on nodes; nodes that only add or join are passed through. */
function verticesOf({ nodes, edges }: CellGraph): Vertex[] {
  const isFed = new Set(edges.map(({ to }) => to));
  const feeds = new Set(edges.map(({ from }) => from));
  const numbers = new Map<unknown, number>();
  const labels: string[] = [];
  const add = (item: unknown, label: string): void => {
    numbers.set(item, labels.length);
    labels.push(label);
  };
  for (const node of nodes) {
    if (node.operation !== undefined) add(node.id, node.operation);
    else if (!isFed.has(node.id) && feeds.has(node.id)) add(node.id, `from ${node.label}`);
    else if (isFed.has(node.id) && !feeds.has(node.id)) add(node.id, `to ${node.label}`);
  }
  for (const edge of edges) if (edge.operation !== undefined) add(edge, edge.operation);

  const feeding = (id: string): number[] =>
    edges
      .filter(({ to }) => to === id)
      .flatMap((edge) => (edge.operation === undefined ? from(edge.from) : [numbers.get(edge)!]));
  const from = (id: string): number[] => {
    const number = numbers.get(id);
    return number === undefined ? feeding(id) : [number];
  };
  return [...numbers].map(([item, number]) => ({
    label: labels[number]!,
    sources: typeof item === "string" ? feeding(item) : from((item as CellGraph["edges"][number]).from),
  }));
}

/** Names labels by numbers; features by one of them can be compared. */
export class SubtreeLabels {
  readonly #depth: number;
  readonly #numbers = new Map<string, number>();

  /** @param depth the largest h */
  constructor(depth: number) {
    this.#depth = depth;
  }

  /** Counts over all cells of an architecture, labels of different cells apart. */
  featuresOf(space: Pick<SearchedSpace, "graphs">, architecture: Architecture): Features {
    const cells = space
      .graphs(architecture)
      .map((graph) => ({ title: graph.title, vertices: verticesOf(graph) }));
    let labels = cells.map(({ title, vertices }) =>
      vertices.map(({ label }) => this.#number(`${title} ${label}`)),
    );
    const features: SubtreeCounts[] = [];
    for (let h = 0; ; h++) {
      const counts = new Map<number, number>();
      for (const label of labels.flat()) counts.set(label, (counts.get(label) ?? 0) + 1);
      let square = features.at(-1)?.square ?? 0;
      for (const count of counts.values()) square += count * count;
      features.push({ counts, square });
      if (h === this.#depth) return features;
      const before = labels;
      labels = cells.map(({ vertices }, cell) =>
        vertices.map(({ sources }, v) => {
          const fed = sources.map((source) => before[cell]![source]!).sort((a, b) => a - b);
          return this.#number(`${before[cell]![v]}(${fed.join(",")})`);
        }),
      );
    }
  }

  #number(label: string): number {
    const known = this.#numbers.get(label) ?? this.#numbers.size;
    this.#numbers.set(label, known);
    return known;
  }
}

/**
 * The normalized kernel, 1 for equal counts, by its depth: products of counts are summed over the depths up to it. A cell without any
 * vertex is like itself alone.
 */
export function similarities(one: Features, other: Features): number[] {
  let sum = 0;
  return one.map(({ counts, square }, h) => {
    const { counts: others, square: otherSquare } = other[h]!;
    for (const [label, count] of counts) sum += count * (others.get(label) ?? 0);
    const norm = Math.sqrt(square * otherSquare);
    return norm > 0 ? sum / norm : square === otherSquare ? 1 : 0;
  });
}
