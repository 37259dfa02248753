/** @file What the training thread does beside the runs: searches, trainings alone, loss landscapes. Loaded when it is first asked for. */
import type { LabStore } from "./labStore.ts";
import type { LiveRuns } from "./liveRuns.ts";
import { createRunLandscape, type RunLandscape } from "./runLandscape.ts";
import { createRunSearch, type RunSearch } from "./runSearch.ts";
import { createRunStandAlone, type RunStandAlone } from "./runStandAlone.ts";

export interface Besides {
  readonly search: RunSearch;
  readonly standAlone: RunStandAlone;
  readonly landscape: RunLandscape;
}

export const createBesides = (store: LabStore, live: LiveRuns): Besides => ({
  search: createRunSearch(store, live),
  standAlone: createRunStandAlone(store, live),
  landscape: createRunLandscape(store, live),
});
