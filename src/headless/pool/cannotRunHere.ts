/** @file A job that this machine cannot do though another may: no failure of the job, and no attempt at it. */

/** Has its name as a property of its own, by which alone it is known once it has passed from a worker process. */
export class CannotRunHere extends Error {
  override readonly name = "CannotRunHere";
}

export const isCannotRunHere = (error: unknown): boolean =>
  error instanceof Error && error.name === "CannotRunHere";
