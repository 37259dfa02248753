/** @file What a chart over training steps is made of, as plain values. */
import type { Domain } from "./axis.ts";

export interface LinePoint {
  readonly step: number;
  /** Absent where the line breaks. */
  readonly value?: number;
  /** What else to know of it when it is read. */
  readonly note?: string;
}

export interface BandPoint {
  readonly step: number;
  /** Absent where the band breaks. */
  readonly range?: { readonly low: number; readonly high: number };
}

export interface LineSeries {
  readonly id: string;
  readonly title: string;
  readonly points: readonly LinePoint[];
  readonly axis: "left" | "right";
  readonly color: string;
  readonly width: number;
  /** A range around the line. */
  readonly band?: readonly BandPoint[];
  readonly dash?: string;
  /** Radius of a dot on every point, where there are few enough to tell apart. */
  readonly dots?: number;
}

/** The stretches of a band without a break. */
export function bandParts(
  band: readonly BandPoint[],
): { readonly step: number; readonly low: number; readonly high: number }[][] {
  const parts: { step: number; low: number; high: number }[][] = [[]];
  for (const { step, range } of band)
    if (range) parts.at(-1)?.push({ step, ...range });
    else parts.push([]);
  return parts.filter(({ length }) => length > 0);
}

/** A horizontal line to judge by. */
export interface ReferenceValue {
  readonly id: string;
  readonly title: string;
  readonly value: number;
  /** The value in words; absent: with two digits. */
  readonly text?: string;
  readonly color: string;
}

/** A vertical line: something changed here. */
export interface ChangeMark {
  readonly step: number;
  readonly title: string;
}

export interface LineAxis {
  readonly domain: Domain;
  readonly tick: (value: number) => string;
  /** With the digits that a reading deserves. */
  readonly print: (value: number) => string;
}

/** The point of the line nearest to a step, where the line has a value at all; of several at one step the last. */
export function nearestPoint(points: readonly LinePoint[], step: number): LinePoint | undefined {
  let best: LinePoint | undefined;
  for (const point of points)
    if (point.value !== undefined && (!best || Math.abs(point.step - step) <= Math.abs(best.step - step)))
      best = point;
  return best;
}
