/** @file A class sheet as CSV: one line a file, what counts and what does not. Pure. */
import { csvCell } from "../../core/csv.ts";
import { defaultView } from "../../core/linkView.ts";
import type { Interval } from "../../core/metrics/bootstrap.ts";
import { linkOfRun } from "../../core/runLink.ts";
import { printSetting } from "../../core/settings.ts";
import type { ClassGroup, ClassRow } from "../../store/classSheet.ts";
import { groupName } from "./classText.ts";

const header = [
  ...[
    "configuration",
    "file",
    "space",
    "images",
    "settings",
    "seed",
    "backend",
    "status",
    "step",
    "total_steps",
  ],
  ...["architectures", "skdt", "skdt_low", "skdt_high", "found_accuracy", "supernet_accuracy"],
  ...["counts", "reason", "group_runs", "group_skdt", "group_low", "group_high", "threshold", "link", "code"],
];

/**
 * Accuracies are fractions. The interval of a file is over architectures, that of its group over runs.
 * @param intervalOf a file, as far as it is computed
 */
export function classCsv(
  groups: readonly ClassGroup[],
  threshold: number,
  intervalOf: (row: ClassRow) => Interval | undefined,
): string {
  const lines = groups.flatMap((group) =>
    group.rows.map((row) => {
      const { name, run, judged, outside } = row;
      const { config } = run;
      const interval = intervalOf(row);
      return [
        groupName(group),
        name,
        config.space,
        config.dataset,
        Object.entries(config.settings)
          .map(([key, value]) => `${key}=${printSetting(value)}`)
          .join(" "),
        config.seed,
        run.backend,
        run.status,
        judged?.step,
        run.totalSteps,
        judged?.architectures.length,
        short(judged?.skdt),
        short(interval?.low),
        short(interval?.high),
        short(judged?.found),
        short(judged?.accuracy),
        outside === undefined ? 1 : 0,
        outside,
        group.counted.length,
        short(group.skdt?.mean),
        short(group.skdt?.interval?.[0]),
        short(group.skdt?.interval?.[1]),
        threshold,
        linkOfRun(run, defaultView),
        run.code,
      ];
    }),
  );
  return [header, ...lines].map((cells) => `${cells.map(csvCell).join(",")}\n`).join("");
}

/** Without digits that a fraction of some hundred images does not have. */
const short = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Number(value.toPrecision(6));
