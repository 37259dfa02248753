/** @file The study's last claim, held against searches on two super-nets that ship: one trained well, one badly. */
import { useState } from "react";
import {
  againstRandom,
  type Claim,
  type ClaimSide,
  claimVerdict,
  competitiveWithin,
  meanOf,
} from "../../core/search/claim.ts";
import { samplesSuperNet, searchAlgorithms } from "../../core/search/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { signedText } from "../../core/study/findingText.ts";
import type { SearchGround } from "../../store/searchState.ts";
import { shippedClaim, shippedWeights } from "../../store/shipped.ts";

import { correlation, count, percent } from "../format.ts";
import { useShipped } from "../useShipped.ts";

interface ClaimSectionProps {
  readonly space: SearchSpace;
  readonly nameOf: (algorithm: string) => string;
  /** Takes the weights of one of the two, for searches of one's own. */
  readonly onWeights: (ground: Extract<SearchGround, { kind: "file" }>) => void;
}

export function ClaimSection({ space, nameOf, onWeights }: ClaimSectionProps) {
  const shipped = useShipped(shippedClaim, space);
  return (
    <details className="search-claim">
      <summary>Does random search suffice? The study's claim on two super-nets that ship</summary>
      {!shipped && <p className="card-note">Loading…</p>}
      {shipped?.status === "failed" && (
        <p className="card-note" role="alert">
          The claim could not be shown: {shipped.reason}.
        </p>
      )}
      {shipped?.status === "not run" && (
        <p className="card-note">It has not been tried in {space.title} yet.</p>
      )}
      {shipped?.status === "there" && <Told claim={shipped.value} nameOf={nameOf} onWeights={onWeights} />}
    </details>
  );
}

interface ToldProps extends Omit<ClaimSectionProps, "space"> {
  readonly claim: Claim;
}

const sides = ["good", "bad"] as const;
const titles = { good: "trained well", bad: "trained badly" };

function Told({ claim, nameOf, onWeights }: ToldProps) {
  const algorithms = [...new Set(claim.good.finds.map(({ algorithm }) => algorithm))];
  const ownWeights = algorithms.filter(trainsItself).map(nameOf);
  const { references } = claim;
  return (
    <>
      <p className="card-note">
        “Simple random search achieves competitive performance to complex state-of-the-art NAS algorithms when
        the super-net is properly trained” (Yu, Ranftl, Salzmann). {verdictText(claim, nameOf)}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-scroll search-table" aria-label="The claim" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">found, stand-alone</th>
              {sides.map((side) => (
                <th key={side} scope="col">
                  {titles[side]}
                  <span className="note run-state">
                    S-KdT {correlation(claim[side].skdt ?? undefined, "n/a", 2)}, {count(claim[side].step)}{" "}
                    steps
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {algorithms.map((algorithm) => (
              <tr key={algorithm}>
                <th scope="row">{nameOf(algorithm)}</th>
                {sides.map((side) => (
                  <td key={side} className="number">
                    <Cell side={claim[side]} algorithm={algorithm} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="note">
        Mean stand-alone accuracy of what was found, over {seedsText(claim, nameOf)} of the search on one
        super-net each, {count(claim.budget)} evaluations a search; in brackets the difference to random
        search in points, in pairs of one seed, with its 95 % interval by Student's t. Of the table's{" "}
        {count(claim.rows)} architectures: the best {percent(references.best, 2)}, one at random{" "}
        {percent(references.mean, 2)}, the best of {references.draws} at random{" "}
        {percent(references.bestOfDraws, 2)}
        {references.largest !== undefined && `, the largest ${percent(references.largest, 2)}`}. Other
        trainings of the super-net would give other numbers.{" "}
        {ownWeights.length > 0 &&
          `${ownWeights.join(", ")} train a super-net of their own under the same settings, for training steps instead of evaluations. `}
        By code {claim.code}.
      </p>
      <div className="button-row">
        {sides.map((side) => (
          <Weights key={side} title={titles[side]} side={claim[side]} onWeights={onWeights} />
        ))}
      </div>
    </>
  );
}

/** How many seeds, and which algorithms had fewer or more. */
function seedsText({ good }: Claim, nameOf: (algorithm: string) => string): string {
  const seeds = new Map<string, number>();
  for (const { algorithm } of good.finds) seeds.set(algorithm, (seeds.get(algorithm) ?? 0) + 1);
  const [usual = 0, ...others] = [...new Set(seeds.values())];
  const differing = others.map((number) => {
    const names = [...seeds].flatMap(([algorithm, own]) => (own === number ? [nameOf(algorithm)] : []));
    return `${number} for ${names.join(", ")}`;
  });
  return [`${usual} seeds`, ...differing].join("; ");
}

/** Those of the claim that searched on weights of their own. */
const trainsItself = (algorithm: string): boolean =>
  searchAlgorithms.some((one) => one.id === algorithm && !samplesSuperNet(one));

/** Whether the claim holds here, in one honest sentence or two. */
function verdictText(claim: Claim, nameOf: (algorithm: string) => string): string {
  const within = (100 * competitiveWithin).toFixed(1);
  const better = againstRandom(claim.good).filter(({ interval }) => interval && interval[0] > 0);
  const names = better.map(({ algorithm }) => nameOf(algorithm)).join(", ");
  const clear = names === "" ? "" : ` Beyond the noise better than random search: ${names}.`;
  switch (claimVerdict(claim)) {
    case "holds":
      return `Here it holds: on the well-trained super-net no algorithm can be more than ${within} points better than random search.${clear}`;
    case "does not hold":
      return `Here it does not hold: on the well-trained super-net an algorithm is more than ${within} points better than random search.${clear}`;
    default:
      return `Here it cannot be told: on the well-trained super-net the intervals leave both more and less than ${within} points over random search open.${clear}`;
  }
}

function Cell({ side, algorithm }: { readonly side: ClaimSide; readonly algorithm: string }) {
  const accuracies = side.finds.flatMap((find) =>
    find.algorithm === algorithm ? [find.standAloneAccuracy] : [],
  );
  if (accuracies.length === 0) return "–";
  const against = againstRandom(side).find((one) => one.algorithm === algorithm);
  const points = (value: number): string => signedText(100 * value);
  return (
    <>
      {percent(meanOf(accuracies), 2)}
      {against?.difference != null && (
        <span className="note run-state">
          {points(against.difference)}
          {against.interval && ` [${points(against.interval[0])}, ${points(against.interval[1])}]`}
        </span>
      )}
    </>
  );
}

interface WeightsProps extends Pick<ClaimSectionProps, "onWeights"> {
  readonly title: string;
  readonly side: ClaimSide;
}

function Weights({ title, side, onWeights }: WeightsProps) {
  const [problem, setProblem] = useState("");
  const take = async (): Promise<void> => {
    const read = await shippedWeights(side.checkpoint, document.baseURI);
    setProblem(read.ok ? "" : read.problem.message);
    if (read.ok) onWeights({ kind: "file", name: side.checkpoint, checkpoint: read.value });
  };
  return (
    <>
      <button type="button" className="button" onClick={() => void take()}>
        Search on the one {title}
      </button>
      <a className="link-button" href={side.link}>
        its training
      </a>
      {problem !== "" && (
        <span className="note" role="alert">
          {side.checkpoint}: {problem}
        </span>
      )}
    </>
  );
}
