/** @file Which architectures a stand-alone table holds: uniform draws, for any picking by size or by hand raises correlations. */
import { createRandom } from "../../core/random.ts";
import type { Architecture, SearchSpace } from "../../core/spaces/space.ts";
import type { RowSource } from "../../core/tables/rawTable.ts";

export interface Selected {
  readonly architecture: Architecture;
  readonly source: RowSource;
}

/** Draws per wanted architecture before a space counts as exhausted whose size is not known. */
const drawsPerArchitecture = 2000;

/** Draws after which a space counts as exhausted. Of N that are drawn uniformly, N (ln N + 12) draws leave any out with a probability of e⁻¹². */
function mostDraws({ uniqueCount }: SearchSpace, wanted: number): number {
  const most = wanted * drawsPerArchitecture;
  return uniqueCount === undefined ? most : Math.min(most, uniqueCount * (Math.log(uniqueCount) + 12));
}

/**
 * `count` architectures drawn uniformly over the unique ones of the space, then `admitted` more drawn uniformly over those that the
 * recipe of a default run admits. All have distinct canonical forms; of the disconnected ones, which all compute the same, only the
 * first is kept. A larger count goes on from the same beginning.
 */
export function selectArchitectures(
  space: SearchSpace,
  isAdmitted: (architecture: Architecture) => boolean,
  count: number,
  admitted: number,
): Selected[] {
  const known = new Set<string>();
  const draw = (source: RowSource, wanted: number, isWanted: (architecture: Architecture) => boolean) => {
    const random = createRandom(0).fork(`table ${space.id} ${source}`);
    const selected: Selected[] = [];
    const most = mostDraws(space, wanted);
    for (let n = 0; selected.length < wanted && n < most; n++) {
      const architecture = space.sampleUnique(random);
      if (!isWanted(architecture)) continue;
      const key = space.isConnected(architecture) ? space.canonical(architecture) : "disconnected";
      if (known.has(key)) continue;
      known.add(key);
      selected.push({ architecture, source });
    }
    return selected;
  };
  return [...draw("uniform", count, () => true), ...draw("admitted", admitted, isAdmitted)];
}
