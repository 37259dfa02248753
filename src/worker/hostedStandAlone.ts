/** @file Trainings alone of the training thread, one step at a time. */
import type { StandAloneEvent } from "../core/standAloneEvent.ts";
import type { SessionEnvironment } from "../engine/openSession.ts";
import { HostedTurns, part } from "./hostedTurns.ts";
import type { Report, StandAloneStart } from "./protocol.ts";

/** How often progress is told. */
const tellMilliseconds = 250;

/** @param wholeTest the world of the whole test set, where the accuracy is measured on that */
export function hostedStandAlone(
  { run, intent, request }: StandAloneStart,
  environment: SessionEnvironment,
  wholeTest: SessionEnvironment | undefined,
  { post, now }: { readonly post: (report: Report) => void; readonly now: () => number },
): HostedTurns<StandAloneEvent> {
  let told = Number.NEGATIVE_INFINITY;
  return new HostedTurns({
    intent,
    tell(events) {
      if (events.every(({ type }) => type === "stepped") && now() - told < tellMilliseconds) return;
      told = now();
      post({ type: "standAlone", run, events });
    },
    fail: (failure) => post({ type: "standAlone", run, events: [{ type: "failed", failure }] }),
    async open() {
      const { openStandAloneTrainer } = await part(import("../engine/standAloneTrainer.ts"), "trains alone");
      return openStandAloneTrainer(request, environment, wholeTest);
    },
  });
}
