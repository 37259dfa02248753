/** @file The study's last claim, held against searches on two super-nets that ship: one trained well, one badly. */
import { useState } from "react";
import type { Claim, ClaimSide } from "../../core/search/claim.ts";
import { unequalCompute } from "../../core/search/outcome.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { shippedClaim, shippedWeights } from "../../store/shipped.ts";
import { claimSeeds, claimText, formerTableText, ownWeights, samplersOf } from "../claimText.ts";
import { count, percent } from "../format.ts";
import { useStoredLink } from "../storedLink.ts";
import { useShipped } from "../useShipped.ts";
import { ClaimTable, claimSides, sides } from "./ClaimTable.tsx";
import type { WeightsFile } from "./SearchWeights.tsx";

interface ClaimSectionProps {
  readonly space: SearchSpace;
  readonly nameOf: (algorithm: string) => string;
  /** Searches on the weights of one of the two as it was done for the claim, here and with one seed. */
  readonly onRepeat: (weights: WeightsFile, algorithms: readonly string[], evaluations: number) => void;
}

export function ClaimSection({ space, nameOf, onRepeat }: ClaimSectionProps) {
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
      {shipped?.status === "there" && <Told claim={shipped.value} nameOf={nameOf} onRepeat={onRepeat} />}
    </details>
  );
}

interface ToldProps extends Omit<ClaimSectionProps, "space"> {
  readonly claim: Claim;
}

function Told({ claim, nameOf, onRepeat }: ToldProps) {
  const { references } = claim;
  const { verdict, points } = claimText(claim, nameOf);
  const own = ownWeights(claim).map(nameOf);
  const unequal = unequalCompute(
    [...claim.good.finds, ...claim.bad.finds].map((find) => ({ ...find, algorithm: nameOf(find.algorithm) })),
  );
  return (
    <>
      <p className="card-note">
        “Simple random search achieves competitive performance to complex state-of-the-art NAS algorithms when
        the super-net is properly trained” (Yu, Ranftl, Salzmann). <strong>{verdict}</strong>
      </p>
      <ul className="note">
        {points.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <ClaimTable claim={claim} nameOf={nameOf} />
      <p className="note">
        Mean stand-alone accuracy of what was found, over {claimSeeds(claim, nameOf)} of the search on one
        super-net each, {count(claim.budget)} evaluations a search, with the 95 % interval of each mean by
        Student's t. Below it the difference to random search in points. Of the {count(claim.rows)}{" "}
        architectures of the table that judged: the best {percent(references.best, 2)}, one at random{" "}
        {percent(references.mean, 2)}, the best of {references.draws} at random{" "}
        {percent(references.bestOfDraws, 2)}
        {references.largest !== undefined && `, the largest ${percent(references.largest, 2)}`}.
        {claim.isFormerTable && ` ${formerTableText}`}
      </p>
      <details className="search-settings">
        <summary className="note">How it was made, and how to read the brackets</summary>
        <ul className="note">
          <li>
            A difference is taken in pairs of one seed
            {own.length > 0 && ", or of the means for those on weights of their own"}; its brackets are wider
            than one interval's would be, so that all of a column {own.length > 0 && "and kind "}hold at once
            with 95 % (Bonferroni).
          </li>
          <li>The super-nets were trained once each: other trainings of them would give other numbers.</li>
          {own.length > 0 && (
            <li>
              {own.join(", ")} train a super-net of their own under the same settings, for training steps
              instead of evaluations.
            </li>
          )}
          {unequal !== undefined && <li>{unequal}</li>}
          <li>By code {claim.code}.</li>
        </ul>
      </details>
      <div className="button-row">
        {sides.map((side) => (
          <Repeat key={side} title={claimSides[side]} side={claim[side]} claim={claim} onRepeat={onRepeat} />
        ))}
      </div>
    </>
  );
}

interface RepeatProps extends Pick<ClaimSectionProps, "onRepeat"> {
  readonly claim: Claim;
  readonly title: string;
  readonly side: ClaimSide;
}

function Repeat({ claim, title, side, onRepeat }: RepeatProps) {
  const [problem, setProblem] = useState("");
  const training = useStoredLink(side.link);
  const algorithms = samplersOf(claim);
  const repeat = async (): Promise<void> => {
    const read = await shippedWeights(side.checkpoint, document.baseURI);
    setProblem(read.ok ? "" : read.problem.message);
    if (read.ok)
      onRepeat({ kind: "file", name: side.checkpoint, checkpoint: read.value }, algorithms, claim.budget);
  };
  return (
    <>
      <button
        type="button"
        className="button"
        title={`The same ${algorithms.length} algorithms, ${claim.budget} evaluations and one seed each`}
        onClick={() => void repeat()}
      >
        Repeat on the one {title}
      </button>
      {training && (
        <a className="link-button" href={training}>
          its training
        </a>
      )}
      {problem !== "" && (
        <span className="note" role="alert">
          {side.checkpoint}: {problem}
        </span>
      )}
    </>
  );
}
