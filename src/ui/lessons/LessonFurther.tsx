/** @file A lesson's own comparison and more of its kind, of which one is chosen and begun. */
import { useState } from "react";
import type { LessonLab, LessonStep } from "../../core/lessons/lesson.ts";
import { useLabState } from "../LabContext.tsx";
import { LessonActions } from "./LessonActions.tsx";
import { isSet } from "./lessonLab.ts";

interface LessonFurtherProps {
  /** Of the lesson's own comparison. */
  readonly lab: LessonLab | undefined;
  readonly further: NonNullable<LessonStep["further"]>;
}

export function LessonFurther({ lab, further }: LessonFurtherProps) {
  const state = useLabState();
  const [chosen, setChosen] = useState(() => further.findIndex((one) => isSet(one.lab, state())));
  const other = further[chosen];
  return (
    <>
      <label className="lesson-further">
        <span className="note">Compared</span>
        <select value={chosen} onChange={(event) => setChosen(Number(event.currentTarget.value))}>
          <option value={-1}>as in this lesson so far</option>
          {further.map(({ title }, index) => (
            <option key={title} value={index}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <LessonActions lab={other?.lab ?? lab} isOwn={other !== undefined} action={undefined} />
    </>
  );
}
