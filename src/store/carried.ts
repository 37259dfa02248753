/** @file What a link carries beside its choice: changes that its run makes on the way, or a run with its scores. Loaded when a link does. */
import { printChanges, readChanges } from "../core/linkStory.ts";
import { type LabLink, toLink } from "../core/shareLink.ts";
import type { Address } from "./address.ts";
import type { LabStore } from "./labStore.ts";
import { unpackRun } from "./linkRun.ts";
import { openRecorded } from "./recorded.ts";
import type { RunController } from "./runController.ts";

export interface Carried {
  /** Begins what the link asks for, or shows the run that it carries; what cannot be is named, and does not stay in the address. */
  begin(link: LabLink): Promise<void>;
}

export function createCarried(store: LabStore, controller: RunController, address: Address): Carried {
  const warn = (...warnings: readonly string[]): void =>
    store.update({ warnings: [...store.getState().warnings, ...warnings] });
  return {
    async begin({ run, changes: told, ...link }) {
      if (run !== undefined) {
        const file = await unpackRun(run);
        const problem = file.ok
          ? openRecorded(store, controller, file.value, "The run in this link", run)
          : file.problem.message;
        if (problem === undefined) return;
        warn(`The run in this link cannot be opened: ${problem}. What it was trained with trains here.`);
      }
      const { changes, warnings } = readChanges(told ?? "", link.config);
      if (told !== undefined) warn(...warnings);
      if (run !== undefined || warnings.length > 0)
        address.write(toLink({ ...link, ...(changes.length > 0 && { changes: printChanges(changes) }) }));
      controller.beginLinked(link, changes.length > 0 ? changes : undefined);
    },
  };
}
