/** @file What the searches on the two super-nets that ship come to, in words. */

import { meanOf } from "../core/metrics/mean.ts";
import { seedInterval } from "../core/metrics/seedInterval.ts";
import {
  type AgainstRandom,
  againstRandom,
  type Claim,
  type ClaimSide,
  claimVerdict,
  competitiveWithin,
  ranksSurely,
  roomAboveRandom,
} from "../core/search/claim.ts";
import { samplesSuperNet, searchAlgorithms } from "../core/search/index.ts";
import { signedText } from "../core/study/findingText.ts";

/** Behind what tells of the table that judged. */
export const formerTableText =
  "Another table has taken its place since: accuracies told elsewhere on this page do not stand beside these.";

type NameOf = (algorithm: string) => string;

export interface ClaimText {
  /** Whether the claim holds here, in one honest sentence. */
  readonly verdict: string;
  /** What was beyond the noise on each of the two, and what to hold it against; each in sentences of its own. */
  readonly points: readonly string[];
}

export function claimText(claim: Claim, nameOf: NameOf): ClaimText {
  const within = (100 * competitiveWithin).toFixed(1);
  const verdict = {
    holds: `Here it holds: on the well-trained super-net no algorithm can be more than ${within} points better than random search.`,
    "does not hold": `Here it does not hold: on the well-trained super-net an algorithm is more than ${within} points better than random search.`,
    "cannot tell": `Here it cannot be told: ${whyOpen(claim, within)}.`,
  }[claimVerdict(claim)];
  const [good, bad] = [againstRandom(claim.good), againstRandom(claim.bad)];
  const told = (trains: boolean): string => {
    const [well, badly] = [good, bad].map((side) =>
      beyondNoise(
        side.filter((one) => one.trains === trains),
        nameOf,
      ),
    );
    return trains
      ? `Apart from this verdict, of the algorithms that train weights of their own: under the settings of the well-trained super-net ${well}; under those of the badly trained one ${badly}.`
      : `On the well-trained super-net, ${well}. On the badly trained one, ${badly}.`;
  };
  const points = [
    ranking(claim),
    told(false),
    randomOnBoth(claim),
    largest(claim, nameOf),
    good.some(({ trains }) => trains) ? told(true) : "",
  ];
  return { verdict, points: points.filter((text) => text !== "") };
}

const accuraciesOf = ({ finds }: ClaimSide, id: string): number[] =>
  finds.flatMap(({ algorithm, standAloneAccuracy }) => (algorithm === id ? [standAloneAccuracy] : []));

/** How far "properly trained" goes. */
function ranking({ good: { skdt, interval, params } }: Claim): string {
  if (skdt === null || params === null) return "";
  const plain = (value: number): string => signedText(value).replace("+", "");
  const range = interval ? ` (95 % interval over architectures ${interval.map(plain).join(" to ")})` : "";
  return `The super-net trained well ranks at S-KdT ${plain(skdt)}${range}, mere parameter count at ${plain(params)} over the same architectures.`;
}

/** What the better super-net is worth to random search. */
function randomOnBoth({ good, bad }: Claim): string {
  const foundBy = ({ finds }: ClaimSide): ReadonlyMap<number, number> =>
    new Map(
      finds
        .filter(({ algorithm }) => algorithm === "random")
        .map(({ seed, standAloneAccuracy }) => [seed, standAloneAccuracy]),
    );
  const badly = foundBy(bad);
  // With one seed it draws the same architectures on both.
  const differences = [...foundBy(good)].flatMap(([seed, accuracy]) => {
    const other = badly.get(seed);
    return other === undefined ? [] : [accuracy - other];
  });
  const interval = seedInterval(differences);
  if (!interval) return "";
  const [difference, low, high] = [meanOf(differences), ...interval].map((value) => signedText(100 * value));
  return `Random search itself found ${difference} points on the well-trained super-net against the badly trained one (95 % interval ${low} to ${high}).`;
}

/** What no search at all comes to. */
function largest({ good, references }: Claim, nameOf: NameOf): string {
  if (references.largest === undefined) return "";
  const size = references.largest;
  const below = [...new Set(good.finds.map(({ algorithm }) => algorithm))].filter(
    (id) => meanOf(accuraciesOf(good, id)) < size,
  );
  return `The table's largest architecture, taken without any search, has ${(100 * size).toFixed(2)} %: ${below.length > 0 ? `more than the mean find, on the well-trained side, of ${below.map(nameOf).join(", ")}` : "less than every mean find on the well-trained side"}. The best of ${references.draws} architectures drawn at random and trained alone is expected at ${(100 * references.bestOfDraws).toFixed(2)} %, which like the largest's holds the luck of the trainings that it is known by.`;
}

function whyOpen(claim: Claim, within: string): string {
  const { good } = claim;
  const room = roomAboveRandom(claim, good);
  const reasons = [
    ...(ranksSurely(good)
      ? []
      : ["the claim is about properly trained super-nets, and even the one trained well may rank by chance"]),
    ...(room > competitiveWithin
      ? []
      : [
          `the best architecture that is known is ${(100 * Math.abs(room)).toFixed(2)} points ${room < 0 ? "below" : "above"} what random search found, so an advantage of ${within} points cannot be tested`,
        ]),
  ];
  return (
    reasons.join("; ") ||
    `on the well-trained super-net an advantage of ${within} points over random search, beyond which the lab no longer calls it competitive, is neither shown nor excluded`
  );
}

function beyondNoise(against: readonly AgainstRandom[], nameOf: NameOf): string {
  const names = (isSuch: (interval: readonly [number, number]) => boolean): string =>
    against
      .flatMap(({ algorithm, interval, isOneFind }) =>
        interval && isSuch(interval)
          ? [
              `${nameOf(algorithm)}${isOneFind ? " (the same architecture with every seed, whose own noise is in no interval)" : ""}`,
            ]
          : [],
      )
      .join(", ");
  const told = [
    ["better", names(([low]) => low > 0)],
    ["worse", names(([, high]) => high < 0)],
  ].flatMap(([kind, found]) => (found ? [`${kind} than random search beyond the noise: ${found}`] : []));
  return told.length > 0 ? told.join("; ") : "nothing differs from random search beyond the noise";
}

/** How many seeds, and which algorithms had fewer or more. */
export function claimSeeds({ good }: Claim, nameOf: NameOf): string {
  const seeds = new Map<string, number>();
  for (const { algorithm } of good.finds) seeds.set(algorithm, (seeds.get(algorithm) ?? 0) + 1);
  const [usual = 0, ...others] = [...new Set(seeds.values())];
  const differing = others.map((number) => {
    const names = [...seeds].flatMap(([algorithm, own]) => (own === number ? [nameOf(algorithm)] : []));
    return `, ${number} for ${names.join(", ")}`;
  });
  return `${usual} seeds${differing.join("")}`;
}

const idsOf = ({ good }: Claim, isSampling: boolean): string[] =>
  searchAlgorithms.flatMap((one) =>
    samplesSuperNet(one) === isSampling && good.finds.some(({ algorithm }) => algorithm === one.id)
      ? [one.id]
      : [],
  );

/** Those of the claim that searched on the weights of its super-nets. */
export const samplersOf = (claim: Claim): string[] => idsOf(claim, true);

/** Those of the claim that searched on weights of their own. */
export const ownWeights = (claim: Claim): string[] => idsOf(claim, false);
