/** @file What the lines of a chart say at the step pointed at. */
import { count } from "../format.ts";
import { type LineAxis, type LineSeries, nearestPoint } from "./stepLines.ts";

interface ReadingProps {
  readonly step: number;
  readonly series: readonly LineSeries[];
  readonly left: LineAxis;
  readonly right: LineAxis | undefined;
}

/** Every line by its own nearest point: the baseline run was seen at other steps. */
export function Reading({ step, series, left, right }: ReadingProps) {
  return (
    <div className="plot-reading number" role="status">
      step {count(step)}
      {series.map(({ id, title, color, axis, points }) => {
        const { value, note, step: seen = step } = nearestPoint(points, step) ?? {};
        const { print } = axis === "right" && right ? right : left;
        return (
          value !== undefined && (
            <div key={id}>
              <span className="plot-reading-dot" style={{ background: color }} aria-hidden="true" /> {title}{" "}
              {print(value)}
              {seen !== step && `, at step ${count(seen)}`}
              {note && `, ${note}`}
            </div>
          )
        );
      })}
    </div>
  );
}
