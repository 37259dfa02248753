/** @file What links of older versions mean by saying nothing, where defaults have changed since. */

import type { Settings } from "./settings.ts";
import type { SearchSpace } from "./spaces/space.ts";

/** Defaults that have changed since. */
interface FormerDefault {
  readonly settings: Settings;
  /** They hold where the link asks for all of these; beside other values they would do nothing but lengthen the link. */
  readonly beside?: Settings;
  /** The same for a setting that the link asks for by whatever value. */
  readonly asking?: string;
}

/** By version of the link, the defaults of its day that have changed since; those of a space are its own (`SearchSpace`). */
type FormerDefaults = Readonly<Record<number, readonly FormerDefault[]>>;
const formerDefaults: FormerDefaults = {
  // There were no such settings: sizes shared their kernels alone, and landmarks had a margin. A score took twice the images.
  1: [
    { settings: { ofashare: "kernel" }, beside: { ofa: true } },
    { settings: { landmarkrule: "margin" }, asking: "landmark" },
    { settings: { evalimages: 2000 } },
  ],
};

/** What a link of this version means by saying nothing, where that differs from today's defaults. */
export function formerOf(
  version: number,
  asked: Readonly<Record<string, unknown>>,
  space: Pick<SearchSpace, "defaults" | "formerDefaults">,
  former: FormerDefaults = formerDefaults,
): Settings {
  const general = (former[version] ?? [])
    .filter(({ beside = {} }) => Object.entries(beside).every(([key, value]) => asked[key] === value))
    .filter(({ asking }) => asking === undefined || Object.hasOwn(asked, asking))
    .flatMap(({ settings }) => Object.entries(settings))
    // A default of the space's own hid the general one, then as now.
    .filter(([key]) => !Object.hasOwn(space.defaults, key));
  return { ...Object.fromEntries(general), ...space.formerDefaults?.[version] };
}
