/**
 * @file What the study's public code does (or, beyond the study, the paper that a heuristic comes from), which option that is, and where the
 * lab differs. Apart from the heuristics, since the page needs them at first sight and this only where it is asked for.
 */
import type { heuristics } from "./index.ts";

type HeuristicId = (typeof heuristics)[number]["id"];

const fidelities: Partial<Readonly<Record<HeuristicId, string>>> = {
  "batch-norm":
    "The authors' scripts use no tracked statistics in any space, and affine parameters on NASBench-101 and NAS-Bench-201 but not on DARTS; those are the defaults here. Why tracked statistics hurt is open: they mix all paths, and the study's code for NASBench-101 keeps little more than the last batch (see batch-norm momentum). Here they move a tenth of the way with every path of a step. Fresh statistics come from images of the whole training part, whatever portion of it is trained on.",
  "ofa-kernel":
    "In the study's code the sizes also share what follows the kernel: in separable and dilated convolutions the pointwise convolution and the batch norm, elsewhere the batch norm. Sharing the kernel alone leaves most weights of a DARTS cell apart.",
  wsbn: "The authors score WSBN with tracked statistics, but what they compare it with by mini-batch statistics, so that two things differ at once. Here the statistics are a setting of their own: choose tracked ones to do as they did.",
  dropout:
    "On NASBench-101 and NAS-Bench-201 the study's code drops the whole output of a cell, at a rate that grows linearly with depth and reaches the set one in the last cell. No path leads around a cell there, so the next block gets zeros of that image. On DARTS the next cell also sees the cell before; there it is offered for comparison. Where operations are dropped, a plain skip connection never is, as in DARTS.",
  placement:
    "The study's code keeps one set per node and input slot. Here the slots of a DARTS node are its lower and its higher input; on NAS-Bench-201 the cell's input has a slot of its own, so that only the edges from inner nodes into the last node share. One set for all inputs shares more than the study did.",
  "progressive-shrinking":
    "There kernels shrink first, then depths, then widths; here a place's operations come in by their weights, and an operation that is drawn too early is drawn anew. Small ones learn from the largest only with the sandwich rule.",
  "few-shot":
    "The few-shot paper trains the one net first and hands its weights on, which is what a split after some epochs does; momenta and averages go with them. A split from the start is this lab's own option.",
};

/** By the id of the heuristic; of most there is nothing to add to their explanation. */
export const fidelityOf = (id: string): string | undefined =>
  (fidelities as Readonly<Record<string, string | undefined>>)[id];
