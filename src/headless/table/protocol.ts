/** @file The one protocol by which every shipped stand-alone accuracy was made. Changing it makes all tables anew. */
import type { Settings } from "../../core/settings.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";

/** Settings of a stand-alone training that differ from the defaults of the lab and of the space. */
export function standAloneSettings(_space: SearchSpace): Settings {
  return { lr: 0.1, sched: "cosine", epochs: 4, bs: 64, evalbatch: 250 };
}
