/** @file The groups of a class sheet: their histogram, their means, and each against a base in a sentence. */

import { useState } from "react";
import { metricOf } from "../../core/metrics/index.ts";
import type { ClassGroup } from "../../store/classSheet.ts";
import { ChartMenu } from "../charts/ChartMenu.tsx";
import { ClassHistogram } from "../charts/ClassHistogram.tsx";
import { useSize } from "../charts/useSize.ts";
import { againstText, codesText, groupName, pooledText } from "./classText.ts";

interface ClassGroupsProps {
  readonly groups: readonly ClassGroup[];
  /** Below a picture of the histogram: what it is of, and how. */
  readonly caption: readonly string[];
}

export function ClassGroups({ groups, caption }: ClassGroupsProps) {
  const [box, { width }] = useSize<HTMLDivElement>();
  const [chosen, setChosen] = useState<string>();
  const shown = groups.filter(({ counted }) => counted.length > 0);
  const base = shown.find(({ key }) => key === chosen) ?? shown[0];
  return (
    <>
      <div className="card-head class-head">
        <h3>{metricOf("skdt").title} over the runs</h3>
        {shown.length > 0 && <ChartMenu name="class" chart={box} caption={() => caption} />}
      </div>
      <div ref={box} className="plot-box class-box">
        {width > 0 && shown.length > 0 && (
          <ClassHistogram
            width={Math.min(width, 760)}
            groups={shown.flatMap((group) =>
              group.skdt
                ? [
                    {
                      id: group.key,
                      title: groupName(group),
                      values: group.counted.map(({ name, skdt }) => ({ id: name, value: skdt })),
                      ...group.skdt,
                    },
                  ]
                : [],
            )}
          />
        )}
      </div>
      {shown.length > 1 && (
        <label className="class-base">
          <span className="note">each against</span>
          <select value={base?.key} onChange={(event) => setChosen(event.currentTarget.value)}>
            {shown.map((group) => (
              <option key={group.key} value={group.key}>
                {groupName(group)}
              </option>
            ))}
          </select>
        </label>
      )}
      <ul className="sweep-effects">
        {groups.map((group) => (
          <li key={group.key}>
            <strong>{groupName(group)}</strong>: {pooledText(group.skdt, group.counted.length)}
            {base && group !== base && `. Against ${groupName(base)}: ${againstText(base, group)}`}.
            {codesText(group)}
          </li>
        ))}
      </ul>
    </>
  );
}
