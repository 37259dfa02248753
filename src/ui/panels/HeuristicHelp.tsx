/** @file The help of a heuristic, behind the button beside its title. */
import { Fragment } from "react";
import { fidelityOf } from "../../core/heuristics/fidelity.ts";
import type { Finding, Heuristic } from "../../core/heuristics/heuristic.ts";
import { FoundHere } from "./FoundHere.tsx";

export const trustText: Readonly<Record<Finding["trust"], string>> = {
  A: "Stated in the paper's abstract or seen in the authors' public code.",
  B: "Direction recalled from the paper with confidence.",
  C: "Recalled, unverified; it may not be what the paper says.",
};

/** What it does and why, what the paper reports, and how sure that is. */
export function HeuristicHelp({ heuristic }: { readonly heuristic: Heuristic }) {
  const { title, number, explanation, finding, origin } = heuristic;
  const fidelity = fidelityOf(heuristic.id);
  return (
    <>
      <p className="popover-title">
        {title}
        {number !== undefined && <span className="note"> · heuristic {number} of the study's 14</span>}
      </p>
      <p>{explanation}</p>
      {finding ? (
        <>
          <p className="finding">{finding.text}</p>
          <p className="source">
            <Source text={finding.source} /> {trustText[finding.trust]}
          </p>
          {number !== undefined && <FoundHere heuristic={heuristic} />}
        </>
      ) : (
        <p className="source">
          {origin && (
            <>
              From <Source text={origin} />.{" "}
            </>
          )}
          Not one of the study's fourteen: try it and see.
        </p>
      )}
      {fidelity && <p>{fidelity}</p>}
    </>
  );
}

/** A citation whose addresses can be followed, each where it stands behind its words. */
export function Source({ text }: { readonly text: string }) {
  const pieces = text.split(/(https:\/\/[^\s;,)]*[^\s;,).])/);
  if (pieces.length === 1) return <>{text}.</>;
  return pieces.map((piece, index) => {
    if (index % 2 === 1) return null;
    const address = pieces[index + 1];
    const [, before = "", words = ""] = /^([;,.)\s]*)(.*?)[(,\s]*$/s.exec(piece) ?? [];
    if (!address) return piece;
    return (
      <Fragment key={address}>
        {before}
        <a href={address} target="_blank" rel="noreferrer">
          {words}
        </a>
      </Fragment>
    );
  });
}
