/** @file What judges the ranking: the table's accuracies, their noise, the best to hope for, and how it was made. */
import { useMemo } from "react";
import { datasetOf, datasets } from "../../core/datasets.ts";
import { metricOf } from "../../core/metrics/index.ts";
import { judgingRows } from "../../core/pool.ts";
import { qualityOf, type TableQuality } from "../../core/tables/quality.ts";
import type { Table, TableRow } from "../../core/tables/table.ts";
import { rowsFor, type Truth } from "../../store/truth.ts";
import { accuracyDomain } from "../charts/axis.ts";
import { Histogram } from "../charts/Histogram.tsx";
import { SizeChart, type SizedArchitecture } from "../charts/SizeChart.tsx";
import { useSize } from "../charts/useSize.ts";
import { correlation, count, percent } from "../format.ts";
import { useLab } from "../LabContext.tsx";
import { madeBy } from "../provenance.ts";
import { FurtherTables } from "./FurtherTables.tsx";

export default function GroundTruthPanel() {
  const truth = useLab((state) => state.truth);
  const pool = useLab((state) => state.run?.pool);
  const config = useLab((state) => state.run?.config ?? state.config);
  const metric = useLab((state) => state.view.metric);
  const thr = useLab((state) => state.view.thr);
  const rows = useMemo(
    () => (pool ? judgingRows(rowsFor(pool, config, truth)).flatMap((row) => row ?? []) : []),
    [pool, config, truth],
  );
  const quality = useMemo(() => qualityOf(rows, { metric, thr }), [rows, metric, thr]);
  const { classes } = datasetOf(config.dataset) ?? datasets[0];
  if (truth.status !== "ready" || !quality) return <p className="card-note">{whyNothing(truth, !pool)}</p>;
  return (
    <div className="ground-truth">
      <p>{madeBy(truth.table)}</p>
      <FurtherTables />
      <Noise
        quality={quality}
        metric={metricOf(metric).title}
        threshold={metric === "skdt" ? thr : undefined}
      />
      <Charts rows={rows} table={truth.table} chance={1 / classes.length} />
    </div>
  );
}

function whyNothing(truth: Truth, isAhead: boolean): string {
  if (truth.status === "none") return truth.reason;
  if (isAhead) return "The run has not begun. What judges it is told here once it has.";
  return truth.status === "loading"
    ? "Loading…"
    : "No row of the table judges this run, so there is nothing to tell.";
}

function Noise({
  quality,
  metric,
  threshold,
}: {
  readonly quality: TableQuality;
  readonly metric: string;
  readonly threshold: number | undefined;
}) {
  const { seedDeviation, withinNoise, seeds } = quality;
  const facts = [
    ["architectures that judge", count(quality.architectures)],
    ["trainings of each", count(seeds)],
    ["accuracy", `${percent(quality.lowest)} to ${percent(quality.highest)}`],
    ["spread between them", percent(quality.spread, 2)],
    ["spread between trainings", percent(seedDeviation, 2)],
    ["pairs within the noise", percent(withinNoise, 0)],
    ["one training against another", correlation(quality.seedAgainstSeed, "–", 2)],
    ["best to hope for", correlation(quality.oracle, "–", 2)],
    ["parameter count", correlation(quality.parameters, "–", 2)],
    ["training loss of one", correlation(quality.trainingLoss, "–", 2)],
  ] as const;
  return (
    <>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="note">
        {withinNoise === undefined
          ? "Fewer than ten architectures have two trainings: their noise cannot be told, nor what is the best to hope for."
          : "Spreads are standard deviations. A pair lies within the noise where its means differ by less than twice the standard error of the difference, with the noise that architectures of about their accuracies have."}{" "}
        The last four are {metric}
        {threshold === undefined ? "" : ` at threshold ${percent(threshold, 2)}`}: one training is held
        against one other, the training loss of one against the mean accuracy of the others, the rest against
        the table's means.
      </p>
    </>
  );
}

interface ChartsProps {
  readonly rows: readonly TableRow[];
  readonly table: Table;
  /** Accuracy of guessing. */
  readonly chance: number;
}

function Charts({ rows, table, chance }: ChartsProps) {
  const [box, { width }] = useSize<HTMLDivElement>();
  const accuracies = useMemo(() => rows.map((row) => row.accuracy), [rows]);
  const domain = useMemo(() => accuracyDomain(accuracies, 0.02), [accuracies]);
  const sized = useMemo(
    () =>
      rows.flatMap((row): SizedArchitecture[] => {
        const { architecture, parameters, accuracy } = row;
        const values = row[table.judgedBy];
        return parameters === undefined
          ? []
          : [
              {
                ...{ architecture, parameters, accuracy },
                spread:
                  values.length > 0
                    ? [accuracy - Math.min(...values), Math.max(...values) - accuracy]
                    : [0, 0],
              },
            ];
      }),
    [rows, table],
  );
  return (
    <div ref={box}>
      {width > 0 && (
        <>
          <h3>Distribution of stand-alone accuracy</h3>
          <Histogram
            accuracies={accuracies}
            of="stand-alone"
            before={[]}
            domain={domain}
            chance={chance}
            width={width}
            height={120}
          />
          {sized.length > 1 && (
            <>
              <h3>Size against accuracy</h3>
              <SizeChart architectures={sized} width={width} height={260} />
            </>
          )}
        </>
      )}
    </div>
  );
}
