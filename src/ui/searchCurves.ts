/** @file The best so far of searches over their evaluations, as lines: one for each algorithm, the mean over its seeds. Pure. */
import { meanOf } from "../core/metrics/mean.ts";
import type { SearchProgress } from "../core/search/progress.ts";
import type { ScoredArchitecture } from "../core/search/searchEvent.ts";
import type { LinePoint, LineSeries } from "./charts/stepLines.ts";

const colors = [
  ...["var(--dot)", "var(--skdt)", "var(--tau)", "var(--loss)"],
  ...["#b8860b", "#56b4e9", "var(--baseline)", "var(--text)"],
];

/**
 * @param worthOf what the best so far is worth; `undefined` where nobody knows
 * @returns one line for each algorithm that evaluated anything; evaluations count from 1
 */
export function bestLines(
  searches: readonly SearchProgress[],
  worthOf: (best: ScoredArchitecture) => number | undefined,
  nameOf: (id: string) => string,
): LineSeries[] {
  const sampling = searches.filter(({ evaluated }) => evaluated.length > 0);
  return [...new Set(sampling.map(({ algorithm }) => algorithm))].map((algorithm, index) => ({
    id: algorithm,
    title: nameOf(algorithm),
    points: meanLine(
      sampling.filter((one) => one.algorithm === algorithm),
      worthOf,
    ),
    axis: "left",
    color: colors[index % colors.length] as string,
    width: 2,
  }));
}

/** Over the seeds whose best so far is known; where none is, the line breaks. A search that has ended keeps its best. */
function meanLine(
  seeds: readonly SearchProgress[],
  worthOf: (best: ScoredArchitecture) => number | undefined,
): LinePoint[] {
  const own = seeds.map(({ best }) => best.map((one) => ({ index: one.index, value: worthOf(one) })));
  const last = Math.max(...seeds.map(({ evaluations }) => evaluations)) - 1;
  const changes = [...new Set(own.flatMap((bests) => bests.map(({ index }) => index)))].sort((a, b) => a - b);
  const at = (index: number): LinePoint => {
    const values = own.flatMap((bests) => bests.findLast((best) => best.index <= index)?.value ?? []);
    return {
      step: index + 1,
      ...(values.length > 0 && { value: meanOf(values), note: `${values.length} of ${seeds.length} seeds` }),
    };
  };
  // A step, not a slope: the value before a change holds until it.
  const places = changes.flatMap((index) => (index > 0 ? [index - 1, index] : [index]));
  return [...new Set([...places, last])].sort((a, b) => a - b).map(at);
}
