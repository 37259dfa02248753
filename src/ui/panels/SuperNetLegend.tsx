/** @file What the colors and marks of the drawn super-net stand for. */
import type { Scale } from "../superNetFacts.ts";

interface LegendProps {
  readonly ends: readonly [string, string];
  readonly scale: Scale;
  readonly hasBold: boolean;
}

export function SuperNetLegend({ ends: [least, greatest], scale, hasBold }: LegendProps) {
  return (
    <ul className="super-net-legend">
      <li>
        {least}
        <svg width={80} height={14} aria-hidden="true">
          {[0, 0.25, 0.5, 0.75, 1].map((share, index) => (
            <rect
              key={share}
              className="super-net-heat"
              x={index * 16}
              y={1}
              width={16}
              height={12}
              fillOpacity={0.04 + 0.46 * share}
            />
          ))}
        </svg>
        {greatest}; the bar below a name says the same
      </li>
      <li>
        <svg width={20} height={14} aria-hidden="true" className="super-net-operation" data-untrained>
          <rect className="super-net-heat" x={1} y={1} width={18} height={12} fillOpacity={0} />
        </svg>
        {scale === "momentum" ? "no weights, or none trained" : "never trained"}
      </li>
      <li>
        <svg width={14} height={14} aria-hidden="true" className="super-net-lit">
          <circle cx={7} cy={7} r={5.5} />
        </svg>
        trained in the step shown
      </li>
      {hasBold && <li>bold: the path or architecture chosen</li>}
    </ul>
  );
}
