/** @file What each algorithm found on the well and on the badly trained super-net, as a table with the differences to random search drawn. */
import { type AgainstRandom, againstRandom, type Claim, type ClaimSide } from "../../core/search/claim.ts";
import { meanInterval } from "../../core/search/judge.ts";
import { signedText } from "../../core/study/findingText.ts";
import { correlation, count } from "../format.ts";

interface ClaimTableProps {
  readonly claim: Claim;
  readonly nameOf: (algorithm: string) => string;
}

/** In the order of their columns. */
export const sides = ["good", "bad"] as const;
export const claimSides = { good: "trained well", bad: "trained badly" };

export function ClaimTable({ claim, nameOf }: ClaimTableProps) {
  const searched = sides.flatMap((side) => [...claim[side].finds, ...claim[side].diverged]);
  const algorithms = [...new Set(searched.map(({ algorithm }) => algorithm))];
  const against = { good: againstRandom(claim.good), bad: againstRandom(claim.bad) };
  // One scale for all of them, so that lengths compare; the few seeds of those that train may reach beyond it.
  const reach = Math.max(
    0.001,
    ...[...against.good, ...against.bad].flatMap(({ trains, interval }) =>
      trains ? [] : (interval?.map(Math.abs) ?? []),
    ),
  );
  const groups = [
    { title: "on that super-net", of: algorithms.filter((id) => !isTrained(claim, id)) },
    { title: "on weights of its own", of: algorithms.filter((id) => isTrained(claim, id)) },
  ].filter(({ of }) => of.length > 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll search-table" aria-label="The claim" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">found, stand-alone, %</th>
            {sides.map((side) => (
              <th key={side} scope="col">
                {claimSides[side]}
                <span className="note run-state">
                  S-KdT {correlation(claim[side].skdt ?? undefined, "n/a", 2)}, {count(claim[side].step)}{" "}
                  steps
                </span>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ title, of }) => (
          <tbody key={title}>
            {groups.length > 1 && (
              <tr>
                <th scope="rowgroup" colSpan={1 + sides.length} className="note">
                  {title}
                </th>
              </tr>
            )}
            {of.map((algorithm) => (
              <tr key={algorithm}>
                <th scope="row">{nameOf(algorithm)}</th>
                {sides.map((side) => (
                  <td key={side} className="number">
                    <Cell
                      side={claim[side]}
                      algorithm={algorithm}
                      against={against[side].find((one) => one.algorithm === algorithm)}
                      reach={reach}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

/** Only weights that are trained diverge. */
const isTrained = (claim: Claim, id: string): boolean =>
  sides.some(
    (side) =>
      claim[side].finds.some(({ algorithm, imagesTrained }) => algorithm === id && imagesTrained > 0) ||
      claim[side].diverged.some(({ algorithm }) => algorithm === id),
  );

interface CellProps {
  readonly side: ClaimSide;
  readonly algorithm: string;
  readonly against: AgainstRandom | undefined;
  readonly reach: number;
}

const points = (value: number): string => signedText(100 * value);

function Cell({ side, algorithm, against, reach }: CellProps) {
  const accuracies = side.finds.flatMap((find) =>
    find.algorithm === algorithm ? [find.standAloneAccuracy] : [],
  );
  const diverged = side.diverged.filter((one) => one.algorithm === algorithm).length;
  const [only] = accuracies;
  if (only === undefined) return diverged > 0 ? "diverged" : "–";
  const over = meanInterval(accuracies);
  return (
    <>
      {over
        ? `${(100 * over.mean).toFixed(2)} ± ${(100 * (over.high - over.mean)).toFixed(2)}`
        : (100 * only).toFixed(2)}
      {diverged > 0 && <span className="note run-state">without {diverged} that diverged</span>}
      {against?.difference != null && (
        <>
          {against.interval && (
            <Difference {...against} value={against.difference} interval={against.interval} reach={reach} />
          )}
          <span className="note run-state">
            <span>{points(against.difference)}</span>{" "}
            {against.interval && (
              <span>
                [{points(against.interval[0])}, {points(against.interval[1])}]
              </span>
            )}
          </span>
        </>
      )}
    </>
  );
}

interface DifferenceProps extends Pick<AgainstRandom, "isOneFind"> {
  readonly value: number;
  readonly interval: readonly [low: number, high: number];
  /** Of the scale, to both sides of no difference. */
  readonly reach: number;
}

/** The text beside it says the same. */
function Difference({ isOneFind, value, interval: [low, high], reach }: DifferenceProps) {
  // What reaches beyond the scale ends at the border.
  const x = (difference: number): number => 50 + 50 * Math.max(-1, Math.min(1, (0.96 * difference) / reach));
  // The noise of a single find is in no interval.
  const kind = isOneFind ? "open" : low > 0 ? "better" : high < 0 ? "worse" : "open";
  return (
    <svg className={`claim-difference claim-${kind}`} viewBox="0 0 100 12" aria-hidden="true">
      <line className="claim-zero" x1={50} x2={50} y1={0} y2={12} />
      <line className="claim-interval" x1={x(low)} x2={x(high)} y1={6} y2={6} />
      {Math.abs(value) <= reach && <circle className="claim-mean" cx={x(value)} cy={6} r={2.6} />}
    </svg>
  );
}
