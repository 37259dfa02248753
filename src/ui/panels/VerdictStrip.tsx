/** @file The verdict in one line, for when its panel is out of sight: S-KdT with its interval, the sentence, and a small curve. */
import { useEffect, useState } from "react";
import type { CorrelationPoint } from "../../core/metrics/history.ts";
import { metricOf } from "../../core/metrics/index.ts";
import { signed } from "../difference.ts";
import { correlation } from "../format.ts";
import { useLab } from "../LabContext.tsx";
import { useCertainty, useDifferenceWords, useVerdictWords } from "../useVerdict.ts";
import "../styles/strip.css";

const panel = "panel-verdict";

/** Pixels of the window's upper edge that the bar lies over once the page is scrolled; on a phone a part of it leaves. */
const covered = (bar: HTMLElement): number =>
  Math.max(0, bar.offsetHeight + (Number.parseFloat(getComputedStyle(bar).top) || 0));

/** Whether the panel of the verdict is on the page and was scrolled out of sight. */
function useOutOfSight(): boolean {
  const [isOut, setOut] = useState(false);
  useEffect(() => {
    // The panel is high on a phone: its number and its sentence must be in sight.
    const found = document.querySelector(`#${panel} .verdict-words`) ?? document.getElementById(panel);
    const bar = document.querySelector<HTMLElement>(".top-bar");
    if (!found || !bar) return;
    let seen: IntersectionObserver | undefined;
    const observe = (): void => {
      const edge = covered(bar);
      // Below the window it is still to come.
      const isPast = ({ isIntersecting, boundingClientRect: { top } }: IntersectionObserverEntry): boolean =>
        !isIntersecting && top < edge;
      seen?.disconnect();
      seen = new IntersectionObserver((entries) => setOut(entries.slice(-1).some(isPast)), {
        rootMargin: `-${edge}px 0px 0px 0px`,
      });
      seen.observe(found);
    };
    // Told once at the start, too.
    const sized = new ResizeObserver(observe);
    sized.observe(bar);
    return () => {
      sized.disconnect();
      seen?.disconnect();
    };
  }, []);
  return isOut;
}

/** Leads back to the panel. */
export default function VerdictStrip() {
  if (!useOutOfSight()) return null;
  const back = (): void => {
    const found = document.getElementById(panel);
    found?.scrollIntoView({ block: "start" });
    found?.focus({ preventScroll: true });
  };
  return (
    <button type="button" className="verdict-strip" title="To the verdict" onClick={back}>
      <VerdictLine />
    </button>
  );
}

export function VerdictLine() {
  const known = useLab((state) => state.figures.now !== undefined);
  const skdt = useLab((state) => state.figures.now?.skdt);
  const interval = useCertainty(({ interval }) => interval);
  const words = useVerdictWords(true);
  const difference = useDifferenceWords();
  const isOfRules = useLab((state) => state.comparedFigures.comparison?.with === "rules");
  const against = isOfRules ? "The same weights by the rules before" : "Against the baseline";
  return (
    <span className="verdict-line number">
      <span className="verdict-line-number">
        {metricOf("skdt").title} <strong>{known ? correlation(skdt, "n/a") : "–"}</strong>
        {known && interval && (
          <span className="note">
            {" "}
            {signed(interval.low)} to {signed(interval.high)}
          </span>
        )}
      </span>
      <SmallCurve />
      <span className="verdict-line-words">{difference ? `${against}: ${difference}` : words}</span>
    </span>
  );
}

const size = { width: 110, height: 30 };
const none: readonly CorrelationPoint[] = [];

/** The correlation shown first, over the run; the baseline's behind it. */
function SmallCurve() {
  const metric = useLab((state) => state.view.metric);
  const history = useLab((state) => state.figures.history);
  const before = useLab((state) => state.baseline?.figures.history ?? none);
  const points = [...history, ...before];
  const steps = Math.max(1, ...points.map(({ step }) => step));
  const values = points.map((point) => point[metric] ?? 0);
  const low = Math.min(0, ...values);
  const high = Math.max(0.2, ...values);
  const top = (value: number): number => size.height - 3 - ((value - low) / (high - low)) * (size.height - 6);
  const path = (line: readonly CorrelationPoint[]): string =>
    line
      .flatMap(({ step, [metric]: value }) =>
        value === undefined
          ? []
          : [`${(2 + (step / steps) * (size.width - 4)).toFixed(1)} ${top(value).toFixed(1)}`],
      )
      .join("L")
      // A lone point is a dot.
      .replace(/^[^L]+$/, "$&h0");
  return (
    <svg
      {...size}
      viewBox={`0 0 ${size.width} ${size.height}`}
      preserveAspectRatio="none"
      className="verdict-curve"
      aria-hidden="true"
    >
      <path d={`M0 ${top(0)}h${size.width}`} stroke="var(--line)" />
      {before.length > 0 && <path d={`M${path(before)}`} stroke="var(--baseline)" strokeDasharray="4 3" />}
      {history.length > 0 && <path d={`M${path(history)}`} stroke={`var(--${metric})`} strokeWidth="2" />}
    </svg>
  );
}
