/** @file Mapping, implementation: heuristics 6 to 10 of the study. */
import { defineHeuristic, study } from "./heuristic.ts";

const dynamicChannels = defineHeuristic({
  id: "dynamic-channels",
  number: 6,
  group: "implementation",
  title: "Dynamic channels",
  explanation:
    "Where the width of an operation depends on the architecture, one shared kernel must serve several widths: by its first channels, by a random subset, or by averaging neighbors, unless each width owns one. Disabled trains and scores only cells of equal width; judging all methods on those alone compares them on the same architectures.",
  finding: {
    text: "The paper reports that disabling dynamic channels is by far the best.",
    trust: "B",
    source: study,
    directions: [
      { key: "width", of: ["chunk", "shuffle", "interpolate"], against: ["equal"], ranking: "worse" },
    ],
  },
  settings: [
    {
      key: "width",
      title: "Shared widths",
      effect: "restart",
      kind: "choice",
      default: "chunk",
      choices: [
        { value: "equal", title: "Disabled (equal width only)" },
        { value: "chunk", title: "Fixed chunk" },
        { value: "shuffle", title: "Shuffle" },
        { value: "interpolate", title: "Interpolate" },
        { value: "own", title: "Own kernels for each width, not shared" },
      ],
    },
    {
      key: "outputs",
      title: "Vertices wired to the output of a cell of equal width",
      effect: "restart",
      kind: "number",
      default: 2,
      min: 1,
      max: 4,
      integer: true,
      stops: [1, 2, 3, 4],
    },
    {
      key: "judge",
      title: "Judged on",
      effect: "restart",
      kind: "choice",
      default: "trained",
      choices: [
        { value: "trained", title: "All cells that are trained" },
        { value: "equal", title: "Cells of equal width only, whatever is trained" },
      ],
    },
  ],
  unavailable: ({ maxOutputs }) =>
    maxOutputs === undefined
      ? "In this space an operation has the same width in every architecture, so no kernel has to serve several widths."
      : undefined,
  limits: ({ maxOutputs }) => (maxOutputs === undefined ? {} : { outputs: maxOutputs }),
  changes: ({ width, outputs, judge }) => ({
    network: { channelRule: width, equalOutputs: outputs },
    evaluation: { judgeEqual: judge === "equal" },
  }),
  standAlone: () => ({ network: { channelRule: "own" }, evaluation: { judgeEqual: false } }),
  idle: ({ width, judge }) =>
    width !== "equal" && judge !== "equal"
      ? {
          key: "outputs",
          reason: "Cells of every width are trained and judged, so the number of equal ones has no say.",
        }
      : width === "equal"
        ? { key: "judge", reason: "Only cells of equal width are trained, so no others could judge." }
        : undefined,
  conflict: ({ network: { channelRule, channels, equalOutputs }, evaluation: { judgeEqual } }) =>
    (channelRule === "equal" || judgeEqual) && channels % equalOutputs !== 0
      ? `The ${channels} channels cannot be shared out evenly among ${equalOutputs} vertices, so there are two widths, each with kernels of its own.`
      : undefined,
});

const ofaKernel = defineHeuristic({
  id: "ofa-kernel",
  number: 7,
  group: "implementation",
  title: "OFA kernel",
  explanation:
    "The small convolution owns no kernel: it uses the center of the large one, times a small learned matrix that starts as the identity. Once-for-All introduced it so that operations share even more weights.",
  finding: {
    text: "The paper reports that nested kernels hurt the ranking or gain nothing.",
    trust: "B",
    source: study,
    directions: [{ key: "ofa", of: [true], ranking: "not better" }],
  },
  settings: [
    {
      key: "ofa",
      title: "Small kernel inside the large one",
      effect: "restart",
      kind: "toggle",
      default: false,
    },
    {
      key: "ofashare",
      title: "Shared between the sizes",
      effect: "restart",
      kind: "choice",
      default: "all",
      choices: [
        { value: "kernel", title: "The kernel alone" },
        { value: "all", title: "Kernel, pointwise convolution and batch norm (as in the study's code)" },
      ],
    },
  ],
  unavailable: ({ nestedKernels }) =>
    nestedKernels === ""
      ? "This space has no two convolutions that differ only in the size of their kernels."
      : undefined,
  changes: ({ ofa, ofashare }) => ({ network: { nestedKernels: ofa, nestedSharing: ofashare } }),
  standAlone: () => ({ network: { nestedKernels: false, nestedSharing: "all" } }),
  conflict: ({ network: { nestedKernels, nestedSharing } }) =>
    !nestedKernels && nestedSharing === "kernel"
      ? "Kernels of different sizes are separate, so they share nothing."
      : undefined,
});

const wsbn = defineHeuristic({
  id: "wsbn",
  number: 8,
  group: "implementation",
  title: "Weight-sharing batch norm (WSBN)",
  explanation:
    "Keeps a set of batch-norm parameters of its own for each input that an operation can be wired to, instead of one for all. Inputs differ in scale, so each gets its own normalization while the costly convolution stays shared.",
  finding: {
    text: "The paper reports that WSBN hurts the ranking on NASBench-101.",
    trust: "B",
    source: study,
    directions: [
      { key: "wsbn", of: [true], ranking: "worse", where: ({ operationsOn }) => operationsOn === "vertex" },
    ],
  },
  settings: [
    { key: "wsbn", title: "Batch norm per input", effect: "restart", kind: "toggle", default: false },
  ],
  changes: (values) => ({ network: { normPerInput: values.wsbn } }),
  standAlone: () => ({ network: { normPerInput: false } }),
  conflict({ network, evaluation }, { normPerInput }) {
    if (!network.normPerInput) return undefined;
    if (normPerInput === "onNode" && network.placement === "edge")
      return "An operation on an edge has one input only; place operations on nodes to make a difference.";
    if (!network.affine && evaluation.norm !== "running")
      return "Without affine parameters or tracked statistics there is nothing to keep apart per input.";
    return undefined;
  },
});

const rates = [0, 0.05, 0.1, 0.2, 0.3, 0.5] as const;

const dropout = defineHeuristic({
  id: "dropout",
  number: 9,
  group: "implementation",
  title: "Dropout",
  explanation:
    "In training, path dropout switches off the output of operations or of whole cells for some images, and global dropout switches off features before the classifier. It is meant to keep parts of the network from relying on each other; scoring never drops anything.",
  finding: {
    text: "The paper reports that both global and path dropout hurt the ranking.",
    trust: "B",
    source: study,
    directions: [
      { key: "pathdrop", of: "higher", ranking: "worse" },
      { key: "headdrop", of: "higher", ranking: "worse" },
    ],
  },
  settings: [
    {
      key: "pathdrop",
      title: "Path dropout rate",
      effect: "nextStep",
      kind: "number",
      default: 0,
      min: 0,
      max: 0.9,
      stops: rates,
    },
    {
      key: "dropwhat",
      title: "What path dropout drops",
      effect: "nextStep",
      kind: "choice",
      default: "edge",
      choices: [
        { value: "edge", title: "Each operation, at one rate" },
        { value: "cell", title: "Whole cells, more with depth (as in the study's code)" },
      ],
    },
    {
      key: "headdrop",
      title: "Global dropout rate",
      effect: "nextStep",
      kind: "number",
      default: 0,
      min: 0,
      max: 0.9,
      stops: rates,
    },
  ],
  changes: ({ pathdrop, dropwhat, headdrop }) => ({
    network: { pathDropout: pathdrop, droppedPath: dropwhat, headDropout: headdrop },
  }),
  standAlone: () => ({ network: { pathDropout: 0, droppedPath: "edge", headDropout: 0 } }),
  conflict: ({ network: { pathDropout, droppedPath } }) =>
    pathDropout === 0 && droppedPath === "cell"
      ? "No cell is dropped while the rate of path dropout is 0."
      : undefined,
});

const placement = defineHeuristic({
  id: "placement",
  number: 10,
  group: "implementation",
  title: "Operation on node or edge",
  explanation:
    "On edges, every connection has weights of its own; on nodes, connections into a node share those of the same operation, either all of them or those in the same input slot. Nodes make the super-net smaller and its weights train more often, but they describe a different network.",
  finding: {
    text: "Reported direction, unverified: best as the stand-alone definition has it, on edges.",
    trust: "C",
    source: study,
    directions: [{ key: "place", of: ["node", "slot"], against: ["edge"], ranking: "worse" }],
  },
  settings: [
    {
      key: "place",
      title: "Operations sit on",
      effect: "restart",
      kind: "choice",
      default: "edge",
      choices: [
        { value: "edge", title: "Edges" },
        { value: "node", title: "Nodes, one set for all inputs" },
        { value: "slot", title: "Nodes, one set per input slot (as in the study's code)" },
      ],
    },
  ],
  unavailable: ({ placementChoice, operationsOn }) =>
    placementChoice
      ? undefined
      : `This space defines its operations on ${operationsOn === "vertex" ? "vertices" : "edges"}, and there is no other way to place them.`,
  changes: ({ place }) => ({ network: { placement: place } }),
  standAlone: ({ operationsOn }) => ({ network: { placement: operationsOn === "edge" ? "edge" : "node" } }),
});

export const implementation = [dynamicChannels, ofaKernel, wsbn, dropout, placement] as const;
