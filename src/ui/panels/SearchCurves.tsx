/** @file Best so far over evaluations: by super-net, and what that was worth alone. */
import { useMemo } from "react";
import type { SearchReferences } from "../../core/search/judge.ts";
import type { SearchProgress } from "../../core/search/progress.ts";
import type { TableJudge } from "../../core/search/tableJudge.ts";
import { accuracyDomain } from "../charts/axis.ts";
import type { LineSeries, ReferenceValue } from "../charts/stepLines.ts";
import { useStepChart } from "../charts/useLater.tsx";
import { useSize } from "../charts/useSize.ts";
import { percent } from "../format.ts";
import { bestLines } from "../searchCurves.ts";
import { useStaggered } from "../useStaggered.ts";

interface SearchCurvesProps {
  readonly searches: readonly SearchProgress[];
  readonly judge: TableJudge;
  readonly references: SearchReferences | null;
  readonly nameOf: (id: string) => string;
}

/** Nothing before the first evaluation. */
export function SearchCurves({ searches: now, judge, references, nameOf }: SearchCurvesProps) {
  const searches = useStaggered(now, 1000, 0);
  const superNet = useMemo(() => bestLines(searches, (best) => best.accuracy, nameOf), [searches, nameOf]);
  const alone = useMemo(
    () => bestLines(searches, (best) => judge.truthOf(best.architecture), nameOf),
    [searches, judge, nameOf],
  );
  const lines = useMemo<ReferenceValue[]>(() => {
    if (!references) return [];
    const { best, mean } = references;
    return [
      { id: "best", title: "best", value: best, text: percent(best), color: "var(--ceiling)" },
      { id: "mean", title: "one at random", value: mean, text: percent(mean), color: "var(--baseline)" },
    ];
  }, [references]);
  if (superNet.length === 0) return null;
  const lastStep = Math.max(2, ...superNet.flatMap(({ points }) => points.map(({ step }) => step)));
  return (
    <>
      <h3 className="search-heading">Best so far, over evaluations</h3>
      <ul className="mixture-legend">
        {superNet.map(({ id, title, color }) => (
          <li key={id} style={{ "--mixture": color } as React.CSSProperties}>
            {title}
          </li>
        ))}
      </ul>
      <div className="search-curves">
        <Curve title="by super-net accuracy" series={superNet} references={none} lastStep={lastStep} />
        <Curve
          title="the same architectures, stand-alone"
          series={alone}
          references={lines}
          lastStep={lastStep}
        />
      </div>
      <p className="note">
        Means over seeds. The second chart follows the best by super-net and shows what it is worth alone, so
        it may fall; where the table lacks it, and it was not trained here, that seed is left out.
      </p>
    </>
  );
}

const none: readonly never[] = [];

interface CurveProps {
  readonly title: string;
  readonly series: readonly LineSeries[];
  readonly references: readonly ReferenceValue[];
  readonly lastStep: number;
}

function Curve({ title, series, references, lastStep }: CurveProps) {
  const Chart = useStepChart();
  const [box, { width }] = useSize<HTMLDivElement>();
  const left = useMemo(() => {
    const values = series.flatMap(({ points }) => points.flatMap(({ value }) => value ?? []));
    const marked = references.map(({ value }) => value);
    return {
      domain: accuracyDomain(values.length > 0 ? [...values, ...marked] : marked, 0.01),
      tick: (value: number) => String(Number((value * 100).toFixed(1))),
      print: (value: number) => percent(value, 2),
    };
  }, [series, references]);
  const isEmpty = series.every(({ points }) => points.every(({ value }) => value === undefined));
  return (
    <figure>
      <figcaption className="note">{title}, %</figcaption>
      <div ref={box} className="search-curve">
        {isEmpty ? (
          <p className="note">The stand-alone accuracy of none of them is known yet.</p>
        ) : (
          Chart &&
          width > 0 && (
            <Chart
              label={`Best so far, ${title}, over evaluations.`}
              series={series}
              references={references}
              lastStep={lastStep}
              left={left}
              width={width}
              height={220}
            />
          )
        )}
      </div>
    </figure>
  );
}
