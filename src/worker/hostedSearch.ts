/** @file Searches of the training thread: on the weights of a checkpoint, one evaluation at a time. */
import type { SearchEvent } from "../core/search/searchEvent.ts";
import type { SessionEnvironment } from "../engine/openSession.ts";
import { HostedTurns, part } from "./hostedTurns.ts";
import type { Report, SearchStart } from "./protocol.ts";

export function hostedSearch(
  { run, intent, checkpoint, searches }: SearchStart,
  environment: SessionEnvironment,
  post: (report: Report) => void,
): HostedTurns<SearchEvent> {
  return new HostedTurns({
    run,
    intent,
    tell: (events) => post({ type: "searched", run, events }),
    fail: (failure) => post({ type: "searched", run, events: [{ type: "failed", failure }] }),
    /** The algorithms come only when somebody searches: training does without their code. */
    async open() {
      const code = Promise.all([import("../engine/searcher.ts"), import("../core/search/index.ts")]);
      const [{ openSearcher }, { searchAlgorithms }] = await part(code, "searches");
      const tasks = searches.flatMap(({ algorithm: id, ...task }) => {
        const algorithm = searchAlgorithms.find((known) => known.id === id);
        return algorithm ? [{ ...task, algorithm }] : [];
      });
      return openSearcher(checkpoint, environment, tasks);
    },
  });
}
