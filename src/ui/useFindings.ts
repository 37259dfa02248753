/** @file The findings of the lab's own study in a space. */
import { useEffect, useState } from "react";
import type { SearchSpace } from "../core/spaces/space.ts";
import { type ShippedFindings, shippedFindings } from "../store/shippedFindings.ts";

/** `undefined` until they are there. */
export function useFindings(space: SearchSpace): ShippedFindings | undefined {
  const [known, setKnown] = useState<{ readonly space: SearchSpace; readonly found: ShippedFindings }>();
  useEffect(() => {
    let isWanted = true;
    void shippedFindings(space, document.baseURI).then((found) => {
      if (isWanted) setKnown({ space, found });
    });
    return () => {
      isWanted = false;
    };
  }, [space]);
  return known?.space === space ? known.found : undefined;
}
