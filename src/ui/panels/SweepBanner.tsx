/** @file Offers to go on with a sweep that an earlier page left. */
import { count } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { Banner } from "./Banner.tsx";

export function SweepBanner() {
  const sweep = useLab((state) => state.sweep);
  const actions = useActions();
  if (!sweep?.isEarlier || !sweep.isStopped) return null;
  const { jobs, outcomes, problem } = sweep;
  return (
    <Banner kind={problem ? "warning" : "note"}>
      A sweep of your last visit is not over: {count(outcomes.size)} of its {count(jobs.length)} runs are done
      and stay. {problem}
      <div className="button-row">
        {!problem && (
          <button type="button" className="button primary" onClick={actions.resumeSweep}>
            Go on with the sweep
          </button>
        )}
        <button type="button" className="button" onClick={actions.closeSweep}>
          Give it up
        </button>
      </div>
    </Banner>
  );
}
