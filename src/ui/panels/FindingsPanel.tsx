/** @file What the lab's own study of the present space found: in words, as a heat map, and its figures. */
import { spaceById, spaces } from "../../core/spaces/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import type { Findings } from "../../core/study/findings.ts";
import { findingsText } from "../../core/study/findingText.ts";
import { shippedFindings } from "../../store/shipped.ts";
import { RoundAgreements } from "../charts/RoundAgreements.tsx";
import { RunsOfStudy } from "../charts/RunsOfStudy.tsx";
import { SubsetSpreads } from "../charts/SubsetSpreads.tsx";
import { useSize } from "../charts/useSize.ts";
import { useLab } from "../LabContext.tsx";
import { useShipped } from "../useShipped.ts";
import { FindingsKey, FindingsMap } from "./FindingsMap.tsx";
import "../styles/findings.css";

export default function FindingsPanel() {
  const space: SearchSpace = spaceById(useLab((state) => state.config.space)) ?? spaces[0];
  const found = useShipped(shippedFindings, space);
  if (!found) return <p className="card-note">Loading…</p>;
  if (found.status === "failed")
    return (
      <p className="card-note" role="alert">
        The findings could not be shown: {found.reason}.
      </p>
    );
  if (found.status === "not run")
    return <p className="card-note">The study has not been run in {space.title} yet.</p>;
  const { value: findings } = found;
  const { levels, noise, made, care } = findingsText(findings);
  return (
    <div className="findings">
      <p>{levels}</p>
      <p>{noise}</p>
      <details>
        <summary>How it was made, and how to read it</summary>
        <p>{made}</p>
        <p>{care}</p>
        <FindingsKey />
      </details>
      <FindingsMap findings={findings} space={space} />
      <Figures findings={findings} />
    </div>
  );
}

function Figures({ findings }: { readonly findings: Findings }) {
  const [box, { width }] = useSize<HTMLDivElement>();
  return (
    <div ref={box} className="findings-figures">
      {width > 0 && (
        <>
          <RunsOfStudy findings={findings} width={Math.min(width, 620)} />
          <SubsetSpreads findings={findings} width={Math.min(width, 620)} />
          <RoundAgreements findings={findings} width={Math.min(width, 620)} />
        </>
      )}
    </div>
  );
}
