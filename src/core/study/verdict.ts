/** @file Whether what a study measured agrees with what is reported of a heuristic. */

import type { Direction, Finding } from "../heuristics/heuristic.ts";
import { defaultsFor, heuristicOfSetting } from "../heuristics/index.ts";
import type { SettingValue } from "../settings.ts";
import type { SearchSpace } from "../spaces/space.ts";
import { standAloneProtocol } from "../tables/protocol.ts";

export interface Reported extends Pick<Direction, "ranking">, Pick<Finding, "trust"> {
  readonly text: string;
}

/** "cannot tell": the interval is too wide for either. */
export const verdicts = ["agrees", "disagrees", "cannot tell"] as const;
export type Verdict = (typeof verdicts)[number];

/** Differences of S-KdT below this count as "about the same". A choice of the lab; the study gives no number that could be cited. */
export const hardly = 0.1;

/** What is reported of a value in place of another one; `undefined` where nothing is. */
export function reportedOf(
  space: SearchSpace,
  key: string,
  value: SettingValue,
  reference: SettingValue,
): Reported | undefined {
  const finding: Finding | undefined = heuristicOfSetting(key)?.finding;
  const alone = { ...defaultsFor(space), ...standAloneProtocol.settings }[key];
  const direction = finding?.directions?.find(
    (one) => one.key === key && (one.where?.(space.traits) ?? true) && isAbout(one, value, reference, alone),
  );
  return finding && direction && { ranking: direction.ranking, trust: finding.trust, text: finding.text };
}

/** @param alone the value of networks trained alone */
function isAbout(
  { of, across, against, isBelowAlone, ranking }: Direction,
  value: SettingValue,
  reference: SettingValue,
  alone: SettingValue | undefined,
): boolean {
  if (against !== undefined && !against.includes(reference)) return false;
  // That several values are bad says nothing of one of them in place of another; that several are alike says nothing of any other.
  if (typeof of !== "string")
    return (
      of.includes(value) &&
      (against !== undefined || of.includes(reference) === (ranking === "about the same"))
    );
  if (typeof value !== "number" || typeof reference !== "number") return false;
  if (isBelowAlone && (typeof alone !== "number" || Math.max(value, reference) > alone)) return false;
  if (across !== undefined && value < across === reference < across) return false;
  return of === "lower" ? value < reference : value > reference;
}

/** @param interval of the difference in S-KdT, value minus reference; null where it is not known */
export function verdictOn(
  { ranking }: Pick<Reported, "ranking">,
  interval: readonly [low: number, high: number] | null,
): Verdict {
  if (!interval) return "cannot tell";
  const [low, high] = interval;
  switch (ranking) {
    case "worse":
      return high < 0 ? "agrees" : low > 0 ? "disagrees" : "cannot tell";
    case "better":
      return low > 0 ? "agrees" : high < 0 ? "disagrees" : "cannot tell";
    case "not better":
      return low > 0 ? "disagrees" : high < hardly ? "agrees" : "cannot tell";
    case "about the same":
      return low > hardly || high < -hardly
        ? "disagrees"
        : low > -hardly && high < hardly
          ? "agrees"
          : "cannot tell";
    default:
      throw ranking satisfies never;
  }
}
