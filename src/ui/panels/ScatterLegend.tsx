/** @file What the marks of the scatter mean. */
import type { Ghosts } from "../ghosts.ts";
import { useActions } from "../LabContext.tsx";

interface ScatterLegendProps {
  readonly ghosts: Ghosts | undefined;
  /** Whether some dots are shown but not judged. */
  readonly hollow: boolean;
}

export function ScatterLegend({ ghosts, hollow }: ScatterLegendProps) {
  const actions = useActions();
  return (
    <div className="legend">
      <span className="legend-key">
        <svg width="10" height="10" aria-hidden="true">
          <circle cx="5" cy="5" r="4.5" fill="var(--dot)" />
        </svg>
        an architecture
      </span>
      {hollow && (
        <span className="legend-key">
          <svg width="11" height="11" aria-hidden="true">
            <circle cx="5.5" cy="5.5" r="4" fill="none" stroke="var(--dot)" strokeWidth="1.8" />
          </svg>
          picked for the table, not judged
        </span>
      )}
      <span className="legend-key">
        <svg width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true">
          <path d="M0-7 7 0 0 7-7 0Z" fill="none" stroke="currentColor" strokeWidth="1.8" />
        </svg>
        top 3 by super-net
      </span>
      {ghosts && (
        <span className="legend-key">
          <svg width="10" height="10" aria-hidden="true">
            <circle cx="5" cy="5" r="3" fill="var(--ghost)" />
          </svg>
          {ghosts.title}
          {ghosts.isRun && (
            <button type="button" className="link-button" onClick={actions.dropGhost}>
              hide
            </button>
          )}
        </span>
      )}
    </div>
  );
}
