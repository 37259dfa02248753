/**
 * @file Charts that a library draws. They come once the first sight of the page stands, one after another, each in an idle
 * moment of its own. Not by React's own lazy: it gathers what has loaded and shows it at once, and charts made together
 * hold the page up for several times as long.
 */
import { type ComponentType, startTransition, useEffect, useState } from "react";
import type { LazyPart } from "../Late.tsx";
import { histogram, stepChart } from "./lateCharts.ts";

const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve(), { timeout: 500 });
    else setTimeout(resolve, 50);
  });

/** Until a chart that could not be loaded is asked for again. */
const retryMs = 5000;

let turn: Promise<unknown> = Promise.resolve();

/** Stands in the place of a chart that could not be loaded. */
function MissingChart() {
  return (
    <p className="note" role="status">
      The chart could not be loaded; it is asked for again every {retryMs / 1000} seconds. Training goes on.
    </p>
  );
}

/** What `part` brings, `undefined` until it is there and it is its turn; a word in its place where it does not come. */
function useLater<Props extends object>(part: LazyPart<Props>): ComponentType<Props> | undefined {
  const [loaded, setLoaded] = useState<ComponentType<Props>>();
  useEffect(() => {
    let gone = false;
    const take = async (): Promise<void> => {
      await part.bring();
      await idle();
      if (!gone) startTransition(() => setLoaded(() => part.component));
    };
    let again: ReturnType<typeof setTimeout> | undefined;
    const queue = (): void => {
      // A chart that cannot be loaded, because the connection broke say, must not keep the next one from coming.
      turn = turn.then(take, take);
      turn.catch(() => {
        if (gone) return;
        setLoaded(() => MissingChart);
        again = setTimeout(queue, retryMs);
      });
    };
    queue();
    return () => {
      gone = true;
      clearTimeout(again);
    };
  }, [part]);
  return loaded;
}

export const useStepChart = () => useLater(stepChart);
export const useHistogram = () => useLater(histogram);
