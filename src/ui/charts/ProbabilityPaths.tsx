/** @file How probabilities of choices went: a small chart for every decision, a line for every choice. */
import { percent } from "../format.ts";

const [width, height] = [120, 48];
/** Colors of the style sheet; further choices have the same ones, dashed. */
const colors = 8;

interface ProbabilityPathsProps {
  readonly decisions: readonly { readonly title: string; readonly choices: readonly string[] }[];
  /** In order; `at`: a step or an evaluation. */
  readonly path: readonly {
    readonly at: number;
    /** Per decision the probability of each choice. */
    readonly probabilities: readonly (readonly number[])[];
  }[];
  /** What is drawn, and of what; how high charts are is said after it. */
  readonly title: string;
}

export function ProbabilityPaths({ decisions, path, title }: ProbabilityPathsProps) {
  const [first, last] = [path[0], path.at(-1)];
  if (!first || !last) return null;
  const names = [...new Set(decisions.flatMap(({ choices }) => choices))];
  const top = Math.max(...path.flatMap(({ probabilities }) => probabilities.flat()));
  const x = (at: number): number => ((at - first.at) / Math.max(1, last.at - first.at)) * width;
  const look = (name: string): string => {
    const index = names.indexOf(name);
    return `mixture-line-${index % colors}${index < colors ? "" : " mixture-dashed"}`;
  };
  return (
    <figure className="mixture-paths">
      <figcaption className="note">
        {title}, from 0 to {percent(top, 0)}.
      </figcaption>
      <ul className="mixture-legend">
        {names.map((name) => (
          <li key={name} className={look(name)}>
            {name}
          </li>
        ))}
      </ul>
      <div className="mixture-grid">
        {decisions.map(({ title: decision, choices }, number) => {
          const own = last.probabilities[number] ?? [];
          const strongest = own.indexOf(Math.max(...own));
          return (
            <div key={decision}>
              <span className="note">{decision}</span>
              <svg
                viewBox={`0 0 ${width} ${height}`}
                preserveAspectRatio="none"
                role="img"
                aria-label={`${decision}: ${choices[strongest]} is most probable, at ${own[strongest]?.toFixed(2)}`}
              >
                {choices.map((choice, index) => (
                  <polyline
                    key={choice}
                    className={look(choice)}
                    points={path
                      .map(
                        ({ at, probabilities }) =>
                          `${x(at).toFixed(1)},${(height * (1 - (probabilities[number]?.[index] ?? 0) / top)).toFixed(1)}`,
                      )
                      .join(" ")}
                  />
                ))}
              </svg>
            </div>
          );
        })}
      </div>
    </figure>
  );
}
