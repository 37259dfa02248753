/** @file The live numbers of a lesson's step. */
import type { ReadingKind } from "../../core/lessons/lesson.ts";
import { useLab } from "../LabContext.tsx";
import { reading } from "./readings.ts";

export function LessonReadings({ kinds }: { readonly kinds: readonly ReadingKind[] }) {
  return (
    <dl className="lesson-readings">
      {kinds.map((kind) => (
        <Line key={kind} kind={kind} />
      ))}
    </dl>
  );
}

function Line({ kind }: { readonly kind: ReadingKind }) {
  const label = useLab((state) => reading(kind, state).label);
  const value = useLab((state) => reading(kind, state).value);
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
