/** @file The parts of charts that are not in the first load. */
import { LazyPart } from "../Late.tsx";

export const stepChart = new LazyPart(async () => (await import("./StepChart.tsx")).StepChart);
export const histogram = new LazyPart(async () => (await import("./Histogram.tsx")).Histogram);
export const chartActions = new LazyPart(async () => (await import("./ChartActions.tsx")).default);
