/** @file NAS-Bench-201 relaxed: every edge a weighted sum of its five operations (section 4 of https://arxiv.org/abs/2001.00326). */
import { mixedSum } from "../../network/mixture.ts";
import type { Relaxation } from "../relaxation.ts";
import { buildOver } from "./build.ts";
import { decisions, edges, operations } from "./encoding.ts";

export const nasbench201Relaxation: Relaxation = {
  mixtures: decisions,
  sums: [1, 2, 3].map((node) => edges.flatMap(({ to }, mixture) => (to === node ? [mixture] : []))),
  normalCell: edges.length,
  // A few-shot split, which needs one choice on its edge, is left out.
  build: (kept, recipe, input, classes, variant = {}) =>
    buildOver(
      (builder, edge, source, apply) => {
        const mixture = { mixture: edge, choices: kept[edge]!, stride: 1, variant } as const;
        return mixedSum(builder, source, mixture, (choice, value) => apply(operations[choice]!, value));
      },
      recipe,
      input,
      classes,
    ),
  derive: (strengths) => strengths.map((own) => own.indexOf(Math.max(...own))),
  keptOf: (architecture) => architecture.map((choice) => [choice]),
};
