/** @file How a search that changes the weights came to its architecture: the probability of every operation on every edge, over its steps. */
import { relaxationOf } from "../../core/spaces/relaxations.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { count, percent } from "../format.ts";
import "../styles/search.css";

const [width, height] = [120, 48];

interface MixturePathsProps {
  readonly progress: {
    readonly algorithm: string;
    readonly seed: number;
    /** Per mixture the probability of each choice, and what they stand for. */
    readonly path: readonly {
      readonly step: number;
      readonly probabilities: readonly (readonly number[])[];
      readonly architecture: string;
    }[];
  };
  readonly space: SearchSpace;
}

/** Nothing for a search that has no such path. */
export function MixturePaths({ progress: { algorithm, seed, path }, space }: MixturePathsProps) {
  const mixtures = relaxationOf(space.id)?.mixtures;
  const last = path.at(-1);
  if (!mixtures || !last) return null;
  const names = [...new Set(mixtures.flatMap(({ choices }) => choices))];
  const top = Math.max(...path.flatMap(({ probabilities }) => probabilities.flat()));
  const x = (step: number): number => (step / last.step) * width;
  return (
    <figure className="mixture-paths">
      <figcaption className="note">
        {algorithm}, seed {seed}: probability of every operation on every edge, from 0 to {percent(top)}, over{" "}
        {count(last.step)} steps. Now <code>{last.architecture}</code>
      </figcaption>
      <ul className="mixture-legend">
        {names.map((name, index) => (
          <li key={name} className={`mixture-line-${index}`}>
            {name}
          </li>
        ))}
      </ul>
      <div className="mixture-grid">
        {mixtures.map(({ title, choices }, mixture) => {
          const own = last.probabilities[mixture]!;
          const strongest = choices[own.indexOf(Math.max(...own))]!;
          return (
            <div key={title}>
              <span className="note">{title}</span>
              <svg
                viewBox={`0 0 ${width} ${height}`}
                preserveAspectRatio="none"
                role="img"
                aria-label={`${title}: ${strongest} is strongest, at ${own[choices.indexOf(strongest)]!.toFixed(2)}`}
              >
                {choices.map((choice, index) => (
                  <polyline
                    key={choice}
                    className={`mixture-line-${names.indexOf(choice)}`}
                    points={path
                      .map(
                        ({ step, probabilities }) =>
                          `${x(step).toFixed(1)},${(height * (1 - probabilities[mixture]![index]! / top)).toFixed(1)}`,
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
