/** @file The link that trains a run again as it went. */
import { storyOf } from "./linkStory.ts";
import type { LinkView } from "./linkView.ts";
import type { Run } from "./runState.ts";
import { toLink } from "./shareLink.ts";

/** @returns `undefined` where no link does, as after a failure of the device */
export function linkOfRun(run: Run, view: LinkView): string | undefined {
  const isChanged = run.changes.some(({ effect }) => effect !== "rerank");
  const story = isChanged ? storyOf(run) : { config: run.config };
  return "impossible" in story ? undefined : toLink({ ...story, view });
}
