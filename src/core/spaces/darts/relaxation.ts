/**
 * @file DARTS relaxed (section 2.2 of https://arxiv.org/abs/1806.09055): every node adds a weighted sum on each earlier node, 14 a cell;
 * in the end it keeps the two of them whose strongest operation, other than none, is strongest.
 */
import { mixedSum } from "../../network/mixture.ts";
import type { Relaxation } from "../relaxation.ts";
import { buildOver, strideOf } from "./build.ts";
import {
  cellTitles,
  type DartsCell,
  decode,
  encodeCell,
  innerNodes,
  inputNodes,
  operations,
} from "./encoding.ts";

/** In the order of their numbers, for one cell. */
const edges = Array.from({ length: innerNodes }, (_, inner) =>
  Array.from({ length: inner + inputNodes }, (_, from) => ({ from, node: inner + inputNodes })),
).flat();

const numberOf = (cell: number, from: number, node: number): number =>
  cell * edges.length + edges.findIndex((edge) => edge.from === from && edge.node === node);

const cells = cellTitles.map((_, cell) => cell);
const nodes = Array.from({ length: innerNodes }, (_, inner) => inner + inputNodes);
const into = (node: number) => edges.filter((edge) => edge.node === node);

export const dartsRelaxation: Relaxation = {
  mixtures: cellTitles.flatMap((title) =>
    edges.map(({ from, node }) => ({
      title: `${title}, node ${from} → node ${node}`,
      choices: [...operations, "none"],
    })),
  ),
  sums: cells.flatMap((cell) =>
    nodes.map((node) => into(node).map(({ from }) => numberOf(cell, from, node))),
  ),
  normalCell: edges.length,
  // Weights that both edges of a node share by their order have no meaning where all edges are there: they belong to edges.
  build: (kept, recipe, input, classes, variant = {}) =>
    buildOver(
      (node, site, apply, values, builder) => {
        const terms = into(node).flatMap(({ from }) => {
          const mixture = numberOf(site.reduces ? 1 : 0, from, node);
          const stride = strideOf(site, from);
          const choices = kept[mixture]!;
          const of = (choice: number, value: number) =>
            operations[choice] && apply(operations[choice], from, 0, value);
          return mixedSum(builder, values[from]!, { mixture, choices, stride, variant }, of) ?? [];
        });
        if (terms.length > 0) return terms;
        const { height, width, channels } = builder.shape(values[0]!);
        const half = (extent: number) => Math.ceil(extent / strideOf(site, 0));
        const shape = { height: half(height), width: half(width), channels };
        return [builder.push({ op: "zero", shape })];
      },
      { ...recipe, placement: recipe.placement === "slot" ? "edge" : recipe.placement },
      input,
      classes,
    ),
  derivable: operations.length,
  derive: (strengths) =>
    cells.flatMap((cell) => {
      const chosen: DartsCell = nodes.map((node) => {
        const strongest = into(node).map(({ from }) => {
          const own = strengths[numberOf(cell, from, node)]!.slice(0, operations.length);
          const strength = Math.max(...own);
          return { from, operation: own.indexOf(strength), strength };
        });
        const [one, other] = strongest.sort((a, b) => b.strength - a.strength);
        return [one!, other!];
      });
      return encodeCell(chosen)!;
    }),
  keptOf(architecture) {
    const kept: number[][] = cells.flatMap(() => edges.map(() => []));
    for (const [cell, ofNodes] of decode(architecture).entries())
      for (const [inner, pair] of ofNodes.entries())
        for (const { from, operation } of pair)
          kept[numberOf(cell, from, inner + inputNodes)]!.push(operation);
    return kept;
  },
};
