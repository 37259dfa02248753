/** @file NASBench-101 as two search spaces: cells of up to 5 vertices, small enough for a browser, and the whole space. */
import { type Random, shuffled } from "../../random.ts";
import type { NetworkRecipe } from "../../recipe.ts";
import type { Architecture, CellGraph, SearchSpace } from "../space.ts";
import { build } from "./build.ts";
import { depthOf, sampleListed, sampleNear } from "./depth.ts";
import {
  countEdges,
  countWired,
  decisionsOf,
  decode,
  encode,
  maxEdges,
  maxWired,
  operations,
  pruned,
  sourcesOf,
  type VertexGraph,
  withoutPadding,
} from "./graph.ts";
import { publishedHash } from "./hash.ts";
import { classOf, sampleUniqueGraph, uniqueByVertices, uniqueGraphs } from "./isomorphism.ts";
import { isHash, parseGraph, printGraph } from "./notation.ts";

/** Cells of up to this many vertices are listed at first use; larger ones are too many. */
const listedVertices = 5;
let listed: readonly VertexGraph[] | undefined;

/** One representative of each of the 2,532 unique cells of up to 5 vertices. Computed at first use, some 20 ms. */
export function listedGraphs(): readonly VertexGraph[] {
  listed ??= [2, 3, 4, listedVertices].flatMap((vertices) => [...uniqueGraphs(vertices)]);
  return listed;
}

let byHash: ReadonlyMap<string, VertexGraph> | undefined;

/** The listed cell with this published hash. The index is made at first use, some 200 ms. */
function graphByHash(hash: string): VertexGraph | undefined {
  byHash ??= new Map(listedGraphs().map((graph) => [publishedHash(graph), graph]));
  return byHash.get(hash);
}

/** NASBench-101 with cells of up to `size` vertices. */
function nasbench101<Id extends string>(
  id: Id,
  size: number,
  texts: { title: string; explanation: string; judgedBy?: string },
): SearchSpace<Id> {
  const decisions = decisionsOf(size);
  const encoded = (graph: VertexGraph): Architecture => encode(graph, size);

  /** The pruned cell. Throws a `RangeError` for an invalid architecture. */
  const graphOf = (architecture: Architecture): VertexGraph => {
    const graph = pruned(decode(architecture, size));
    if (!graph) throw new RangeError("input and output of this cell are not connected");
    return graph;
  };

  const isValid = (architecture: Architecture): boolean => {
    if (architecture.length !== decisions.length) return false;
    if (!architecture.every((choice, slot) => decisions[slot]!.choices[choice] !== undefined)) return false;
    const graph = pruned(decode(architecture, size));
    return graph !== undefined && countEdges(graph) <= maxEdges;
  };

  const parse = (text: string): Architecture | undefined => {
    const trimmed = text.trim();
    let graph = isHash(trimmed) ? graphByHash(trimmed.toLowerCase()) : parseGraph(trimmed);
    if (graph && graph.vertices > size) graph = pruned(graph);
    if (!graph || graph.vertices > size) return undefined;
    const architecture = encoded(graph);
    return isValid(architecture) ? architecture : undefined;
  };

  const whyNot = (text: string): string | undefined => {
    const trimmed = text.trim();
    if (isHash(trimmed))
      return `it is a hash of no cell of up to ${listedVertices} vertices, and no network can be built from a hash alone`;
    const written = parseGraph(trimmed);
    if (!written) return undefined;
    const graph = pruned(written);
    if (!graph) return "no way leads from its input to its output";
    if (graph.vertices > size)
      return `it has ${graph.vertices} vertices, more than the ${size} of this space`;
    return countEdges(graph) > maxEdges ? `it has more than ${maxEdges} edges` : undefined;
  };

  const naiveGraph = (random: Random): VertexGraph => {
    for (;;) {
      const architecture = decisions.map((decision) => random.below(decision.choices.length));
      const graph = pruned(decode(architecture, size));
      if (graph && countEdges(graph) <= maxEdges) return graph;
    }
  };

  return {
    id,
    ...texts,
    source:
      "Ying et al., NAS-Bench-101: Towards Reproducible Neural Architecture Search, ICML 2019, https://arxiv.org/abs/1902.09635",
    // No order of sizes: the widths of a cell follow its wiring, so that a smaller cell is not a part of a larger one.
    traits: {
      isTabular: true,
      operationsOn: "vertex",
      placementChoice: false,
      maxOutputs: maxWired(size),
      nestedKernels: "1×1 in 3×3",
      normPerInput: "always",
      fairPaths: operations.length,
    },
    // Of what was tried here, this ranked best; without equal width hardly anything shows. Two cells a stack, so that one is fewer.
    defaults: { width: "equal", sampler: "random-a", lr: 0.025, cells: 2 },
    formerDefaults: { 1: { cells: 1 } },
    decisions,
    uniqueCount: uniqueByVertices.slice(0, size - 1).reduce((sum, count) => sum + count, 0),
    isValid,
    // Vertices that lie on no path from input to output are pruned, and a cell without any path is not valid.
    isConnected: () => true,
    canonical: (architecture) => publishedHash(graphOf(architecture)),
    parse,
    whyNot,
    representative: (architecture) => encoded(classOf(graphOf(architecture)).representative),
    print: (architecture) => printGraph(withoutPadding(decode(architecture, size))),
    graphs: (architecture) => [drawing(graphOf(architecture))],
    /** Uniform bits and operations, drawn anew until valid (`random_spec` of the NASBench-101 notebook); pruned. */
    sampleNaive: (random) => encoded(naiveGraph(random)),
    sampleUnique: (random) => {
      if (size > listedVertices) return encoded(sampleUniqueGraph(size, random));
      const all = listedGraphs();
      return encoded(all[random.below(all.length)]!);
    },
    /** One naive wiring; every vertex of it gets the three operations in random order. Unused vertices stay unused. */
    sampleFair: (random) => {
      const wiring = naiveGraph(random);
      const turns = operations.map((_, index) => index);
      const orders = wiring.operations.map(() => shuffled(turns, random));
      return turns.map((turn) => encoded({ ...wiring, operations: orders.map((order) => order[turn]!) }));
    },
    depth: (architecture) => depthOf(graphOf(architecture)),
    /** A chain of all inner vertices. */
    maxDepth: size - 2,
    sampleOfDepth: (depth, random, isAdmitted) => {
      const fits = (graph: VertexGraph): boolean => isAdmitted(encoded(graph));
      return encoded(
        size > listedVertices
          ? sampleNear(() => sampleUniqueGraph(size, random), depth, fits)
          : sampleListed(listedGraphs(), depth, random, fits),
      );
    },
    admits: (architecture: Architecture, recipe: NetworkRecipe) =>
      recipe.channelRule !== "equal" || countWired(graphOf(architecture)) === recipe.equalOutputs,
    build: (architecture, recipe, input, classes) => build(graphOf(architecture), recipe, input, classes),
  };
}

function drawing(graph: VertexGraph): CellGraph {
  const last = graph.vertices - 1;
  const vertices = Array.from({ length: graph.vertices }, (_, v) => v);
  return {
    title: "Cell",
    nodes: vertices.map((v) => {
      if (v === 0 || v === last) return { id: String(v), label: v === 0 ? "input" : "output" };
      return { id: String(v), label: `vertex ${v}`, operation: operations[graph.operations[v - 1]!]! };
    }),
    edges: vertices.flatMap((to) =>
      sourcesOf(graph, to).map((from) => ({ from: String(from), to: String(to) })),
    ),
  };
}

export const nasbench101Small = nasbench101("nasbench101", 5, {
  title: "NASBench-101, up to 5 vertices",
  explanation:
    "A cell is a graph of up to five vertices: input, output, and up to three operations, wired freely by at most nine edges. Operations sit on vertices, and a vertex is the narrower the more of them are wired to the output. 2,532 cells differ.",
});

export const nasbench101Full = nasbench101("nasbench101-full", 7, {
  title: "NASBench-101, whole",
  explanation:
    "The space of the original benchmark: up to seven vertices and nine edges, 423,624 cells that differ. The same rules as the small one, with up to five operations in a cell. The table holds cells of up to five vertices, so those are what it is judged by.",
  judgedBy: nasbench101Small.id,
});
