/** @file Architectures trained alone on this page: how far each is, and what its trainings came to. */

import { codeVersion } from "../core/codeVersion.ts";
import type { Failure, RunId } from "../core/run.ts";
import type { StandAloneEvent, StandAloneOutcome, StandAloneRequest } from "../core/standAloneEvent.ts";

/** Of what an architecture is, and on which images it is trained. */
export type StandAloneGround = Pick<StandAloneRequest, "space" | "dataset">;

export interface StandAloneTask {
  readonly id: RunId;
  readonly request: StandAloneRequest;
  /** Of the training under way; 0 of 0 before the first. */
  readonly step: number;
  readonly total: number;
  /** e.g. "WASM"; empty before the first step. */
  readonly backend: string;
  /** Version of the code that trains it. */
  readonly code: string;
  readonly results: readonly StandAloneOutcome[];
  readonly isStopped: boolean;
  readonly failure: Failure | undefined;
}

export function startingStandAlone(id: RunId, request: StandAloneRequest): StandAloneTask {
  const begun = { step: 0, total: 0, backend: "", code: codeVersion, results: [] };
  return { id, request, ...begun, isStopped: false, failure: undefined };
}

export const isStandAloneOver = ({ request, results, isStopped, failure }: StandAloneTask): boolean =>
  isStopped || failure !== undefined || results.length === request.seeds.length;

export function reduceStandAlone(task: StandAloneTask, event: StandAloneEvent): StandAloneTask {
  switch (event.type) {
    case "stepped":
      return { ...task, step: event.step, total: event.total, backend: event.backend };
    case "trained":
      return { ...task, step: 0, results: [...task.results, event.result] };
    case "failed":
      return { ...task, failure: event.failure };
    default:
      throw event satisfies never;
  }
}

/** With the thread that it ran in. */
export function endStandAlone(task: StandAloneTask, reason: string): StandAloneTask {
  if (isStandAloneOver(task)) return task;
  const message = `Training alone ended with its thread (${reason}).`;
  return { ...task, failure: { kind: "internal", message, advice: "Train it again." } };
}
