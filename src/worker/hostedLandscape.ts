/** @file Loss landscapes of the training thread, one point at a time. */
import { type LandscapeEvent, landscapeShare } from "../core/landscape.ts";
import type { SessionEnvironment } from "../engine/openSession.ts";
import { HostedTurns, part } from "./hostedTurns.ts";
import type { LandscapeStart, Report } from "./protocol.ts";

export function hostedLandscape(
  { run, intent, request }: LandscapeStart,
  environment: SessionEnvironment,
  post: (report: Report) => void,
): HostedTurns<LandscapeEvent> {
  return new HostedTurns({
    intent,
    share: landscapeShare,
    tell: (events) => post({ type: "landscape", run, events }),
    fail: (failure) => post({ type: "landscape", run, events: [{ type: "failed", failure }] }),
    async open() {
      const code = import("../engine/landscaper.ts");
      const { openLandscaper } = await part(code, "evaluates the loss landscape");
      return openLandscaper(request, environment);
    },
  });
}
