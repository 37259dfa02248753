/**
 * @file A value that is looked at only now and then. Charts take it instead of the value itself, each with a beat of its own,
 * so that they never all draw in the same task.
 */
import { startTransition, useEffect, useRef, useState } from "react";

/** `hold` milliseconds between two looks; `offset` puts charts out of step with each other. */
export function useStaggered<T>(value: T, hold: number, offset: number): T {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  latest.current = value;
  const seen = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (shown === value) return;
    const now = performance.now();
    const wait = Math.max(0, seen.current + hold - now) || (seen.current < 0 ? offset : 0);
    const timer = setTimeout(() => {
      seen.current = performance.now();
      startTransition(() => setShown(latest.current));
    }, wait);
    return () => clearTimeout(timer);
  }, [value, shown, hold, offset]);
  return shown;
}
