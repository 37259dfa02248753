/** @file Opens a run from the text of its file, wherever that comes from. */
import { checkConfig } from "../core/config.ts";
import { describeOwn, ownImagesOf } from "../core/ownImagesId.ts";
import { importRun } from "../core/runFile.ts";
import type { LabStore } from "./labStore.ts";
import type { RunController } from "./runController.ts";

/**
 * @param name for messages
 * @param carried the run as a link carries it, where it comes from one
 * @returns why it cannot be opened, if it cannot
 */
export function openRecorded(
  store: LabStore,
  controller: RunController,
  text: string,
  name: string,
  carried?: string,
): string | undefined {
  const run = importRun(text);
  if (!run.ok) return run.problem.message;
  const { config, warnings } = checkConfig(run.value.config);
  const own = ownImagesOf(config.dataset);
  const absent = own
    ? [
        `${name} was trained on images that are not in it: ${describeOwn(own)}. To train anew, drop them here.`,
      ]
    : [];
  controller.open(run.value, config, [...store.getState().warnings, ...warnings, ...absent], carried);
  return undefined;
}
