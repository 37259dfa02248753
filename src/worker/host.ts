/**
 * @file The training thread's side of the protocol: holds the runs by id, receives commands between two units of work, and lets the runs
 * take turns. The same in a Web Worker and in Node over a MessageChannel.
 */
import type { RunId } from "../core/run.ts";
import { hostedLandscape } from "./hostedLandscape.ts";
import { HostedRun } from "./hostedRun.ts";
import { hostedSearch } from "./hostedSearch.ts";
import { hostedStandAlone } from "./hostedStandAlone.ts";
import type {
  CheckpointStart,
  Command,
  FreshStart,
  LandscapeStart,
  RunCommand,
  SearchStart,
  StandAloneStart,
  ThreadReport,
} from "./protocol.ts";
import { type ResourcesInput, RunResources } from "./runResources.ts";
import { Scheduler, type Task } from "./scheduler.ts";

interface HostInput extends ResourcesInput {
  readonly post: (report: ThreadReport) => void;
  /** Resolves in a later task of the event loop, so that waiting messages are received first. */
  readonly yieldToEventLoop: () => Promise<void>;
}

/** What the thread works at, by the id that its commands carry. */
interface Hosted extends Task {
  receive(command: RunCommand): void;
}

export class LabHost {
  readonly #input: HostInput;
  readonly #resources: RunResources;
  readonly #scheduler: Scheduler;
  readonly #runs = new Map<RunId, Hosted>();

  constructor(input: HostInput) {
    this.#input = input;
    this.#resources = new RunResources(input);
    this.#scheduler = new Scheduler(input.yieldToEventLoop, input.now);
  }

  /** Takes a command; never throws and never blocks. One for a run that is not there says nothing to anybody. */
  receive(command: Command): void {
    if (command.type === "ping") {
      this.#input.post({ type: "pong" });
      return;
    }
    if ("backend" in command) {
      const hosted = this.#hosted(command);
      this.#runs.set(command.run, hosted);
      this.#scheduler.add(hosted);
      return;
    }
    this.#runs.get(command.run)?.receive(command);
    if (command.type === "end") this.#runs.delete(command.run);
    this.#scheduler.wake();
  }

  #hosted(command: FreshStart | CheckpointStart | SearchStart | StandAloneStart | LandscapeStart): Hosted {
    const { post, now } = this.#input;
    switch (command.type) {
      case "start":
      case "startFrom":
        return new HostedRun(command, this.#resources.environmentOf(command), this.#input);
      case "search":
        return hostedSearch(command, this.#resources.environmentOf(command), post);
      case "landscape":
        return hostedLandscape(command, this.#resources.environmentOf(command), post);
      case "trainStandAlone": {
        const { wholeTest } = command;
        const tested = wholeTest && this.#resources.environmentOf({ ...command, dataset: wholeTest });
        return hostedStandAlone(command, this.#resources.environmentOf(command), tested, { post, now });
      }
      default:
        throw command satisfies never;
    }
  }
}
