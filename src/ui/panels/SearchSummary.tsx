/** @file Every algorithm over its seeds, with 95 % intervals. */
import { metricOf } from "../../core/metrics/index.ts";
import type { MeanOverSeeds } from "../../core/search/judge.ts";
import type { AlgorithmOutcome } from "../../core/search/outcome.ts";

interface SearchSummaryProps {
  readonly algorithms: readonly AlgorithmOutcome[];
  readonly nameOf: (id: string) => string;
}

const columns = [
  ["by super-net, %", "superNetAccuracy", 100, 1],
  ["stand-alone, %", "standAloneAccuracy", 100, 2],
  ["rank", "rank", 1, 1],
  [metricOf("surpass-random").title, "surpassRandom", 1, 2],
  [`${metricOf("regret").title}, points`, "regret", 100, 2],
] as const;

/** Nothing where no algorithm has two seeds. */
export function SearchSummary({ algorithms, nameOf }: SearchSummaryProps) {
  const known = algorithms.filter(({ superNetAccuracy }) => superNetAccuracy !== null);
  if (known.length === 0) return null;
  return (
    <>
      <h3 className="search-heading">Over seeds</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-scroll search-table" aria-label="Searches over seeds" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">algorithm</th>
              {columns.map(([title]) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {known.map((outcome) => (
              <tr key={outcome.algorithm}>
                <th scope="row">
                  {nameOf(outcome.algorithm)}
                  <span className="note run-state">{outcome.seeds} seeds</span>
                </th>
                {columns.map(([title, key, scale, digits]) => (
                  <td key={title} className="number">
                    <Interval of={outcome[key]} seeds={outcome.seeds} scale={scale} digits={digits} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="note">
        Mean and, in brackets, its 95 % interval over seeds by Student's t. Of stand-alone accuracy and what
        follows from it only seeds count whose find is known, and of all the searches that came to their end.
      </p>
    </>
  );
}

interface IntervalProps {
  readonly of: MeanOverSeeds | null;
  readonly seeds: number;
  readonly scale: number;
  readonly digits: number;
}

function Interval({ of, seeds, scale, digits }: IntervalProps) {
  if (!of) return "–";
  const text = (value: number): string => (value * scale).toFixed(digits).replace("-", "−");
  return (
    <>
      {text(of.mean)}
      <span className="note run-state">
        [{text(of.low)}, {text(of.high)}]{of.seeds < seeds && `, ${of.seeds} seeds`}
      </span>
    </>
  );
}
