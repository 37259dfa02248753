/** @file What the drawing of the super-net says of an operation: how often and how lately it was trained, and which architectures hold it. */
import type { OperationCount, PathCountsAt } from "../core/pathCounts.ts";
import type { SuperNet } from "../core/spaces/superNet.ts";
import { type ArchitectureFigures, isRanked, type RankedFigures } from "../store/figures.ts";
import { count, percent } from "./format.ts";

export const scales = [
  { value: "count", title: "How often trained" },
  { value: "age", title: "How lately" },
  { value: "momentum", title: "Momentum" },
] as const;
export type Scale = (typeof scales)[number]["value"];

/** Steps without training after which an operation counts as long ago. */
export const longAgo = 64;

/** The most paths that trained any of the operations. */
export const maxPaths = ({ operations }: PathCountsAt): number =>
  Math.max(0, ...operations.flat().map(({ paths }) => paths));

/** Where an operation stands on a scale, [0, 1]; `undefined` for one that was never trained. */
export function shareOf(
  { paths, last }: OperationCount,
  at: PathCountsAt,
  scale: "count" | "age",
  most: number,
): number | undefined {
  if (paths === 0) return undefined;
  if (scale === "count") return paths / most;
  return 1 - Math.min(1, Math.log2(1 + at.step - last) / Math.log2(1 + longAgo));
}

/** "none on node 0 → node 1", and how it was trained. */
export function operationWords(
  { places }: Pick<SuperNet, "places">,
  place: number,
  choice: number,
  at: PathCountsAt | undefined,
): string {
  const { title, choices } = places[place]!;
  const name = choices.length > 1 ? `${choices[choice]} on ${title}` : title;
  const own = at?.operations[place]?.[choice];
  if (!own) return name;
  if (own.paths === 0) return `${name}: never trained`;
  return `${name}: trained by ${count(own.paths)} of ${count(at.paths)} paths (${percent(own.paths / at.paths)}), last in step ${count(own.last)}`;
}

interface Holders {
  /** Of the architectures that are scored, those with this operation; best by the super-net first. */
  readonly architectures: readonly ArchitectureFigures[];
  readonly scored: number;
  /** Mean ranks of those that are ranked, 1 being best, and of all; absent where none is. */
  readonly ranks?: {
    readonly superNet: number;
    readonly standAlone: number;
    /** Ties share the better rank, so that the two means over all differ. */
    readonly ofAll: { readonly superNet: number; readonly standAlone: number };
  };
}

/** @param choicesOf of an architecture in the space's notation; `undefined` where it is none */
export function holdersOf(
  architectures: readonly ArchitectureFigures[],
  choicesOf: (architecture: string) => readonly (number | undefined)[] | undefined,
  place: number,
  choice: number,
): Holders {
  const scored = architectures.filter(({ superNet }) => superNet !== undefined);
  const held = scored
    .filter(({ architecture }) => choicesOf(architecture)?.[place] === choice)
    .sort((a, b) => (a.superNetRank ?? scored.length) - (b.superNetRank ?? scored.length));
  const ranked = held.filter(isRanked);
  const all = scored.filter(isRanked);
  return {
    architectures: held,
    scored: scored.length,
    ...(ranked.length > 0 && { ranks: { ...meanRanks(ranked), ofAll: meanRanks(all) } }),
  };
}

function meanRanks(items: readonly RankedFigures[]): { superNet: number; standAlone: number } {
  const mean = (rankOf: (item: RankedFigures) => number): number =>
    items.reduce((sum, item) => sum + rankOf(item), 0) / items.length;
  return {
    superNet: mean(({ superNetRank }) => superNetRank),
    standAlone: mean(({ standAloneRank }) => standAloneRank),
  };
}
