/** @file The code that computes what a correlation is judged against: it comes once there is a table, after the first sight of the page. */
import type { LabStore } from "./labStore.ts";
import { createLatePart } from "./latePart.ts";

export function bringReferences(store: LabStore): void {
  const part = createLatePart({
    ...{ store, what: "What a correlation is judged against could not be computed" },
    load: () => import("../core/metrics/references.ts"),
    make: ({ referencesOf }) => store.update({ referencesOf }),
  });
  store.subscribe(({ truth, figures, referencesOf }, before) => {
    // What did not come is asked for again with the next round.
    const isAnew = truth !== before.truth || figures.round !== before.figures.round;
    if (isAnew && truth.status === "ready" && !referencesOf) void part.with(() => {});
  });
}
