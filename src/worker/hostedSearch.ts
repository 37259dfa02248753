/** @file Searches of the training thread: from a checkpoint on, one evaluation or training step at a time. */
import type { AnySearchAlgorithm } from "../core/search/index.ts";
import type { SearchEvent } from "../core/search/searchEvent.ts";
import type { SessionEnvironment } from "../engine/openSession.ts";
import type { AnySearchTask } from "../engine/searches.ts";
import { HostedTurns, part } from "./hostedTurns.ts";
import type { Report, SearchStart } from "./protocol.ts";

export function hostedSearch(
  { run, intent, checkpoint, searches }: SearchStart,
  environment: SessionEnvironment,
  post: (report: Report) => void,
): HostedTurns<SearchEvent> {
  return new HostedTurns({
    intent,
    tell: (events) => post({ type: "searched", run, events }),
    fail: (failure) => post({ type: "searched", run, events: [{ type: "failed", failure }] }),
    /** The algorithms come only when somebody searches: training does without their code. */
    async open() {
      const code = Promise.all([import("../engine/searches.ts"), import("../core/search/index.ts")]);
      const [{ Searches }, { searchAlgorithms, samplesSuperNet }] = await part(code, "searches");
      const tasks = searches.map(({ algorithm: id, seed, budget, settings = {} }): AnySearchTask => {
        const algorithm: AnySearchAlgorithm | undefined = searchAlgorithms.find((known) => known.id === id);
        if (!algorithm) throw new RangeError(`there is no search algorithm "${id}"`);
        return samplesSuperNet(algorithm)
          ? { algorithm, seed, budget, settings }
          : { algorithm, seed, settings };
      });
      return new Searches({ config: checkpoint.config, checkpoint }, environment, tasks);
    },
  });
}
