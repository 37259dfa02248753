/** @file The super-net of DARTS: in both cells, seven operations on every edge from an earlier node to an inner one. */
import { type SuperNet, servesSmall } from "../superNet.ts";
import { cellTitles, type DartsOperation, decode, innerNodes, inputNodes, operations } from "./encoding.ts";

const inner = Array.from({ length: innerNodes }, (_, index) => index + inputNodes);
/** Of one cell, by the node that they lead to. */
const edges = inner.flatMap((to) => Array.from({ length: to }, (_, from) => ({ from, to })));

export const dartsSuperNet: SuperNet = {
  cells: cellTitles.map((title, cell) => ({
    title,
    nodes: [
      { id: "0", label: "c_{k-2}" },
      { id: "1", label: "c_{k-1}" },
      ...inner.map((node) => ({ id: String(node), label: `node ${node}` })),
      { id: "output", label: "c_{k}" },
    ],
    edges: [
      ...edges.map(({ from, to }, index) => ({
        ...{ from: String(from), to: String(to) },
        place: cell * edges.length + index,
      })),
      ...inner.map((node) => ({ from: String(node), to: "output" })),
    ],
  })),
  places: cellTitles.flatMap((title) =>
    edges.map(({ from, to }) => ({ title: `${title}, node ${from} → node ${to}`, choices: operations })),
  ),
  // All inner nodes are part of the output, so that each of a cell's eight operations is trained.
  choicesOf: (architecture) =>
    decode(architecture).flatMap((cell) =>
      edges.map(({ from, to }) => cell[to - inputNodes]!.find((edge) => edge.from === from)?.operation),
    ),
  ownersOf(parameter, recipe) {
    const [, number, slot, operation] =
      /^cell(\d+)\/(\d-\d|node\d)(?:\/slot\d)?\/(\w+)/.exec(parameter) ?? [];
    if (operation === undefined) return [];
    const isBoth = operation.endsWith("5x5") && servesSmall(parameter, recipe);
    const owning = isBoth ? [operation, operation.replace("5x5", "3x3")] : [operation];
    const choices = owning.map((name) => operations.indexOf(name as DartsOperation)).filter((n) => n >= 0);
    // Every stage but the first begins with a reduction cell.
    const isReduction = Number(number) % (recipe.cells + 1) === recipe.cells;
    return edges.flatMap(({ from, to }, index) =>
      slot === `${from}-${to}` || slot === `node${to}`
        ? choices.map((choice) => ({ place: (isReduction ? edges.length : 0) + index, choice }))
        : [],
    );
  },
};
