/** @file Under the chart: everything a correlation can be judged by, with its value; those with a line show its color. */
import { Popover } from "../controls/Popover.tsx";
import { signed } from "../difference.ts";
import { Icon } from "../icons.tsx";
import type { Reference } from "../references.ts";

export function ReferenceList({ references }: { readonly references: readonly Reference[] }) {
  return (
    <div className="references">
      <ul aria-label="To judge by">
        {references.map(({ id, title, value, explanation, color }) => (
          <li key={id} title={explanation}>
            <svg width="18" height="6" aria-hidden="true">
              {color && <path d="M0 3h18" stroke={color} strokeWidth="2" strokeDasharray="2 3" />}
            </svg>
            <span>{title}</span>
            <span className="number">{signed(value)}</span>
          </li>
        ))}
      </ul>
      <Popover
        label="About the lines to judge by"
        className="icon-button small"
        button={<Icon name="help" size={16} />}
      >
        <dl className="reference-help">
          {references.map(({ id, title, explanation }) => (
            <div key={id}>
              <dt>{title}</dt>
              <dd>{explanation}</dd>
            </div>
          ))}
        </dl>
      </Popover>
    </div>
  );
}
