/** @file A number setting: a slider over its stops. A value between the stops, from a link say, becomes a stop of its own. */
import { useEffect, useState } from "react";
import type { SettingSpec } from "../../core/settings.ts";
import { settingNumber } from "../format.ts";

type NumberSpec = Extract<SettingSpec, { kind: "number" }>;

interface NumberControlProps {
  readonly spec: NumberSpec;
  readonly value: number;
  readonly disabled: boolean;
  readonly describedBy: string;
  readonly onChange: (value: number) => void;
}

/** How long a moved thumb must rest before its value counts, for keyboards and everything else without a release. */
const restMilliseconds = 500;

/** The stops with `value` among them, ascending. */
export function stopsWith(stops: readonly number[], value: number): number[] {
  return [...new Set([...stops, value])].sort((a, b) => a - b);
}

/** The value with its unit. */
function printNumber(spec: NumberSpec, value: number): string {
  return spec.unit ? `${settingNumber(value)} ${spec.unit}` : settingNumber(value);
}

export function NumberControl({ spec, value, disabled, describedBy, onChange }: NumberControlProps) {
  // While the thumb moves only the text follows: a change may start a new run, so it is sent on release or at rest.
  const [held, setHeld] = useState<number>();
  const stops = stopsWith(spec.stops, value);
  const shown = held ?? value;
  const commit = (): void => {
    if (held !== undefined && held !== value) onChange(held);
    setHeld(undefined);
  };
  useEffect(() => {
    if (held === undefined) return;
    const timer = setTimeout(() => {
      if (held !== value) onChange(held);
      setHeld(undefined);
    }, restMilliseconds);
    return () => clearTimeout(timer);
  }, [held, value, onChange]);
  const position = stops.indexOf(shown);
  return (
    <div className="number-control">
      <input
        type="range"
        min={0}
        max={stops.length - 1}
        step={1}
        value={Math.max(0, position)}
        disabled={disabled}
        aria-label={spec.title}
        aria-valuetext={printNumber(spec, shown)}
        aria-describedby={describedBy}
        style={{ "--filled": `${(100 * Math.max(0, position)) / Math.max(1, stops.length - 1)}%` } as object}
        onChange={(event) => setHeld(stops[Number(event.currentTarget.value)])}
        onPointerUp={commit}
        onBlur={commit}
      />
      <span className="number-control-value number" aria-hidden="true">
        {printNumber(spec, shown)}
      </span>
    </div>
  );
}
