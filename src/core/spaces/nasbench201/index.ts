/** @file NAS-Bench-201 as a search space. */
import type { SearchSpace } from "../space.ts";
import { build, splitEdge } from "./build.ts";
import { depth, maxDepth, sampleOfDepth } from "./depth.ts";
import * as encoding from "./encoding.ts";
import { numberings, parse, print } from "./notation.ts";

const all = (operation: encoding.Operation201) =>
  encoding.edges.map(() => encoding.operations.indexOf(operation));

const largestFirst = ["nor_conv_3x3", "nor_conv_1x1", "avg_pool_3x3", "skip_connect", "none"] as const;

export const nasbench201 = {
  id: "nasbench201",
  title: "NAS-Bench-201",
  explanation:
    "Four nodes joined by six edges; each edge carries one of five operations, so there are 15,625 cells, of which 6,466 differ. Small enough to know everything about, which is why it became a standard benchmark.",
  source:
    "Dong and Yang, NAS-Bench-201: Extending the Scope of Reproducible Neural Architecture Search, ICLR 2020, https://arxiv.org/abs/2001.00326",
  traits: {
    isTabular: true,
    operationsOn: "edge",
    placementChoice: true,
    nestedKernels: "1×1 in 3×3",
    normPerInput: "onNode",
    sizeOrder: {
      smallest: all("skip_connect"),
      largest: all("nor_conv_3x3"),
      operations: largestFirst.map((operation) => encoding.operations.indexOf(operation)),
      isOperation: () => true,
    },
    fairPaths: encoding.operations.length,
    splitDecision: splitEdge,
  },
  // Of what was measured over three seeds (ARCHITECTURE.md, "Why the ranking falls late"): a rate that falls takes the ranking with it.
  defaults: { sampler: "random-a", sched: "constant", epochs: 12 },
  formerDefaults: { 1: { sampler: "random-nas", sched: "cosine", epochs: 16 } },
  furtherTables: [
    {
      file: "nasbench201-2-cells.json",
      settings: { cells: 2 },
      trained: "with two cells a stage",
      purpose: "how much of a ranking hangs on the depth of the networks that are trained alone",
    },
  ],
  decisions: encoding.decisions,
  uniqueCount: 6466,
  isValid: encoding.isValid,
  isConnected: encoding.isConnected,
  canonical: encoding.canonical,
  representative: encoding.representative,
  parse,
  numberings,
  print,
  graphs: encoding.graphs,
  sampleNaive: encoding.sampleNaive,
  sampleUnique: encoding.sampleUnique,
  sampleFair: encoding.sampleFair,
  depth,
  maxDepth,
  sampleOfDepth,
  admits: () => true,
  build,
} as const satisfies SearchSpace<"nasbench201">;
