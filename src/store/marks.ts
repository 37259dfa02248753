/** @file Marks on the browser's own timeline, each set once, so that start-up can be measured from outside. */

type MarkName = "lab:interactive" | "lab:first-step" | "lab:first-correlation";

const set = new Set<MarkName>();

export function mark(name: MarkName): void {
  if (set.has(name)) return;
  set.add(name);
  performance.mark(name);
}
