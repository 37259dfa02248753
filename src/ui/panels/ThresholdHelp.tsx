/** @file The help behind S-KdT: what it is, and the threshold that stand-alone accuracies are rounded to. */
import { defaultView } from "../../core/linkView.ts";
import { ThresholdControl } from "../controls/ThresholdControl.tsx";
import { points } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";

export default function ThresholdHelp() {
  const threshold = useLab((state) => state.view.thr);
  const noise = useLab((state) => state.references.seedNoise);
  const actions = useActions();
  const noiseStop = noise === undefined ? undefined : Math.round(noise * 10_000) / 10_000;
  return (
    <>
      <p className="popover-title">Sparse Kendall tau</p>
      <p>
        Near 1 is the order of stand-alone training, 0 is no relation, below 0 the reverse. Stand-alone
        accuracies are rounded to the threshold first, and those that become equal tie. Two that lie closer
        than the threshold can still round to different values. Ties keep even the true order a little below
        1, the more the coarser the threshold, and the best to hope for with it.
      </p>
      <div className="setting">
        <span className="setting-title">Accuracies are rounded to</span>
        <ThresholdControl />
      </div>
      {noiseStop !== undefined && (
        <p>
          In this table two trainings of one architecture differ by {points(noiseStop, 2)} on average.{" "}
          <button
            type="button"
            className="link-button"
            onClick={() =>
              actions.changeView({
                thr: threshold === noiseStop ? defaultView.thr : Math.min(noiseStop, 0.1),
              })
            }
          >
            {threshold === noiseStop ? "Back to the default threshold" : "Use that as the threshold"}
          </button>
        </p>
      )}
    </>
  );
}
