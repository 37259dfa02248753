/** @file What a screen reader is told by itself: at most every ten seconds, and at once when a run stops. */

import { useEffect, useRef, useState } from "react";
import { metricOf } from "../../core/metrics/index.ts";
import { correlation, count } from "../format.ts";
import { useLab } from "../LabContext.tsx";
import { weightsOf } from "../rounds.ts";

const quietMilliseconds = 10_000;

export function LiveRegion() {
  const phase = useLab((state) => state.phase);
  const text = useLab((state) => {
    if (state.phase === "failed") return state.run?.failure?.message ?? "The run failed.";
    const { now, round, scored } = state.figures;
    const step = `Step ${count(state.run?.step ?? 0)}`;
    const of = round ? ` of the ${weightsOf(round)}, ${count(scored)} architectures scored` : "";
    const value = now ? `. ${metricOf("skdt").title} ${correlation(now.skdt, "n/a")}${of}` : "";
    return `${state.phase === "running" ? "" : `${state.phase}. `}${step}${value}.`;
  });
  const [spoken, setSpoken] = useState("");
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    // A phase begins with a word of its own; then numbers follow slowly.
    setSpoken(phase === "waiting" ? "" : latest.current);
    if (phase !== "running") return;
    const timer = setInterval(() => setSpoken(latest.current), quietMilliseconds);
    return () => clearInterval(timer);
  }, [phase]);
  return (
    <div className="hidden-visually" aria-live="polite">
      {spoken}
    </div>
  );
}
