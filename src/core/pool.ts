/**
 * @file What a run is judged by: the architectures that it scores, in order, and the landmarks that are held out of them. The same for
 * every seed, so that runs can be compared, and the same in a page and in a terminal.
 */
import { recipeOf } from "./heuristics/index.ts";
import { createRandom, type Random, shuffled } from "./random.ts";
import type { NetworkRecipe, Recipe } from "./recipe.ts";
import { admitted } from "./spaces/rejection.ts";
import type { Architecture, SearchSpace } from "./spaces/space.ts";
import type { RowSource } from "./tables/rawTable.ts";

/** An architecture, in the space's notation, whose stand-alone accuracy [0, 1] is known. */
export interface KnownArchitecture {
  readonly architecture: string;
  readonly accuracy: number;
  /** How it came into its table; absent where that does not say. */
  readonly source?: RowSource;
}

export interface Pool {
  /** In the space's notation, in scoring order. */
  readonly scored: readonly string[];
  /** Empty while the landmark ranking loss is off. */
  readonly landmarks: readonly KnownArchitecture[];
  /** What must be known of the choice of the architectures, in a sentence. */
  readonly remark: string | undefined;
}

/** Draws per wanted architecture before a space counts as exhausted. */
const drawsPerArchitecture = 20;
/** "study": 30 to 50 in the authors' scripts. */
const maxLandmarks = { study: 50, margin: 8 } as const;
/** Of a small table, most rows must stay for the judgement. */
const maxShareOfLandmarks = 1 / 4;

/**
 * The architectures of the table that the recipe judges and that were drawn uniformly from those, shuffled, so that any
 * beginning of the list is a uniform draw, too; without a table, different random ones. At most `recipe.evaluation.pool` of them are
 * scored. With the landmark ranking loss on, the last ones are landmarks and not scored: what the super-net was told to rank says
 * nothing of its ranking.
 * Every architecture is in the space's representative encoding, as searches score it, too.
 * @param table the rows of a table of stand-alone accuracies, or none
 */
export function poolOf(space: SearchSpace, table: readonly KnownArchitecture[], recipe: Recipe): Pool {
  const wanted = recipe.evaluation.pool;
  const random = createRandom(1).fork("pool");
  const network: NetworkRecipe = recipe.evaluation.judgeEqual
    ? { ...recipe.network, channelRule: "equal" }
    : recipe.network;
  const isAdmitted = (architecture: Architecture | undefined): architecture is Architecture =>
    architecture !== undefined && space.admits(architecture, network);
  const wantsLandmarks = recipe.training.landmarkWeight > 0;
  if (table.length === 0)
    return {
      scored: drawn(space, wanted, isAdmitted, random),
      landmarks: [],
      remark: wantsLandmarks ? noLandmarks : undefined,
    };
  const allowed = table.flatMap((row) => {
    const written = space.parse(row.architecture);
    // One encoding for one cell, whatever a file writes: where encodings train different weights, samplers of unique cells train this one.
    const architecture = written && space.representative(written);
    return isAdmitted(architecture) ? [{ ...row, architecture: space.print(architecture) }] : [];
  });
  const { rows: judging, remark } = uniformRows(space, connectedOnce(space, allowed));
  const rows = shuffled(judging, random);
  const most = wantsLandmarks
    ? Math.min(maxLandmarks[recipe.training.landmarkRule], Math.floor(rows.length * maxShareOfLandmarks))
    : 0;
  // One alone is in no order.
  const held = most < 2 ? 0 : most;
  const evaluated = rows.slice(0, rows.length - held);
  return {
    scored: evaluated.slice(0, wanted).map((row) => row.architecture),
    landmarks: rows
      .slice(rows.length - held)
      .map(({ architecture, accuracy }) => ({ architecture, accuracy })),
    remark: wantsLandmarks && held === 0 ? [remark ?? [], noLandmarks].flat().join(" ") : remark,
  };
}

const nothingScored = "Nothing is scored: no architecture of the table is trained here.";

const noLandmarks =
  "There are no landmarks here, architectures of a table that are left out of the judgement, so the landmark ranking loss does nothing.";

/** With fewer rows drawn at random, an interval is so wide that picked ones are the lesser evil. */
const minUniform = 40;

/**
 * Without the rows that were picked, and without those drawn from what the default recipe admits where the present one admits more: over
 * these the draw would not be uniform. Where fewer than 40 are left, or the table does not say how its rows were chosen, all judge, and a
 * remark says so.
 */
function uniformRows(
  space: SearchSpace,
  rows: readonly KnownArchitecture[],
): { readonly rows: readonly KnownArchitecture[]; readonly remark?: string } {
  if (rows.length === 0) return { rows, remark: nothingScored };
  const defaults = recipeOf(space, {}).network;
  const isByDefault = ({ architecture }: KnownArchitecture): boolean =>
    space.admits(architectureOf(architecture, space), defaults);
  const admitsNoMore = rows.every((row) => row.source !== "uniform" || isByDefault(row));
  const uniform = rows.filter(
    ({ source }) => source === undefined || source === "uniform" || (source === "admitted" && admitsNoMore),
  );
  if (rows.some(({ source }) => source === undefined))
    return {
      rows: uniform,
      remark:
        "The table does not say how its architectures were chosen; where they were picked by size or by hand, correlations over them are higher than over a random draw.",
    };
  if (uniform.length >= Math.min(minUniform, rows.length)) return { rows: uniform };
  return {
    rows,
    remark: `Only ${uniform.length} of the table's ${rows.length} architectures were drawn at random from what is trained here, too few to judge by: all judge, the picked ones too, which raises correlations, that of the parameter count as well.`,
  };
}

/**
 * Of a table's rows for what is scored, those that judge: what was picked by size or by hand does not, unless fewer than 40 others are there.
 * @param rows per index of the pool
 */
export function judgingRows<Row extends Pick<KnownArchitecture, "source">>(
  rows: readonly (Row | undefined)[],
): readonly (Row | undefined)[] {
  const drawn = rows.map((row) => (row?.source === "picked" ? undefined : row));
  return drawn.filter((row) => row !== undefined).length < minUniform ? rows : drawn;
}

/** All cells whose output does not depend on the input compute the same; the first counts for all. */
function connectedOnce(space: SearchSpace, rows: readonly KnownArchitecture[]): KnownArchitecture[] {
  let isFirst = true;
  return rows.filter(({ architecture }) => {
    if (space.isConnected(architectureOf(architecture, space))) return true;
    const isKept = isFirst;
    isFirst = false;
    return isKept;
  });
}

/** Different random architectures that the recipe allows; fewer than wanted where there are only few. */
function drawn(
  space: SearchSpace,
  wanted: number,
  isAdmitted: (architecture: Architecture) => boolean,
  random: Random,
): string[] {
  const found = new Map<string, string>();
  for (let draw = 0; draw < wanted * drawsPerArchitecture && found.size < wanted; draw++) {
    const architecture = admitted(() => space.sampleUnique(random), isAdmitted);
    const key = space.isConnected(architecture) ? space.canonical(architecture) : "disconnected";
    if (!found.has(key)) found.set(key, space.print(space.representative(architecture)));
  }
  return [...found.values()];
}

/** The architecture that a text of the pool stands for. Throws on any other text: a bug of whoever made the pool. */
export function architectureOf(text: string, space: SearchSpace): Architecture {
  const architecture = space.parse(text);
  if (!architecture) throw new RangeError(`"${text}" is not an architecture of ${space.title}`);
  return architecture;
}
