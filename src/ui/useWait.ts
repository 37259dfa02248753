/** @file How long something has been waited for, in whole seconds, once that is worth a word. */
import { useEffect, useState } from "react";

const minSeconds = 3;

/**
 * @param what is waited for; a change begins anew, and "" waits for nothing
 * @param whose of another the same wait begins anew, too
 */
export function useWait(what: string, whose: string): number | undefined {
  const [waited, setWaited] = useState<{
    readonly what: string;
    readonly whose: string;
    readonly seconds: number;
  }>();
  useEffect(() => {
    if (!what) return;
    const began = performance.now();
    const timer = setInterval(
      () => setWaited({ what, whose, seconds: Math.floor((performance.now() - began) / 1000) }),
      1000,
    );
    return () => clearInterval(timer);
  }, [what, whose]);
  const isPresent = waited?.what === what && waited.whose === whose;
  return isPresent && waited.seconds >= minSeconds ? waited.seconds : undefined;
}
