/** @file Which architectures a stand-alone table holds: distinct, and spread over the range of sizes, operations and so of quality. */
import { countParameters } from "../../core/network/count.ts";
import type { Network } from "../../core/network/network.ts";
import { createRandom, shuffled } from "../../core/random.ts";
import type { Architecture, SearchSpace } from "../../core/spaces/space.ts";

const bins = 8;
const drawsPerArchitecture = 60;

/**
 * `count` architectures with distinct canonical forms. Every second one is drawn uniformly over those that the lab's default recipe
 * admits (`isCommon`), so that a default run has enough of them to be judged by; the others come from bins of equal width in the
 * parameter count, round robin, since uniform draws crowd where most cells are alike. The order is random, so that any beginning of
 * the list is spread, too.
 */
export function selectArchitectures(
  space: SearchSpace,
  build: (architecture: Architecture) => Network,
  isCommon: (architecture: Architecture) => boolean,
  count: number,
  seed: number,
): Architecture[] {
  const random = createRandom(seed).fork(`table ${space.id}`);
  const candidates = new Map<string, { architecture: Architecture; parameters: number }>();
  for (let draw = 0; draw < count * drawsPerArchitecture; draw++) {
    const architecture = draw % 2 === 0 ? space.sampleUnique(random) : space.sampleNaive(random);
    const key = space.canonical(architecture);
    if (!candidates.has(key))
      candidates.set(key, { architecture, parameters: countParameters(build(architecture)) });
  }
  const sizes = [...candidates.values()].map((candidate) => candidate.parameters);
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const binOf = (parameters: number): number =>
    Math.min(bins - 1, Math.floor((bins * (parameters - low)) / Math.max(high - low, 1)));
  const binned = Array.from({ length: bins }, () => [] as string[]);
  for (const [key, { parameters }] of candidates) binned[binOf(parameters)]?.push(key);

  const common = [...candidates].flatMap(([key, { architecture }]) => (isCommon(architecture) ? [key] : []));
  const uniform = shuffled(common, random);
  const chosen = new Set<string>();
  for (let turn = 0; chosen.size < Math.min(count, candidates.size); turn++) {
    const source = turn % 2 === 0 ? uniform : (binned[((turn - 1) / 2) % bins] as string[]);
    let key = source.pop();
    while (key !== undefined && chosen.has(key)) key = source.pop();
    if (key !== undefined) chosen.add(key);
  }
  return shuffled([...chosen], random).map(
    (key) => (candidates.get(key) as { architecture: Architecture }).architecture,
  );
}

/** How often a decision of a skewed architecture takes the favourite. */
const skew = 0.9;

/**
 * `architectures` with the last `count` of them replaced by skewed ones: most decisions of each take one favourite operation, every
 * operation being the favourite in turn. In a large space random cells are all alike, while cells of little but pooling, or little
 * but skip connections, reach the ends of the quality range.
 */
export function withSkewed(
  space: SearchSpace,
  architectures: readonly Architecture[],
  count: number,
  seed: number,
): Architecture[] {
  const random = createRandom(seed).fork(`skewed ${space.id}`);
  const kept = architectures.slice(0, architectures.length - count);
  const known = new Set(kept.map((architecture) => space.canonical(architecture)));
  const favourites = operationTitles(space);
  const skewed: Architecture[] = [];
  for (let draw = 0; skewed.length < count && draw < count * drawsPerArchitecture; draw++) {
    const favourite = favourites[skewed.length % favourites.length] as string;
    const architecture = space.sampleNaive(random).map((choice, slot) => {
      const taken = space.decisions[slot]?.choices.indexOf(favourite) ?? -1;
      return taken >= 0 && random.next() < skew ? taken : choice;
    });
    if (!space.isValid(architecture) || known.has(space.canonical(architecture))) continue;
    known.add(space.canonical(architecture));
    skewed.push(architecture);
  }
  return [...kept, ...skewed];
}

/** The choices that most decisions offer, those aside that only say yes or no. */
function operationTitles(space: SearchSpace): string[] {
  const decisions = space.decisions.filter(({ choices }) => choices.length > 2);
  const offers = new Map<string, number>();
  for (const { choices } of decisions)
    for (const title of choices) offers.set(title, (offers.get(title) ?? 0) + 1);
  return [...offers].flatMap(([title, count]) => (count * 2 >= decisions.length ? [title] : []));
}
