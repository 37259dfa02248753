/** @file Whether two runs have had alike much of what they are compared by. Pure. */
import type { LinkView } from "../core/linkView.ts";

interface Sides {
  readonly before: number;
  readonly now: number;
}

/** At equal compute the other run counts by its images, as so many steps of this one. */
export function comparedSteps(at: LinkView["at"], steps: Sides, images: Sides): Sides {
  if (at !== "images" || images.now === 0) return steps;
  return { now: steps.now, before: (steps.now * images.before) / images.now };
}

const alikeShare = 1.1;

/** Whether one of them took clearly more compute. */
export function isUnlikeCompute({ before, now }: Sides): boolean {
  return before > 0 && (now > before * alikeShare || before > now * alikeShare);
}
