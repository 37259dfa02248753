/**
 * @file The field in the order of its survey, with all that the lab has of it: T. Elsken, J. H. Metzen and F. Hutter, "Neural Architecture
 * Search: A Survey", JMLR 20 (2019), https://jmlr.org/papers/v20/18-598.html. Which entry stands where follows from the lists of the lab.
 */
import type { Heuristic, HeuristicGroup } from "../../core/heuristics/heuristic.ts";
import type { Metric } from "../../core/metrics/metric.ts";
import type { SearchAlgorithm } from "../../core/search/algorithm.ts";
import { type Strategy, strategies } from "../../core/search/strategy.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { groups } from "../panels/groups.ts";

export type MapEntry =
  | { readonly kind: "space"; readonly of: SearchSpace }
  | { readonly kind: "algorithm"; readonly of: MappedAlgorithm }
  | { readonly kind: "heuristic"; readonly of: Heuristic; readonly unavailable?: string | undefined }
  | { readonly kind: "metric"; readonly of: Metric };

/** Of either kind: on a trained super-net, or changing its weights. */
type MappedAlgorithm = Pick<
  SearchAlgorithm,
  "id" | "title" | "strategy" | "explanation" | "origin" | "fidelity" | "settings"
>;

interface MapPlace {
  /** What it is a part of, where that has several. */
  readonly within?: string;
  readonly title: string;
  /** What belongs here; where the lab has none of it, that it has none. */
  readonly text?: string;
  readonly entries: readonly MapEntry[];
}

interface MapDimension {
  readonly title: string;
  /** What it decides, in a sentence. */
  readonly text: string;
  readonly places: readonly MapPlace[];
}

export interface MapSource {
  readonly spaces: readonly SearchSpace[];
  readonly algorithms: readonly MappedAlgorithm[];
  /** As a space offers them. */
  readonly heuristics: readonly { readonly heuristic: Heuristic; readonly unavailable: string | undefined }[];
  readonly metrics: readonly Metric[];
}

/** Every entry of the lists has its one place. */
export function fieldMap({ spaces, algorithms, heuristics, metrics }: MapSource): readonly MapDimension[] {
  const strategyPlaces = strategies.map((strategy) => ({
    title: titled(strategy),
    entries: algorithms
      .filter((of) => of.strategy === strategy)
      .map((of): MapEntry => ({ kind: "algorithm", of })),
  }));
  const groupPlace = (id: HeuristicGroup): MapPlace => {
    const group = groups.find((one) => one.id === id);
    return {
      title: `${group?.family}: ${group?.title}`,
      ...(group && { text: group.note }),
      entries: heuristics
        .filter(({ heuristic }) => heuristic.group === id)
        .map(({ heuristic: of, unavailable }): MapEntry => ({ kind: "heuristic", of, unavailable })),
    };
  };
  return [
    {
      title: "Search space",
      text: "Which architectures there are to choose from.",
      places: [
        {
          title: "Cell-based spaces",
          text: "A small cell is searched and stacked; all spaces of the lab are of this kind.",
          entries: spaces.map((of): MapEntry => ({ kind: "space", of })),
        },
      ],
    },
    {
      title: "Search strategy",
      text: "How the space is explored: which architecture is looked at next.",
      places: strategyPlaces,
    },
    {
      title: "Performance estimation strategy",
      text: "How good an architecture is taken to be without training it in full. This is what the lab is about.",
      places: [
        {
          title: "Training alone",
          text: "The standard that all others stand in for: the tables of the lab, “The stand-alone table” and “Train it alone”.",
          entries: [],
        },
        ...(Object.keys(subject) as HeuristicGroup[])
          .filter((id) => subject[id] === "lower fidelity")
          .map((id): MapPlace => ({ ...groupPlace(id), title: "Lower-fidelity estimates" })),
        { title: "Learning-curve extrapolation", text: "The lab has none.", entries: [] },
        { title: "Weight inheritance, network morphisms", text: "The lab has none.", entries: [] },
        ...(Object.keys(subject) as HeuristicGroup[])
          .filter((id) => subject[id] === "weight sharing")
          .map((id): MapPlace => ({ ...groupPlace(id), within: "One-shot models, weight sharing" })),
        {
          title: "How good is the estimate?",
          text: "Not a part of the survey's map: the measures by which the lab judges a super-net.",
          entries: metrics.map((of): MapEntry => ({ kind: "metric", of })),
        },
      ],
    },
  ];
}

/** What of the survey's estimation strategies the heuristics of a group are about, in the order of the map. */
const subject: Readonly<Record<HeuristicGroup, "weight sharing" | "lower fidelity">> = {
  "low-fidelity": "lower fidelity",
  "hyper-parameters": "weight sharing",
  sampling: "weight sharing",
  implementation: "weight sharing",
  evaluation: "weight sharing",
  beyond: "weight sharing",
};

const titled = (strategy: Strategy): string => strategy.charAt(0).toUpperCase() + strategy.slice(1);
