/** @file What every backend computes in the browser: the cases of the engines' tests in Node, and a whole network. */
import { recipeOf } from "../../../src/core/heuristics/index.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import type { Architecture } from "../../../src/core/spaces/space.ts";
import { CLASSES, caseImages, caseStep, caseWeights } from "../../engine/caseData.ts";
import { type OperationCase, operationCases } from "../../engine/operationCases.ts";

const cell = "|nor_conv_3x3~0|+|nor_conv_1x1~0|avg_pool_3x3~1|+|skip_connect~0|none~1|nor_conv_3x3~2|";

/** All operations of the space in one cell, in three stages. */
export const wholeNetwork: OperationCase = {
  name: "a network of NAS-Bench-201",
  batch: 6,
  network: nasbench201.build(
    nasbench201.parse(cell) as Architecture,
    recipeOf(nasbench201, { channels: 4 }).network,
    { height: 8, width: 8, channels: 1 },
    CLASSES,
  ),
};

/** A case's images, weights and step: the same in the page and in the reference. */
export function taskOf({ network, batch }: OperationCase) {
  return {
    images: caseImages(network.input),
    weights: caseWeights([network]),
    step: { ...caseStep([network], batch), labelSmoothing: 0.1 },
  };
}

export const cases: ReadonlyMap<string, OperationCase> = new Map(
  [...operationCases, wholeNetwork].map((one) => [one.name, one]),
);
