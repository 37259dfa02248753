/** @file What the site ships of a space, once it has come. */
import { useEffect, useState } from "react";
import type { SearchSpace } from "../core/spaces/space.ts";
import type { Shipped } from "../store/shipped.ts";

/** @param ask the same function at every call; `undefined` until it has answered */
export function useShipped<Value>(
  ask: (space: SearchSpace, base: string) => Promise<Shipped<Value>>,
  space: SearchSpace,
): Shipped<Value> | undefined {
  const [known, setKnown] = useState<{ readonly space: SearchSpace; readonly found: Shipped<Value> }>();
  useEffect(() => {
    let isWanted = true;
    void ask(space, document.baseURI).then((found) => {
      if (isWanted) setKnown({ space, found });
    });
    return () => {
      isWanted = false;
    };
  }, [ask, space]);
  return known?.space === space ? known.found : undefined;
}
