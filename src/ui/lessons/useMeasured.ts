/** @file What a step of a lesson showed when it was done, where the lab goes on and shows it no longer. */
import { useEffect, useState } from "react";
import type { ShownReading } from "../../core/lessons/answerFile.ts";
import type { LessonStep, ReadingKind } from "../../core/lessons/lesson.ts";
import type { RunId } from "../../core/run.ts";
import type { LabState } from "../../store/labState.ts";
import { useLab, useLabState } from "../LabContext.tsx";
import { missing, reading } from "./readings.ts";

export interface Measured {
  readonly active: RunId | undefined;
  /** Whose weights were scored. */
  readonly step: number;
  readonly values: ReadonlyMap<ReadingKind, ShownReading>;
}

/** The next round ends a comparison of the same weights by other rules; all other states last. */
const passes = ({ check }: LessonStep): boolean => check?.type === "compared" && check.with === "rules";

/**
 * By key of a step.
 * @param isDone whether the lab is as the step waits for
 */
export function useMeasured(
  key: string,
  step: LessonStep | undefined,
  isDone: (state: LabState) => boolean,
): ReadonlyMap<string, Measured> {
  const [kept, setKept] = useState<ReadonlyMap<string, Measured>>(new Map());
  const state = useLabState();
  const isThere = useLab(
    (now) =>
      step !== undefined && passes(step) && isDone(now) && now.certainty?.round === now.figures.round?.number,
  );
  useEffect(() => {
    if (!isThere || !step?.readings) return;
    const now = state();
    const values = new Map(step.readings.map((kind) => [kind, reading(kind, now)] as const));
    const measured = { active: now.active, step: now.figures.round?.step ?? 0, values };
    setKept((before) =>
      before.get(key)?.active === now.active ? before : new Map(before).set(key, measured),
    );
  }, [isThere, step, key, state]);
  return kept;
}

/** The number of a step: as it was measured, else of the live run, else as an earlier step of the lesson measured it. */
export function shownReading(
  kind: ReadingKind,
  state: LabState,
  kept: ReadonlyMap<string, Measured>,
  key: string,
): ShownReading {
  const ofRun = ({ active }: Measured): boolean => active === state.active;
  const own = kept.get(key);
  const found = own && ofRun(own) ? own.values.get(kind) : undefined;
  if (found) return found;
  const live = reading(kind, state);
  if (live.value !== missing) return live;
  const earlier = [...kept]
    .filter(([one, measured]) => lessonOf(one) === lessonOf(key) && ofRun(measured))
    .findLast(([, { values }]) => values.has(kind));
  return earlier?.[1].values.get(kind) ?? live;
}

const lessonOf = (key: string): string => key.split(".")[0] ?? "";
