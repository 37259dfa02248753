/** @file The super-net of NAS-Bench-201: six edges with five operations each. */
import { type SuperNet, servesSmall } from "../superNet.ts";
import { decisions, edges, type Operation201, operationOn, operations } from "./encoding.ts";

const labels = ["input", "node 1", "node 2", "output"];

export const nasbench201SuperNet: SuperNet = {
  cells: [
    {
      title: "Cell",
      nodes: labels.map((label, id) => ({ id: String(id), label })),
      edges: edges.map(({ from, to }, place) => ({ from: String(from), to: String(to), place })),
    },
  ],
  places: decisions,
  choicesOf(architecture) {
    const carries = (edge: number): boolean => operationOn(architecture, edge) !== "none";
    const leads = [false, false, false, true];
    // From the output backwards: edges are listed by their target. What comes from nothing is trained, too.
    for (let edge = edges.length - 1; edge >= 0; edge--)
      if (leads[edges[edge]!.to] && carries(edge)) leads[edges[edge]!.from] = true;
    return architecture.map((choice, edge) =>
      !carries(edge) || leads[edges[edge]!.to] ? choice : undefined,
    );
  },
  ownersOf(parameter, recipe) {
    const [, slot, operation] = /^stage\d+\/cell\d+\/(.+?)\/(nor_conv_\dx\d)/.exec(parameter) ?? [];
    if (slot === undefined) return [];
    const isBoth = operation === "nor_conv_3x3" && servesSmall(parameter, recipe);
    const owning = isBoth ? ["nor_conv_3x3", "nor_conv_1x1"] : [operation];
    const choices = owning.map((name) => operations.indexOf(name as Operation201));
    return edges.flatMap(({ from, to }, place) => {
      const isOwn =
        slot === `${from}-${to}` || slot === `node${to}` || (slot === `node${to}/inner` && from > 0);
      return isOwn ? choices.map((choice) => ({ place, choice })) : [];
    });
  },
};
