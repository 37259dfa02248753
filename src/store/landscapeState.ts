/** @file Loss landscapes as the page holds them. */
import { type LandscapeEvent, type LandscapeKind, landscapeSide } from "../core/landscape.ts";
import type { Failure, RunConfig, RunId } from "../core/run.ts";

export interface LandscapeState {
  readonly id: RunId;
  readonly kind: LandscapeKind;
  /** In the space's notation; does not count for "super-net". */
  readonly architecture: string;
  /** The run whose weights they are, and what it trained when they were taken. */
  readonly of: RunId;
  readonly config: RunConfig;
  /** Steps of the run whose weights they are. */
  readonly step: number;
  /** Of the training that comes first, where there is one. */
  readonly training: { readonly step: number; readonly total: number } | undefined;
  /** Loss (nats) by index of the point; null where it is no number. */
  readonly losses: ReadonlyMap<number, number | null>;
  readonly isStopped: boolean;
  readonly failure: Failure | undefined;
}

export const startingLandscape = (
  of: Pick<LandscapeState, "id" | "kind" | "architecture" | "of" | "config" | "step">,
): LandscapeState => ({
  ...of,
  training: undefined,
  losses: new Map(),
  isStopped: false,
  failure: undefined,
});

export function reduceLandscape(state: LandscapeState, event: LandscapeEvent): LandscapeState {
  switch (event.type) {
    case "stepped":
      return { ...state, training: { step: event.step, total: event.total } };
    case "point":
      return { ...state, losses: new Map(state.losses).set(event.index, event.loss) };
    case "failed":
      return { ...state, failure: event.failure };
    default:
      throw event satisfies never;
  }
}

/** With the thread that it ran in. */
export function endLandscape(state: LandscapeState, reason: string): LandscapeState {
  if (state.isStopped || state.failure || state.losses.size === landscapeSide ** 2) return state;
  const message = `The landscape ended with its training thread (${reason}).`;
  return { ...state, failure: { kind: "internal", message, advice: "Ask for it again." } };
}
