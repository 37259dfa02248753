/** @file Stand-alone accuracy over the number of parameters, each with the spread of its trainings. */
import { CartesianGrid, ErrorBar, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from "recharts";
import { percent, short } from "../format.ts";
import { accuracyDomain, ticks, tickText } from "./axis.ts";

export interface SizedArchitecture {
  readonly architecture: string;
  readonly parameters: number;
  /** Mean over the trainings [0, 1]. */
  readonly accuracy: number;
  /** How far the lowest and the highest training lie from the mean. */
  readonly spread: readonly [number, number];
}

interface SizeChartProps {
  readonly architectures: readonly SizedArchitecture[];
  readonly width: number;
  readonly height: number;
}

const common = { type: "number", axisLine: false, tickLine: false, interval: 0, tick: tickText } as const;

export function SizeChart({ architectures, width, height }: SizeChartProps) {
  const accuracies = accuracyDomain(
    architectures.flatMap(({ accuracy, spread }) => [accuracy - spread[0], accuracy + spread[1]]),
    0.02,
  );
  const largest = Math.max(...architectures.map(({ parameters }) => parameters));
  const sizes = ticks([0, largest * 1.04], width / 110);
  return (
    <ScatterChart
      width={width}
      height={height}
      margin={{ top: 8, bottom: 14, left: 0, right: 18 }}
      className="plot"
      accessibilityLayer={false}
      role="img"
      aria-label={`Stand-alone accuracy of ${architectures.length} architectures over their number of parameters; each line is the range of its trainings.`}
    >
      <CartesianGrid stroke="var(--line)" />
      <XAxis
        {...common}
        dataKey="parameters"
        domain={[0, largest * 1.04]}
        ticks={sizes}
        tickFormatter={short}
        height={24}
        label={{ value: "parameters", position: "insideBottomRight", offset: -8, ...tickText }}
      />
      <YAxis
        {...common}
        dataKey="accuracy"
        domain={[accuracies[0], accuracies[1]]}
        ticks={ticks(accuracies, height / 40)}
        tickFormatter={(tick: number) => percent(tick, 0)}
        width={46}
        allowDataOverflow
      />
      <Tooltip
        isAnimationActive={false}
        content={({ payload }) => {
          const item = payload[0]?.payload as SizedArchitecture | undefined;
          return item ? (
            <div className="plot-reading">
              <p className="mono two-lines">{item.architecture}</p>
              <p>
                {percent(item.accuracy, 2)}, {short(item.parameters)} parameters
              </p>
            </div>
          ) : null;
        }}
      />
      <Scatter data={architectures} fill="var(--dot)" fillOpacity={0.8} isAnimationActive={false}>
        <ErrorBar
          dataKey="spread"
          width={0}
          stroke="var(--dot)"
          strokeOpacity={0.35}
          direction="y"
          isAnimationActive={false}
        />
      </Scatter>
    </ScatterChart>
  );
}
