/** @file What a terminal run trains: a share link, flags, or both; the flags then have the last word. */
import { checkConfig, defaultConfig } from "../../core/config.ts";
import { conflicts } from "../../core/heuristics/index.ts";
import { readChanges } from "../../core/linkStory.ts";
import { defaultView } from "../../core/linkView.ts";
import { describeOwn, ownImagesOf } from "../../core/ownImagesId.ts";
import type { PlannedChange } from "../../core/plannedChange.ts";
import type { RunConfig } from "../../core/run.ts";
import { fromLink } from "../../core/shareLink.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import { coarseRemark } from "../../core/threshold.ts";
import { readSettings } from "../settingFlags.ts";
import { UsageError } from "../usage.ts";

export interface Wishes {
  /** Address with a hash, or the hash alone. */
  readonly link?: string;
  readonly space?: string;
  readonly seed?: number;
  readonly set: readonly string[];
  readonly threshold?: number;
  /** Id of the images that are given, in the place of the link's. */
  readonly dataset?: string | undefined;
}

interface Chosen {
  readonly config: RunConfig;
  /** What stand-alone accuracies are rounded to, as an accuracy. */
  readonly threshold: number;
  /** What the link changes on the way. */
  readonly planned: readonly PlannedChange[];
  /** What of the link was left out, and which settings have no effect, and why. */
  readonly warnings: readonly string[];
}

/** @throws UsageError where the link is none or asks for other images than are given, or a setting cannot be */
export function chosenRun(wishes: Wishes): Chosen {
  const { config: asked, threshold, warnings, changes } = linked(wishes.link);
  const space = spaceById(wishes.space ?? asked.space) ?? spaces[0];
  const checked = checkConfig({
    ...asked,
    space: space.id,
    dataset: givenOr(wishes.dataset, asked.dataset),
    seed: wishes.seed ?? asked.seed,
    settings: { ...asked.settings, ...readSettings(space, wishes.set) },
  });
  const told = readChanges(changes, checked.config);
  const rounded = wishes.threshold ?? threshold;
  return {
    config: checked.config,
    threshold: rounded,
    planned: told.changes,
    warnings: [
      ...warnings,
      ...checked.warnings,
      ...told.warnings,
      ...conflicts(space, checked.config.settings),
      ...coarseRemark(rounded),
    ],
  };
}

function givenOr(given: string | undefined, asked: string): string {
  const [own, wanted] = [ownImagesOf(given), ownImagesOf(asked)];
  if (wanted && !own)
    throw new UsageError(
      `the link trains on images that are not there: ${describeOwn(wanted)}; give their files with --images`,
    );
  if (wanted && own && given !== asked)
    throw new UsageError(
      `--images gives other images than the link trains on: given ${describeOwn(own)}; wanted ${describeOwn(wanted)}`,
    );
  return given ?? asked;
}

/** The configuration of a share link; the lab's default where there is no link. */
function linked(
  link: string | undefined,
): Omit<Chosen, "planned"> & { /** As `readChanges` takes them. */ readonly changes: string } {
  if (link === undefined)
    return { config: defaultConfig(), threshold: defaultView.thr, warnings: [], changes: "" };
  const hash = link.includes("#") ? link.slice(link.indexOf("#")) : link;
  if (!hash.startsWith("#") && !/^[a-z]+=/.test(hash))
    throw new UsageError(
      `"${link.slice(0, 60)}" is no share link: it must be an address with a hash, such as "https://…/#v=2&lr=0.05", in quotation marks`,
    );
  const { link: read, warnings } = fromLink(hash);
  const trained =
    read.run === undefined
      ? []
      : ["The run in the link is left out; what it was trained with is trained anew."];
  const { config, view, baseline, changes = "" } = read;
  const compared = baseline
    ? ["What the link compares with (vs=) is left out: it is a run of its own, with a link of its own."]
    : [];
  return { config, threshold: view.thr, warnings: [...warnings, ...trained, ...compared], changes };
}
