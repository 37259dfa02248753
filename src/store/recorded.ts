/** @file Opens a recorded run, wherever that comes from. */
import { checkConfig } from "../core/config.ts";
import { describeOwn, ownImagesOf } from "../core/ownImagesId.ts";
import type { Run } from "../core/runState.ts";
import type { LabStore } from "./labStore.ts";
import type { RunController } from "./runController.ts";

/**
 * @param name for messages
 * @param carried the run as a link carries it, where it comes from one
 */
export function openRecorded(
  store: LabStore,
  controller: RunController,
  run: Run,
  name: string,
  carried?: string,
): void {
  const { config, warnings } = checkConfig(run.config);
  const own = ownImagesOf(config.dataset);
  const absent = own
    ? [
        `${name} was trained on images that are not in it: ${describeOwn(own)}. To train anew, drop them here.`,
      ]
    : [];
  controller.open({ ...run, config }, [...store.getState().warnings, ...warnings, ...absent], carried);
}
