/** @file What a lesson claims, with its source and how sure it is. */

import type { Heuristic } from "../../core/heuristics/heuristic.ts";
import { heuristics } from "../../core/heuristics/index.ts";
import type { LessonSource } from "../../core/lessons/lesson.ts";
import { Source, trustText } from "../panels/HeuristicHelp.tsx";

const measured = "Measured here, on small networks.";

export function LessonSources({ sources }: { readonly sources: readonly LessonSource[] }) {
  return (
    <ul className="lesson-sources">
      {sources.map((source) => {
        const { text, trust, origin } = claimOf(source);
        return (
          <li key={text}>
            {text}{" "}
            <span className="source">
              <Source text={origin} /> {trust}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function claimOf(source: LessonSource): {
  readonly text: string;
  readonly trust: string;
  readonly origin: string;
} {
  if (!("heuristic" in source))
    return {
      text: source.text,
      origin: source.source,
      trust: source.trust === "measured" ? measured : trustText[source.trust],
    };
  const entry: Heuristic | undefined = heuristics.find(({ id }) => id === source.heuristic);
  if (!entry?.finding) throw new Error(`a lesson cites ${source.heuristic}, of which nothing is reported`);
  const { text, trust, source: origin } = entry.finding;
  return { text: `${entry.title}: ${text}`, trust: trustText[trust], origin };
}
