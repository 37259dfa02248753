/** @file All that a search evaluated: when and how good, who lives in its population now, and the family of its find. */
import type { EvaluatedArchitecture } from "../../core/search/progress.ts";
import { percentTicks } from "../format.ts";
import { focusedDomain, ticks } from "./axis.ts";

interface SearchPictureProps {
  readonly evaluated: readonly EvaluatedArchitecture[];
  /** Texts of the individuals that live now. */
  readonly population: readonly string[];
  /** The find and its ancestors. */
  readonly family: readonly EvaluatedArchitecture[];
  readonly width: number;
  readonly height: number;
  readonly label: string;
}

const margin = { top: 10, right: 14, bottom: 24, left: 38 };

export function SearchPicture(props: SearchPictureProps) {
  const { evaluated, population, family, width, height, label } = props;
  const domain = focusedDomain(evaluated.map(({ accuracy }) => accuracy));
  const plot = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const last = Math.max(1, evaluated.length - 1);
  const x = (index: number): number => margin.left + (index / last) * plot.width;
  const y = (accuracy: number): number => {
    const share = (accuracy - domain[0]) / (domain[1] - domain[0]);
    // What lies below the domain stands on its edge.
    return margin.top + (1 - Math.max(0, share)) * plot.height;
  };
  const spot = ({ index, accuracy }: EvaluatedArchitecture): string =>
    `${x(index).toFixed(1)} ${y(accuracy).toFixed(1)}`;
  const dots = (of: readonly EvaluatedArchitecture[]): string => of.map((one) => `M${spot(one)}h0`).join("");
  const members = new Map(family.map((one) => [one.architecture, one]));
  const lines = family.flatMap((child) =>
    child.parents.flatMap((parent) => {
      const from = members.get(parent);
      return from ? [`M${spot(from)}L${spot(child)}`] : [];
    }),
  );
  const alive = new Set(population);
  const found = family.at(-1);
  const levels = ticks(domain, plot.height / 40);
  const print = percentTicks(levels);
  const numbers = ticks([1, last + 1], plot.width / 80).filter(Number.isInteger);
  return (
    <svg className="search-picture" width={width} height={height} role="img" aria-label={label}>
      {levels.map((level) => (
        <g key={level}>
          <line className="grid" x1={margin.left} x2={width - margin.right} y1={y(level)} y2={y(level)} />
          <text x={margin.left - 6} y={y(level)} dy="0.35em" textAnchor="end">
            {print(level)}
          </text>
        </g>
      ))}
      {numbers.map((number) => (
        <text key={number} x={x(number - 1)} y={height - 6} textAnchor="middle">
          {number}
        </text>
      ))}
      {evaluated.some(({ accuracy }) => accuracy < domain[0]) && (
        <text x={margin.left + 4} y={height - margin.bottom - 8}>
          on this line: lower
        </text>
      )}
      <path className="search-dots" d={dots(evaluated)} />
      <path
        className="search-alive"
        d={dots(evaluated.filter(({ architecture }) => alive.has(architecture)))}
      />
      <path className="search-lines" d={lines.join("")} />
      <path className="search-family" d={dots(family)} />
      {found && <circle className="search-found" cx={x(found.index)} cy={y(found.accuracy)} r={7} />}
    </svg>
  );
}
