/** @file The runs side by side: what differs, how each ranks, what it cost, and the difference to the baseline with its noise. */
import { useMemo, useState } from "react";
import { type LinkView, viewSettings } from "../../core/linkView.ts";
import { metricOf } from "../../core/metrics/index.ts";
import { Popover } from "../controls/Popover.tsx";
import { Segmented } from "../controls/Segmented.tsx";
import { Icon } from "../icons.tsx";
import { useActions, useLab } from "../LabContext.tsx";
import { namesOf } from "../namesOf.ts";
import { seedGroups } from "../seedGroups.ts";
import { useStaggered } from "../useStaggered.ts";
import { GroupRow } from "./GroupRow.tsx";
import { RunRow } from "./RunRow.tsx";

const places = viewSettings.find((spec) => spec.key === "at")?.choices ?? [];

const placeText: Readonly<Record<LinkView["at"], string>> = {
  latest: "Each run at its last round; the difference at the baseline's round nearest in steps.",
  steps: "All runs at the round nearest to the step that the least advanced one has reached.",
  images:
    "All runs at the round nearest to the images that the one with the fewest has trained on: paths × batch × steps.",
};

export default function RunsList() {
  const listed = useStaggered(
    useLab((state) => state.listed),
    500,
    0,
  );
  const metric = useLab((state) => state.view.metric);
  const at = useLab((state) => state.view.at);
  const actions = useActions();
  const names = useMemo(() => namesOf(listed), [listed]);
  const groups = useMemo(() => seedGroups(listed), [listed]);
  const groupNames = useMemo(() => namesOf(groups.map(({ members }) => members[0])), [groups]);
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const isOpen = (key: string, size: number): boolean => opened.get(key) ?? size < 3;
  if (listed.length === 0) return null;
  return (
    <>
      <div className="runs-options">
        <span className="note">Compared at</span>
        <Popover
          label="About equal steps and equal compute"
          className="icon-button small"
          button={<Icon name="help" size={16} />}
        >
          <p className="popover-title">Compared at</p>
          {places.map(({ value, title }) => (
            <p key={value}>
              <strong>{title}.</strong> {placeText[value]}
            </p>
          ))}
          <p>
            An image counts once for every path that it goes through, forward and backward, whatever the
            path's size. Scoring and the two landmarks of a ranking loss do not count. Time is that of
            training, by the rates measured, without scoring. Hidden runs decide nothing.
          </p>
        </Popover>
        <Segmented
          label="Compared at"
          value={at}
          options={places}
          onChange={(next) => actions.changeView({ at: next })}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-scroll runs-scroll" aria-label="Runs side by side" tabIndex={0}>
        <table className="runs-table">
          <thead>
            <tr>
              <th scope="col">step</th>
              <th scope="col">{metricOf(metric).title}</th>
              <th scope="col">accuracy</th>
              <th scope="col">top 3</th>
              <th scope="col" title="Chance that the first choice beats the best of 10 random trials">
                {metricOf("surpass-random").title}
              </th>
              <th scope="col">images</th>
              <th scope="col">time</th>
            </tr>
          </thead>
          {groups.map(({ key, members }, index) => {
            const open = isOpen(key, members.length);
            return [
              members.length > 1 && (
                <GroupRow
                  key={key}
                  members={members}
                  name={groupNames[index] ?? ""}
                  groups={groups}
                  isOpen={open}
                  onToggle={() => setOpened(new Map(opened).set(key, !open))}
                />
              ),
              (members.length < 2 || open) &&
                members.map((item) => (
                  <RunRow
                    key={item.entry.id}
                    item={item}
                    name={names[listed.indexOf(item)] ?? ""}
                    isMember={members.length > 1}
                  />
                )),
            ];
          })}
        </table>
      </section>
    </>
  );
}
