/** @file The groups of the control panel: the paper's taxonomy, and what lies outside it. */
import type { HeuristicGroup } from "../../core/heuristics/heuristic.ts";

export interface GroupText {
  readonly id: HeuristicGroup;
  readonly family: string;
  readonly title: string;
  readonly note: string;
  /** Open when the page is opened. */
  readonly open: boolean;
}

export const groups: readonly GroupText[] = [
  {
    id: "hyper-parameters",
    family: "Protocol",
    title: "Hyper-parameters",
    note: "How the shared weights are trained.",
    open: true,
  },
  {
    id: "sampling",
    family: "Protocol",
    title: "Path sampling",
    note: "Which architectures a step trains.",
    open: true,
  },
  {
    id: "implementation",
    family: "Mapping",
    title: "Implementation",
    note: "How the space becomes one network with shared weights.",
    open: false,
  },
  {
    id: "low-fidelity",
    family: "Mapping",
    title: "Low fidelity",
    note: "Training cheaper than the networks it stands for would: smaller, or on fewer images.",
    open: false,
  },
  {
    id: "evaluation",
    family: "Measuring",
    title: "Scoring",
    note: "How architectures are scored with the shared weights.",
    open: false,
  },
  {
    id: "beyond",
    family: "Beyond the study",
    title: "More tricks",
    note: "Used in practice; not among the study's fourteen.",
    open: false,
  },
];
