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
  const due = useRef<number>(undefined);
  useEffect(() => {
    if (shown === value) return;
    const now = performance.now();
    // A time, not a delay: values that come faster than the beat must not put the look off again and again.
    due.current ??= now + offset;
    const timer = setTimeout(
      () => {
        due.current = performance.now() + hold;
        startTransition(() => setShown(latest.current));
      },
      Math.max(0, due.current - now),
    );
    return () => clearTimeout(timer);
  }, [value, shown, hold, offset]);
  return shown;
}
