/** @file Architectures that were trained alone in this browser, with what came out, by architecture. Pure. */
import type { StandAloneOutcome } from "../core/standAloneEvent.ts";
import type { StandAloneTask } from "./standAloneState.ts";

export interface TrainedHere {
  /** In the space's notation. */
  readonly architecture: string;
  readonly results: readonly StandAloneOutcome[];
  /** That trained it, one name each. */
  readonly backends: readonly string[];
  /** Versions of the code that trained it, likewise. */
  readonly codes: readonly string[];
}

/** Of one space and data set, in the order in which they were first asked for; only those with a result. */
export function trainedHere(alone: readonly StandAloneTask[], space: string, dataset: string): TrainedHere[] {
  const known = new Map<string, TrainedHere>();
  for (const { request, results, backend, code } of alone) {
    if (request.space !== space || request.dataset !== dataset || results.length === 0) continue;
    const { architecture } = request;
    const before = known.get(architecture) ?? { architecture, results: [], backends: [], codes: [] };
    // Two tabs may have trained the same seeds.
    const isNew = ({ seed }: StandAloneOutcome): boolean => !before.results.some((one) => one.seed === seed);
    known.set(architecture, {
      architecture,
      results: [...before.results, ...results.filter(isNew)],
      backends: [...new Set([...before.backends, backend])],
      codes: [...new Set([...before.codes, code])],
    });
  }
  return [...known.values()];
}
