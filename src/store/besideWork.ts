/** @file What the training thread does beside its runs, by id: what is said of it goes to whoever asked for it. */
import type { RunId } from "../core/run.ts";
import type { LabClient } from "../worker/client.ts";
import type { LandscapeStart, Report, RunCommand, SearchStart, StandAloneStart } from "../worker/protocol.ts";

type BesideStart = SearchStart | StandAloneStart | LandscapeStart;

interface BesideListener {
  report(report: Report): void;
  /** The thread is gone, and the work with it. */
  lost(reason: string): void;
}

export class BesideWork {
  readonly #client: LabClient;
  readonly #listeners = new Map<RunId, BesideListener>();

  constructor(client: LabClient) {
    this.#client = client;
  }

  begin(start: BesideStart, listener: BesideListener): void {
    this.#client.prepare();
    this.#listeners.set(start.run, listener);
    this.#client.send(start);
  }

  /** Says nothing where the work is over. */
  send(command: RunCommand): void {
    if (this.#listeners.has(command.run)) this.#client.send(command);
    if (command.type === "end") this.#listeners.delete(command.run);
  }

  /** Whether the report was of such work. */
  onReport(report: Report): boolean {
    const listener = this.#listeners.get(report.run);
    listener?.report(report);
    return listener !== undefined;
  }

  /** With the thread. */
  lose(reason: string): void {
    for (const listener of this.#listeners.values()) listener.lost(reason);
    this.#listeners.clear();
  }
}
