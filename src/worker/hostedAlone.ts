/** @file Trainings alone of the training thread, one step at a time. */
import type { AloneEvent } from "../core/aloneEvent.ts";
import type { SessionEnvironment } from "../engine/openSession.ts";
import { HostedTurns, part } from "./hostedTurns.ts";
import type { AloneStart, Report } from "./protocol.ts";

/** How often progress is told. */
const tellMilliseconds = 250;

/** @param wholeTest the world of the whole test set, where the accuracy is measured on that */
export function hostedAlone(
  { run, intent, request }: AloneStart,
  environment: SessionEnvironment,
  wholeTest: SessionEnvironment | undefined,
  { post, now }: { readonly post: (report: Report) => void; readonly now: () => number },
): HostedTurns<AloneEvent> {
  let told = Number.NEGATIVE_INFINITY;
  return new HostedTurns({
    intent,
    tell(events) {
      if (events.every(({ type }) => type === "stepped") && now() - told < tellMilliseconds) return;
      told = now();
      post({ type: "alone", run, events });
    },
    fail: (failure) => post({ type: "alone", run, events: [{ type: "failed", failure }] }),
    async open() {
      const { openAloneTrainer } = await part(import("../engine/aloneTrainer.ts"), "trains alone");
      return openAloneTrainer(request, environment, wholeTest);
    },
  });
}
