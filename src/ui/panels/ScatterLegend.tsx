/** @file What the marks of the scatter mean. */
import type { Compared } from "../compared.ts";
import { useActions } from "../LabContext.tsx";

interface ScatterLegendProps {
  readonly compared: Compared | undefined;
  /** Whether some architectures were trained alone on this device. */
  readonly local: boolean;
  /** Whether some dots are shown but not judged. */
  readonly hollow: boolean;
}

export function ScatterLegend({ compared, local, hollow }: ScatterLegendProps) {
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
      {local && (
        <span className="legend-key">
          <svg width="12" height="16" aria-hidden="true">
            <path className="plot-local" d="M6 1v14M2 4h8v8h-8z" />
          </svg>
          trained alone here: mean and range of its seeds; judges nothing
        </span>
      )}
      {compared && (
        <span className="legend-key">
          <svg width="10" height="10" aria-hidden="true">
            <circle cx="5" cy="5" r="3" fill="var(--baseline)" />
          </svg>
          {compared.title}
          {compared.isRun && (
            <button type="button" className="link-button" onClick={actions.dropBaseline}>
              hide
            </button>
          )}
        </span>
      )}
    </div>
  );
}
