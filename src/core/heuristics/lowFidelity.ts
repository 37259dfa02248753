/** @file Mapping, low fidelity: heuristics 11 to 14 of the study. */
import { defineHeuristic, study } from "./heuristic.ts";

const cells = defineHeuristic({
  id: "cells",
  number: 11,
  group: "low-fidelity",
  title: "Number of layers",
  explanation:
    "How many cells each stage of the network stacks. Fewer cells than the stand-alone networks have train faster, but the super-net then stands for a shallower network than the one it is meant to find.",
  finding: {
    text: "Reported direction, unverified: fewer layers clearly hurt the ranking.",
    trust: "C",
    source: study,
    directions: [{ key: "cells", of: "lower", isBelowAlone: true, ranking: "worse" }],
  },
  settings: [
    {
      key: "cells",
      title: "Cells per stage",
      effect: "restart",
      kind: "number",
      default: 1,
      min: 1,
      max: 5,
      integer: true,
      stops: [1, 2, 3, 5],
    },
  ],
  changes: (values) => ({ network: { cells: values.cells } }),
});

const channels = defineHeuristic({
  id: "channels",
  number: 12,
  group: "low-fidelity",
  title: "Number of channels",
  explanation:
    "The width of the first stage; every later stage doubles it. A narrower super-net is cheaper to train, and people hope that it ranks architectures like the wide one.",
  finding: {
    text: "Reported direction, unverified: fewer channels are nearly harmless.",
    trust: "C",
    source: study,
    directions: [{ key: "channels", of: "lower", isBelowAlone: true, ranking: "about the same" }],
  },
  settings: [
    {
      key: "channels",
      title: "Channels of the first stage",
      effect: "restart",
      kind: "number",
      default: 8,
      min: 4,
      max: 64,
      integer: true,
      stops: [4, 8, 12, 16, 24, 32],
    },
  ],
  changes: (values) => ({ network: { channels: values.channels } }),
});

const batchSize = defineHeuristic({
  id: "batch-size",
  number: 13,
  group: "low-fidelity",
  title: "Batch size",
  explanation:
    "How many images a training step sees. Smaller batches need less memory and give more steps per epoch, but noisier gradients and batch statistics.",
  finding: {
    text: "Reported direction, unverified: smaller batches rank a little worse.",
    trust: "C",
    source: study,
    directions: [
      { key: "bs", of: "lower", isBelowAlone: true, ranking: "worse" },
      { key: "bs", of: "higher", isBelowAlone: true, ranking: "better" },
    ],
  },
  settings: [
    {
      key: "bs",
      title: "Training batch size",
      effect: "nextStep",
      kind: "number",
      default: 32,
      min: 4,
      max: 512,
      integer: true,
      stops: [8, 16, 32, 64, 128, 256],
      unit: "images",
    },
  ],
  changes: ({ bs }) => ({ data: { batchSize: bs } }),
});

const portion = defineHeuristic({
  id: "portion",
  number: 14,
  group: "low-fidelity",
  title: "Training portion",
  explanation:
    "The share of the training images in use. Fewer images make an epoch shorter, which is tempting when only the order of the architectures matters.",
  finding: {
    text: "Reported direction, unverified: leaving out some of the images is harmless, keeping only a small part hurts the ranking.",
    trust: "C",
    source: study,
    directions: [
      { key: "portion", of: [0.5, 0.75], against: [1], ranking: "about the same" },
      { key: "portion", of: [0.1, 0.25], against: [1], ranking: "worse" },
    ],
  },
  settings: [
    {
      key: "portion",
      title: "Share of training images",
      effect: "nextStep",
      kind: "number",
      default: 1,
      min: 0.01,
      max: 1,
      stops: [0.1, 0.25, 0.5, 0.75, 1],
    },
  ],
  changes: (values) => ({ data: { portion: values.portion } }),
});

export const lowFidelity = [cells, channels, batchSize, portion] as const;
