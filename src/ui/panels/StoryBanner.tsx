/** @file What the run shown will change by itself, as its link says. */
import { settingSpec } from "../../core/heuristics/index.ts";
import { formatSetting } from "../../core/settings.ts";
import { useLab } from "../LabContext.tsx";
import { Banner } from "./Banner.tsx";

/** More are told by their number. */
const maxNamed = 4;

export function StoryBanner() {
  const entry = useLab((state) => state.listed.find(({ entry }) => entry.id === state.active)?.entry);
  const ahead = entry?.planned?.filter(({ step }) => step > entry.run.step) ?? [];
  if (ahead.length === 0) return null;
  const named = ahead.slice(0, maxNamed).map(({ step, key, to }) => {
    const spec = settingSpec(key);
    return `${spec?.title ?? key} to ${spec ? formatSetting(spec, to) : to} at step ${step}`;
  });
  const more = ahead.length > maxNamed ? ` and ${ahead.length - maxNamed} more` : "";
  return (
    <Banner kind="note">
      This run is trained again as it went. Still to come: {named.join(", ")}
      {more}.
    </Banner>
  );
}
