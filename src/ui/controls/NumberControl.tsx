/** @file A number setting: a slider over its stops, and a field that takes any value between its bounds. */
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { describeSetting, parseSetting, type SettingSpec } from "../../core/settings.ts";
import { settingNumber } from "../format.ts";
import "../styles/settings.css";

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

/** What was typed as a value of the setting, or what it must be instead. */
export function typedNumber(
  spec: NumberSpec,
  text: string,
): { readonly value: number } | { readonly problem: string } {
  const value = parseSetting(spec, text);
  if (typeof value === "number") return { value };
  const written = text.includes(",") ? ", written with a point and without commas" : "";
  return { problem: `Must be ${describeSetting(spec)}${spec.unit ? ` ${spec.unit}` : ""}${written}.` };
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
      <NumberField spec={spec} value={shown} disabled={disabled} onChange={onChange} />
    </div>
  );
}

type NumberFieldProps = Omit<NumberControlProps, "describedBy">;

/** Counts on Enter or when it is left; Escape takes back what was typed. */
function NumberField({ spec, value, disabled, onChange }: NumberFieldProps) {
  const message = useId();
  /** What was typed and does not count yet. */
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const leave = (): void => {
    setTyped(undefined);
    setProblem(undefined);
  };
  const commit = (): void => {
    if (typed === undefined) return;
    const read = typedNumber(spec, typed);
    if ("problem" in read) {
      setProblem(read.problem);
      return;
    }
    leave();
    if (read.value !== value) onChange(read.value);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === "Enter") commit();
    if (event.key !== "Escape" || typed === undefined) return;
    // What stands around it, a popover say, stays open.
    event.preventDefault();
    leave();
  };
  return (
    <>
      <span className="number-field">
        <input
          type="text"
          inputMode="decimal"
          autoComplete="off"
          className="number"
          value={typed ?? settingNumber(value).replaceAll(",", "")}
          disabled={disabled}
          aria-label={`${spec.title}, typed`}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : message}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setProblem(undefined);
          }}
          onKeyDown={press}
          onBlur={commit}
        />
        {spec.unit && <span>{spec.unit}</span>}
      </span>
      {problem && (
        <p id={message} role="alert" className="note number-problem">
          {problem}
        </p>
      )}
    </>
  );
}
