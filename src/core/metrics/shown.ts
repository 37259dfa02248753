/** @file The correlation that is shown. */
import type { LinkView } from "../linkView.ts";
import { metricOf } from "./index.ts";
import { defaultMetricOptions } from "./metric.ts";
import type { Compute } from "./paired.ts";

/** As a function. */
export function shownMetric({ metric, thr }: Pick<LinkView, "metric" | "thr">): Compute {
  const options = { ...defaultMetricOptions, threshold: thr };
  return (input) => metricOf(metric).compute(input, options);
}
