/** @file What there is to know of a search algorithm: what it does, where it comes from, what of it is smaller here, its settings. */
import type { SearchAlgorithm } from "../../core/search/algorithm.ts";
import { formatSetting } from "../../core/settings.ts";
import { Source } from "../panels/HeuristicHelp.tsx";

interface AlgorithmHelpProps {
  readonly algorithm: Pick<SearchAlgorithm, "explanation" | "origin" | "fidelity" | "settings">;
}

export function AlgorithmHelp({ algorithm }: AlgorithmHelpProps) {
  const { explanation, origin, fidelity, settings } = algorithm;
  return (
    <>
      <p>{explanation}</p>
      <p className="source">
        <Source text={origin} />
      </p>
      <p>{fidelity}</p>
      {settings.length > 0 && (
        <p className="note">
          Settings and what they are by default:{" "}
          {settings.map((spec) => `${spec.title}: ${formatSetting(spec, spec.default)}`).join("; ")}.
        </p>
      )}
    </>
  );
}
