/** @file Numbers as people read them. The only place where a fraction becomes per cent. */

import { inPoints } from "../core/threshold.ts";

const thousands = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** 1234.5 → "1,235". */
export function count(value: number): string {
  return thousands.format(value);
}

/** Rank correlations: three digits unless told otherwise, and words where there is no number. */
export function correlation(value: number | undefined, missing = "–", digits = 3): string {
  if (value === undefined) return missing;
  if (Number.isNaN(value)) return "n/a";
  const text = value.toFixed(digits);
  return text.replace("-", Number(text) === 0 ? "" : "−");
}

/** 0.8312 → "83.1 %". */
export function percent(fraction: number | undefined, digits = 1): string {
  return fraction === undefined || Number.isNaN(fraction) ? "–" : `${(fraction * 100).toFixed(digits)} %`;
}

/** How ticks of fractions are written in per cent: with as many digits as keep two of them from looking alike, up to two. */
export function percentTicks(all: readonly number[]): (tick: number) => string {
  const isExact = (digits: number): boolean =>
    all.every((tick) => Math.abs(Number((tick * 100).toFixed(digits)) - tick * 100) < 1e-6);
  const digits = [0, 1].find(isExact) ?? 2;
  return (tick) => (tick * 100).toFixed(digits);
}

/** A difference of two fractions in percentage points: 0.013 → "1.3 points". */
export function points(difference: number, digits = 1): string {
  const value = (difference * 100).toFixed(digits);
  return `${value === "-0.0" ? "0.0" : value.replace("-", "−")} points`;
}

/** A threshold in percentage points, with as many digits as it has: 0.001 → "0.1 points". */
export const thresholdText = (threshold: number): string =>
  `${inPoints(threshold)} point${threshold === 0.01 ? "" : "s"}`;

/** 1234567 → "1.23 M". */
export function short(value: number): string {
  const units = [
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ] as const;
  for (const [size, unit] of units)
    if (Math.abs(value) >= size) return `${(value / size).toPrecision(3)} ${unit}`;
  return value.toPrecision(3).replace(/\.0+$/, "");
}

/** Seconds as "48 s", "3 min 20 s" or "1 h 05 min". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")} min`;
}

/** A setting's number: small ones in scientific form ("3e-4"), the rest as they are. */
export function settingNumber(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential().replace("e-0", "e-");
  return Math.abs(value) >= 10_000 ? count(value) : String(value);
}

/** "1st", "2nd", "3rd", "11th" … */
export function ordinal(rank: number): string {
  const tens = rank % 100;
  const ending = tens >= 11 && tens <= 13 ? "th" : ({ 1: "st", 2: "nd", 3: "rd" }[rank % 10] ?? "th");
  return `${count(rank)}${ending}`;
}
