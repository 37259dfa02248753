/** @file The stops of the tour, and who is offered it. */
import type { LinkView } from "../../core/linkView.ts";
import type { PanelId } from "../../core/panels.ts";

export interface TourStop {
  /** Selector of what it points at. */
  readonly at: ".top-bar" | `#panel-${PanelId}`;
  readonly title: string;
  readonly text: string;
}

export const tourStops: readonly TourStop[] = [
  {
    at: ".top-bar",
    title: "What trains",
    text: "A super-net: one network that holds every architecture of the search space and lets them share its weights. It trains in this page, on your device. Start it, pause it, or take single steps here.",
  },
  {
    at: "#panel-scatter",
    title: "Every dot is an architecture",
    text: "To the right: its accuracy with the super-net's weights. Upwards: its accuracy when it was trained alone, from a table. A super-net that ranks well puts the dots on a rising line. They come with the first scoring round.",
  },
  {
    at: "#panel-verdict",
    title: "The verdict",
    text: "S-KdT is near 1 where the super-net orders the architectures like training alone, and 0 where it guesses. The interval and the sentence beside it say how much of that may be noise.",
  },
  {
    at: "#panel-controls",
    title: "The heuristics",
    text: "What people do differently when they train super-nets. Change one while it trains and see what becomes of the ranking. The “?” at each tells what is reported of it, and how sure that is.",
  },
  {
    at: "#panel-try",
    title: "What next",
    text: "A lesson follows one question for about five minutes; an experiment is one click. The “?” in the top bar has this tour, and a map of the field.",
  },
];

const place = "supernet-lab:tour";
/** Where the browser keeps nothing: not again in this visit. */
let wasOffered = false;

/** Whether this is a first visit, as far as the browser tells. */
export function isNewcomer(): boolean {
  try {
    return !wasOffered && localStorage.getItem(place) === null;
  } catch {
    return !wasOffered;
  }
}

/** From now on it comes only when it is asked for. */
export function rememberOffer(): void {
  wasOffered = true;
  try {
    localStorage.setItem(place, "offered");
  } catch {
    // A private window may keep nothing.
  }
}

/**
 * Whether a page is one to offer the tour on: not one that somebody arranged for a class or another page, and not one that a program
 * drives, which is no user.
 */
export function isPlain({ embed, present, lesson, lock, show }: LinkView): boolean {
  const isArranged = embed || present || lesson !== "" || lock.length > 0 || show.length > 0;
  return !isArranged && window.self === window.top && !navigator.webdriver;
}
