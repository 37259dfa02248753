/** @file The numbers of a lesson's step: live, or as they were when what it shows was there. */
import type { ReadingKind } from "../../core/lessons/lesson.ts";
import { count } from "../format.ts";
import { useLab } from "../LabContext.tsx";
import { type Measured, shownReading } from "./useMeasured.ts";

interface LessonReadingsProps {
  readonly kinds: readonly ReadingKind[];
  readonly kept: ReadonlyMap<string, Measured>;
  /** Of the step. */
  readonly of: string;
}

export function LessonReadings({ kinds, kept, of }: LessonReadingsProps) {
  const active = useLab((state) => state.active);
  const measured = kept.get(of);
  const goesOn = useLab(({ phase }) => phase === "running");
  return (
    <>
      <dl className="lesson-readings">
        {kinds.map((kind) => (
          <Line key={kind} kind={kind} kept={kept} of={of} />
        ))}
      </dl>
      {measured && measured.active === active && (
        <p className="note">
          As scored on the weights of step {count(measured.step)}
          {goesOn && "; the run goes on"}.
        </p>
      )}
    </>
  );
}

function Line({ kind, kept, of }: Omit<LessonReadingsProps, "kinds"> & { readonly kind: ReadingKind }) {
  const label = useLab((state) => shownReading(kind, state, kept, of).label);
  const value = useLab((state) => shownReading(kind, state, kept, of).value);
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
