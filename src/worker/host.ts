/**
 * @file The training thread's side of the protocol: holds the runs by id, receives commands between two units of work, and lets the runs
 * take turns. The same in a Web Worker and in Node over a MessageChannel.
 */
import type { RunId } from "../core/run.ts";
import { HostedRun } from "./hostedRun.ts";
import { HostedSearch } from "./hostedSearch.ts";
import type { Command, ThreadReport } from "./protocol.ts";
import { type ResourcesInput, RunResources } from "./runResources.ts";
import { Scheduler } from "./scheduler.ts";

export interface HostInput extends ResourcesInput {
  readonly post: (report: ThreadReport) => void;
  /** Resolves in a later task of the event loop, so that waiting messages are received first. */
  readonly yieldToEventLoop: () => Promise<void>;
}

export class LabHost {
  readonly #input: HostInput;
  readonly #resources: RunResources;
  readonly #scheduler: Scheduler;
  readonly #runs = new Map<RunId, HostedRun | HostedSearch>();

  constructor(input: HostInput) {
    this.#input = input;
    this.#resources = new RunResources(input);
    this.#scheduler = new Scheduler(input.yieldToEventLoop);
  }

  /** Takes a command; never throws and never blocks. One for a run that is not there says nothing to anybody. */
  receive(command: Command): void {
    if (command.type === "ping") {
      this.#input.post({ type: "pong" });
      return;
    }
    if (command.type === "search") {
      const search = new HostedSearch(command, this.#resources.environmentOf(command), this.#input.post);
      this.#runs.set(command.run, search);
      this.#scheduler.add(search);
      return;
    }
    if (command.type === "start" || command.type === "startFrom") {
      const run = new HostedRun(command, this.#resources.environmentOf(command), this.#input);
      this.#runs.set(command.run, run);
      this.#scheduler.add(run);
      return;
    }
    this.#runs.get(command.run)?.receive(command);
    if (command.type === "end") this.#runs.delete(command.run);
    this.#scheduler.wake();
  }
}
