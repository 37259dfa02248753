/** @file How long something has been waited for, in whole seconds, once that is worth a word. */
import { useEffect, useState } from "react";

const fewestSeconds = 3;

/** @param what is waited for; a change begins anew, and "" waits for nothing */
export function useWait(what: string): number | undefined {
  const [waited, setWaited] = useState<{ readonly what: string; readonly seconds: number }>();
  useEffect(() => {
    if (!what) return;
    const began = performance.now();
    const timer = setInterval(
      () => setWaited({ what, seconds: Math.floor((performance.now() - began) / 1000) }),
      1000,
    );
    return () => clearInterval(timer);
  }, [what]);
  return waited && waited.what === what && waited.seconds >= fewestSeconds ? waited.seconds : undefined;
}
