/** @file The threshold that stand-alone accuracies are rounded to, in percentage points as all beside it; links and files hold a fraction. */
import { viewSettings } from "../../core/linkView.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { NumberControl } from "./NumberControl.tsx";

const inPoints = (fraction: number): number => Number((fraction * 100).toPrecision(6));
const inFraction = (value: number): number => Number((value / 100).toPrecision(6));

const found = viewSettings.find((spec) => spec.key === "thr");
const spec = found?.kind === "number" && {
  ...found,
  default: inPoints(found.default),
  min: inPoints(found.min),
  max: inPoints(found.max),
  stops: found.stops.map(inPoints),
  unit: "points",
};

export function ThresholdControl() {
  const threshold = useLab((state) => state.view.thr);
  const actions = useActions();
  if (!spec) return null;
  return (
    <NumberControl
      spec={spec}
      value={inPoints(threshold)}
      disabled={false}
      describedBy=""
      onChange={(value) => actions.changeView({ thr: inFraction(value) })}
    />
  );
}
