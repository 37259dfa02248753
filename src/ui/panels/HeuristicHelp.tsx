/** @file The help of a heuristic, behind the button beside its title. */
import type { Finding, Heuristic } from "../../core/heuristics/heuristic.ts";
import { FoundHere } from "./FoundHere.tsx";

export const trustText: Readonly<Record<Finding["trust"], string>> = {
  A: "Stated in the paper's abstract or seen in the authors' public code.",
  B: "Direction recalled from the paper with confidence.",
  C: "From the paper, not yet checked against its text.",
};

/** What it does and why, what the paper reports, and how sure that is. */
export function HeuristicHelp({ heuristic }: { readonly heuristic: Heuristic }) {
  const { title, number, explanation, finding, fidelity, origin } = heuristic;
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

/** A citation whose address can be followed. */
export function Source({ text }: { readonly text: string }) {
  const address = text.match(/https:\/\/\S+/)?.[0];
  if (!address) return <>{text}.</>;
  return (
    <a href={address} target="_blank" rel="noreferrer">
      {text.replace(address, "").replace(/[,\s]+$/, "")}
    </a>
  );
}
