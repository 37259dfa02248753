/** @file The super-net of NASBench-101: vertices with three operations each, and every edge that may join two of them. */
import { type SuperNet, servesSmall } from "../superNet.ts";
import { decisionsOf, decode, hasEdge, operations, pruned } from "./graph.ts";

/** @param size vertices of the largest cell, input and output included */
export function nasbench101SuperNet(size: number): SuperNet {
  const vertices = Array.from({ length: size }, (_, vertex) => vertex);
  const last = size - 1;
  const pairs = vertices.flatMap((from) => vertices.slice(from + 1).map((to) => ({ from, to })));
  return {
    cells: [
      {
        title: "Cell",
        nodes: vertices.map((vertex) => {
          if (vertex === 0 || vertex === last)
            return { id: String(vertex), label: vertex === 0 ? "input" : "output" };
          return { id: String(vertex), label: `vertex ${vertex}`, place: pairs.length + vertex - 1 };
        }),
        edges: pairs.map(({ from, to }, place) => ({ from: String(from), to: String(to), place })),
      },
    ],
    places: decisionsOf(size).map(({ title, choices }) => ({
      title,
      choices: choices.length === operations.length ? choices : ["edge"],
    })),
    choicesOf(architecture) {
      const graph = pruned(decode(architecture, size));
      if (!graph) return [...pairs, ...vertices.slice(1, last)].map(() => undefined);
      // A smaller cell keeps its vertex numbers, but its output is the output.
      const own = (vertex: number): number | undefined =>
        vertex === last ? graph.vertices - 1 : vertex < graph.vertices - 1 ? vertex : undefined;
      return [
        ...pairs.map(({ from, to }) => {
          const [source, target] = [own(from), own(to)];
          if (source === undefined || target === undefined) return undefined;
          return hasEdge(graph, source, target) ? 0 : undefined;
        }),
        ...vertices.slice(1, last).map((vertex) => graph.operations[vertex - 1]),
      ];
    },
    ownersOf(parameter, recipe) {
      const [, name, what] =
        /^stack\d+\/cell\d+\/(vertex\d|output)\/(conv\dx\d|projection)/.exec(parameter) ?? [];
      if (!name || !what) return [];
      const vertex = name === "output" ? last : Number(name.slice("vertex".length));
      if (what === "projection")
        return [{ place: pairs.findIndex(({ from, to }) => from === 0 && to === vertex), choice: 0 }];
      const owning = what === "conv3x3" && servesSmall(parameter, recipe) ? [what, "conv1x1"] : [what];
      return owning.map((name) => ({
        place: pairs.length + vertex - 1,
        choice: operations.findIndex((operation) => operation.startsWith(name)),
      }));
    },
  };
}
