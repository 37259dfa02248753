/** @file Several seeds of one configuration as one row: mean and range, and the difference to the baseline's seeds. */
import { useEffect, useMemo, useState } from "react";
import type { Interval } from "../../core/metrics/bootstrap.ts";
import { sKdTAt } from "../../core/metrics/certainty.ts";
import { metricOf } from "../../core/metrics/index.ts";
import { meanPairedDifference, rankedPairs } from "../../core/metrics/pairedRuns.ts";
import { trainingSeconds } from "../../core/trainedImages.ts";
import type { RunFigures } from "../../store/labState.ts";
import { pairedRunsInterval } from "../../store/pairedRunsInterval.ts";
import { differenceSentence } from "../difference.ts";
import { correlation, duration, percent, short } from "../format.ts";
import { Icon } from "../icons.tsx";
import { useLab } from "../LabContext.tsx";
import { imagesOf, pairsBySeed, type SeedPairs, stepOf } from "../runGroups.ts";
import { comparedSteps } from "../runSteps.ts";
import { bandOf, type SeedGroup } from "../seedGroups.ts";
import { useRemembered } from "../useRemembered.ts";
import { MoreSeeds } from "./RunMenu.tsx";
import { nameColumns, runColumns } from "./RunRow.tsx";

const none: readonly RunFigures[] = [];

const isShown = ({ entry }: RunFigures): boolean => !entry.isHidden;

interface GroupRowProps {
  readonly members: SeedGroup["members"];
  readonly name: string;
  readonly groups: readonly SeedGroup[];
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

export function GroupRow({ members, name, groups, isOpen, onToggle }: GroupRowProps) {
  const metric = useLab((state) => state.view.metric);
  const baselineId = useLab((state) => state.baselineId);
  // As the charts do, without the runs that are hidden.
  const shown = members.filter(isShown);
  const of = (read: (item: RunFigures) => number | undefined) => bandOf(shown.map(read));
  const rank = of(({ figures }) => figures.now?.[metric]);
  const other = groups.find((group) => group.members.some(({ entry }) => entry.id === baselineId));
  const others = other && other.members !== members ? other.members.filter(isShown) : none;
  const pairs = useRemembered(
    [...shown, ...others].map(({ figures }) => figures),
    () => pairsBySeed(others, shown),
  );
  return (
    <tbody className="run-group">
      <tr>
        <th scope="rowgroup" colSpan={nameColumns}>
          <button type="button" className="link-button run-name" aria-expanded={isOpen} onClick={onToggle}>
            <Icon name={isOpen ? "down" : "chevron"} size={12} /> {name}
          </button>
          <span className="note run-state">
            mean of {rank?.count ?? 0} of {shown.length} seeds
            {shown.length < members.length && `, ${members.length - shown.length} hidden`}
          </span>
        </th>
        <td colSpan={runColumns - nameColumns}>
          <span className="run-actions">
            <MoreSeeds entry={members[0].entry} name={name} />
          </span>
        </td>
      </tr>
      <tr className="run-numbers">
        <td>–</td>
        <td>
          {correlation(rank?.mean, "–", 2)}
          {rank && rank.count > 1 && (
            <span className="note">
              <br />
              {correlation(rank.low, "–", 2)} to {correlation(rank.high, "–", 2)}
            </span>
          )}
        </td>
        <td>{percent(of(({ figures }) => figures.meanSuperNet)?.mean)}</td>
        <td>{percent(of(({ figures }) => figures.found.performance)?.mean, 2)}</td>
        <td>{of(({ figures }) => figures.found.surpassRandom)?.mean.toFixed(2) ?? "–"}</td>
        <td>{short(of(imagesOf)?.mean ?? 0)}</td>
        <td>{duration(of((item) => trainingSeconds(item.entry.run, stepOf(item)))?.mean ?? 0)}</td>
      </tr>
      {pairs && pairs.seeds > 1 && <SeedDifference found={pairs} />}
    </tbody>
  );
}

function SeedDifference({ found }: { readonly found: SeedPairs }) {
  const { steps, images } = found;
  const threshold = useLab((state) => state.view.thr);
  const pairs = useMemo(() => rankedPairs(found.pairs, sKdTAt(threshold)), [found.pairs, threshold]);
  const [seeds, unranked] = [pairs.runs.length, found.seeds - pairs.runs.length];
  const at = useLab((state) => state.view.at);
  const isNamed = useLab((state) => state.view.metric !== "skdt");
  const [known, setKnown] = useState<{ readonly of: unknown; readonly interval: Interval | undefined }>();
  useEffect(() => {
    let isStale = false;
    void pairedRunsInterval(pairs, threshold, () => isStale).then((interval) => {
      if (!isStale) setKnown({ of: pairs, interval });
    });
    return () => {
      isStale = true;
    };
  }, [pairs, threshold]);
  const difference = useMemo(() => meanPairedDifference(pairs, sKdTAt(threshold)), [pairs, threshold]);
  return (
    <tr className="run-difference">
      <td colSpan={runColumns}>
        <div className="run-sentence">
          {isNamed && `${metricOf("skdt").title}, mean`}
          {!isNamed && "Mean"} over {seeds} seeds, against the baseline's with the same seeds
          {unranked > 0 && ` (${unranked} more rank nothing and are left out)`}:{" "}
          {differenceSentence({
            of: "run",
            before: difference === undefined ? undefined : 0,
            now: difference,
            interval: known?.of === pairs ? known.interval : undefined,
            steps: comparedSteps(at, steps, images),
            seeds,
            count: pairs.groundTruths.length,
          })}{" "}
          (n = {pairs.groundTruths.length}).
        </div>
      </td>
    </tr>
  );
}
