/**
 * @file The correlations of what `studyRanking.ts` wrote, against the finished trainings of the table command:
 *
 *     npx vite-node scripts/analyzeRanking.ts -- STUDY.jsonl[.gz] PROGRESS.jsonl
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { bootstrapInterval } from "../src/core/metrics/bootstrap.ts";
import { defaultMetricOptions } from "../src/core/metrics/metric.ts";
import { sparseKendallTau } from "../src/core/metrics/sparse.ts";
import { createRandom } from "../src/core/random.ts";

interface State {
  readonly name: string;
  readonly share: number;
  readonly weights: string;
  /** Absent in older files: "batch", and as many images as the study says. */
  readonly norm?: string;
  readonly images?: number;
  readonly step: number;
  readonly cpuSeconds: number;
  readonly pool: readonly string[];
  readonly accuracy: readonly number[];
  readonly loss: readonly number[];
}

const [study = "", progress = ""] = process.argv.slice(2);
const lines = (file: string): unknown[] =>
  (file.endsWith(".gz") ? gunzipSync(readFileSync(file)).toString() : readFileSync(file, "utf8"))
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);
const accuracies = new Map<string, number[]>();
for (const job of lines(progress) as { architecture: string; test: number }[])
  accuracies.set(job.architecture, [...(accuracies.get(job.architecture) ?? []), job.test]);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

const { threshold } = defaultMetricOptions;

for (const state of lines(study) as State[]) {
  const known = state.pool.flatMap((text, id) => (accuracies.has(text) ? [id] : []));
  const groundTruths = known.map((id) => mean(accuracies.get(state.pool[id] as string) as number[]));
  const tau = (values: readonly number[]): string => {
    const input = { predictions: values, groundTruths };
    const interval = bootstrapInterval(
      input,
      (one) => sparseKendallTau(one, threshold),
      createRandom(1),
      200,
    );
    return `${sparseKendallTau(input, threshold)?.toFixed(3)} [${interval?.low.toFixed(2)}, ${interval?.high.toFixed(2)}]`;
  };
  console.log(
    `${state.name.padEnd(28)} ${state.weights} ${(state.norm ?? "batch").padEnd(7)} ${String(state.images ?? "").padStart(4)} ${state.share.toFixed(3)} step ${String(state.step).padStart(5)} ${String(state.cpuSeconds).padStart(5)} s  n ${known.length}  by accuracy ${tau(known.map((id) => state.accuracy[id] as number))}  by loss ${tau(known.map((id) => -(state.loss[id] as number)))}  mean ${mean(state.accuracy).toFixed(3)}`,
  );
}
