/** @file What a link carries beside its choice: changes that its run makes on the way, or a run with its scores. Loaded when a link does. */
import { changedSettings, settingsDiff } from "../core/config.ts";
import { readChanges } from "../core/linkStory.ts";
import { printChanges } from "../core/plannedChange.ts";
import { importRun } from "../core/readRun.ts";
import { type LabLink, toLink } from "../core/shareLink.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { Address } from "./address.ts";
import type { LabStore } from "./labStore.ts";
import { mostRankedOfLink, unpackRun } from "./linkRun.ts";
import { openRecorded } from "./recorded.ts";
import type { RunController } from "./runController.ts";
import { entryOf } from "./runs.ts";

interface Carried {
  /**
   * Begins what the link asks for, or shows the run that it carries; what cannot be is named, and does not stay in the address.
   * @param isWanted whether nothing else was chosen since
   */
  begin(link: LabLink, isWanted: () => boolean): Promise<void>;
}

export function createCarried(store: LabStore, controller: RunController, address: Address): Carried {
  const warn = (...warnings: readonly string[]): void =>
    store.update({ warnings: [...store.getState().warnings, ...warnings] });
  // What the run shown changes by itself is what is chosen, unless its user chose otherwise in the meantime.
  store.subscribe(({ active, runs }, before) => {
    const [now, then] = [entryOf(runs, active), entryOf(before.runs, active)];
    if (!now?.planned || !then || now.run.changes === then.run.changes) return;
    for (const made of now.run.changes.slice(then.run.changes.length)) {
      const { config } = store.getState();
      const space = spaceById(config.space) ?? spaces[0];
      const settings = settingsDiff(space, { ...config.settings, [made.key]: made.to });
      const isPlanned = now.planned.some(
        ({ step, key, to }) => step === made.step && key === made.key && to === made.to,
      );
      if (isPlanned && changedSettings(space, config.settings, settings)[0]?.from === made.from)
        store.update({ config: { ...config, settings } });
    }
  });
  return {
    async begin({ run, changes: told, ...link }, isWanted) {
      const file = run === undefined ? undefined : await unpackRun(run);
      if (!isWanted()) return;
      if (file) {
        const read = file.ok ? importRun(file.value, mostRankedOfLink) : file;
        if (read.ok) {
          openRecorded(store, controller, read.value, "The run in this link", run);
          return;
        }
        warn(
          `The run in this link cannot be opened: ${read.problem.message}. What it was trained with trains here.`,
        );
      }
      const { changes, warnings } = readChanges(told ?? "", link.config);
      if (told !== undefined) warn(...warnings);
      if (run !== undefined || warnings.length > 0)
        address.write(toLink({ ...link, ...(changes.length > 0 && { changes: printChanges(changes) }) }));
      controller.beginLinked(link, changes.length > 0 ? changes : undefined);
    },
  };
}
