/** @file The place of the list of runs, which is loaded once there are two. */
import { useActions, useLab } from "../LabContext.tsx";
import { Late } from "../Late.tsx";
import { runsList } from "../parts.ts";

export function RunsPanel() {
  const count = useLab((state) => state.listed.length);
  const removed = useLab((state) => state.removed.at(-1)?.length ?? 0);
  const isMore = useLab((state) => state.removed.length > 1);
  const actions = useActions();
  if (count < 2 && removed === 0) return null;
  return (
    <section className="card" aria-labelledby="runs-title">
      <div className="card-head">
        <h2 id="runs-title">Runs</h2>
        {count > 1 && (
          <button type="button" className="link-button" onClick={actions.removeOtherRuns}>
            remove all but the one shown
          </button>
        )}
        {removed > 0 && (
          <button type="button" className="link-button" onClick={actions.restoreRun}>
            {removed > 1
              ? `bring ${removed} runs back`
              : `bring the ${isMore ? "last " : ""}removed run back`}
          </button>
        )}
      </div>
      <Late part={runsList} props={{}} />
    </section>
  );
}
