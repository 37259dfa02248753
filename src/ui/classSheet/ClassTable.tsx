/** @file The class sheet's table: a row a file, grouped by configuration, with the group's mean over runs. */

import type { Interval } from "../../core/metrics/bootstrap.ts";
import { metricOf } from "../../core/metrics/index.ts";
import type { ClassGroup, ClassRow, Pooled } from "../../store/classSheet.ts";
import { signed } from "../difference.ts";
import { correlation, count, percent } from "../format.ts";
import { useActions } from "../LabContext.tsx";
import { groupName } from "./classText.ts";

interface ClassTableProps {
  readonly groups: readonly ClassGroup[];
  readonly intervalOf: (row: ClassRow) => Interval | undefined;
}

export function ClassTable({ groups, intervalOf }: ClassTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" aria-label="Files of the class" tabIndex={0}>
      <table className="class-table">
        <thead>
          <tr>
            <th scope="col">file</th>
            <th scope="col">seed</th>
            <th scope="col">scored after step</th>
            <th scope="col">{metricOf("skdt").title}</th>
            <th scope="col">95 % interval</th>
            <th scope="col">top 3</th>
            <th scope="col">accuracy</th>
            <th scope="col">backend</th>
            <th scope="col">code</th>
          </tr>
        </thead>
        {groups.map((group) => (
          <Group key={group.key} group={group} intervalOf={intervalOf} />
        ))}
      </table>
    </section>
  );
}

function Group({ group, intervalOf }: { readonly group: ClassGroup } & Pick<ClassTableProps, "intervalOf">) {
  const { rows, counted, skdt, found, accuracy } = group;
  return (
    <tbody>
      <tr className="class-group">
        <th scope="rowgroup">
          {groupName(group)}
          <span className="note">
            {" "}
            mean over {counted.length} of {rows.length} {rows.length === 1 ? "file" : "files"}
          </span>
        </th>
        <td />
        <td />
        <td>{correlation(skdt?.mean, "–", 2)}</td>
        <td>{rangeOf(skdt)}</td>
        <td>{percent(found?.mean, 2)}</td>
        <td>{percent(accuracy?.mean)}</td>
        <td />
        <td />
      </tr>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and rows keep their places
        <FileRow key={index} row={row} interval={intervalOf(row)} />
      ))}
    </tbody>
  );
}

const rangeOf = (pooled: Pooled | undefined): string =>
  pooled?.interval ? `${signed(pooled.interval[0])} to ${signed(pooled.interval[1])}` : "–";

function FileRow({ row, interval }: { readonly row: ClassRow; readonly interval: Interval | undefined }) {
  const { name, run, judged, outside } = row;
  const actions = useActions();
  return (
    <tr data-outside={outside !== undefined || undefined}>
      <th scope="row">
        <button
          type="button"
          className="link-button"
          title="Opens this run in the lab"
          onClick={() => {
            void actions.changeClass((sheet) => sheet.show(row));
            document.querySelector(".lab-main")?.scrollIntoView();
          }}
        >
          {name}
        </button>
        {outside !== undefined && <span className="note class-reason">does not count: {outside}</span>}
      </th>
      <td>{run.config.seed}</td>
      <td>{judged ? `${count(judged.step)} of ${count(run.totalSteps)}` : "–"}</td>
      <td>{correlation(judged?.skdt, "–", 2)}</td>
      <td>{interval ? `${signed(interval.low)} to ${signed(interval.high)}` : "–"}</td>
      <td>{percent(judged?.found, 2)}</td>
      <td>{percent(judged?.accuracy)}</td>
      <td>{run.backend}</td>
      <td>{run.code}</td>
    </tr>
  );
}
