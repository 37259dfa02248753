/** @file A budget in minutes in the place of epochs, with the time that is expected and how sure the ranking can be then. */
import { isLocked } from "../../core/linkView.ts";
import { epochsWithin, expectedNoise, measuredRate, secondsOf } from "../budget.ts";
import { Segmented } from "../controls/Segmented.tsx";
import { duration } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { presentValue } from "../sweepChoice.ts";

const budgets = [
  { value: "120", title: "2 min" },
  { value: "600", title: "10 min" },
  { value: "full", title: "full" },
] as const;

export function BudgetControl() {
  const config = useLab((state) => state.config);
  // A recorded run's speed is that of the device that trained it.
  const rate = useLab(({ run, pace, isRecorded }) => (isRecorded ? 0 : measuredRate(run, pace)));
  const isHeld = useLab(({ view }) => isLocked(view, "epochs"));
  const judged = useLab((state) => state.run?.pool.length ?? 0);
  const actions = useActions();
  if (rate <= 0 || isHeld) return null;
  const { epochs: _, ...others } = config.settings;
  const full = presentValue({ ...config, settings: others }, "epochs");
  const epochs = presentValue(config, "epochs");
  const within = (value: "120" | "600") => epochsWithin(config, Number(value), rate).epochs;
  // The first that means the present number of epochs; none where that was chosen by hand.
  const needed = secondsOf(config, rate);
  // A little more than the budget is what the present rate makes of it; one epoch may take far more than a short one.
  const isWithin = (value: "120" | "600") => within(value) === epochs && needed < 1.5 * Number(value);
  const chosen = epochs === full ? "full" : (["120", "600"] as const).find(isWithin);
  return (
    <div className="beside-control">
      <span className="note">Budget</span>
      <Segmented
        label="Budget"
        value={chosen ?? ""}
        options={budgets}
        onChange={(value) => {
          const wanted = value === "120" || value === "600" ? within(value) : full;
          if (wanted !== undefined) actions.changeSetting("epochs", wanted);
        }}
      />
      <span className="note">
        {String(epochs)} {epochs === 1 ? "epoch, the least" : "epochs"}: about {duration(needed)} at the rate
        of now
        {judged > 1 &&
          `; S-KdT over ${judged} architectures to about ±${expectedNoise(judged).toFixed(2)}, one seed`}
        .
      </span>
    </div>
  );
}
