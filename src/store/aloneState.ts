/** @file Architectures trained alone on this page: how far each is, and what its trainings came to. */
import type { AloneEvent, AloneRequest, AloneResult } from "../core/aloneEvent.ts";
import type { Failure, RunId } from "../core/run.ts";

/** Of what an architecture is, and on which images it is trained. */
export type AloneGround = Pick<AloneRequest, "space" | "dataset">;

export interface AloneTask {
  readonly id: RunId;
  readonly request: AloneRequest;
  /** Of the training under way; 0 of 0 before the first. */
  readonly step: number;
  readonly total: number;
  /** e.g. "WASM"; empty before the first step. */
  readonly backend: string;
  readonly results: readonly AloneResult[];
  readonly isStopped: boolean;
  readonly failure: Failure | undefined;
}

export function startingAlone(id: RunId, request: AloneRequest): AloneTask {
  return { id, request, step: 0, total: 0, backend: "", results: [], isStopped: false, failure: undefined };
}

export const isAloneOver = ({ request, results, isStopped, failure }: AloneTask): boolean =>
  isStopped || failure !== undefined || results.length === request.seeds.length;

export function reduceAlone(task: AloneTask, event: AloneEvent): AloneTask {
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
export function endAlone(task: AloneTask, reason: string): AloneTask {
  if (isAloneOver(task)) return task;
  const message = `Training alone ended with its thread (${reason}).`;
  return { ...task, failure: { kind: "internal", message, advice: "Train it again." } };
}
