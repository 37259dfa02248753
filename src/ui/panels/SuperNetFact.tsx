/** @file What is known of an operation of the drawn super-net that was picked. */
import { useMemo } from "react";
import { count } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { holdersOf } from "../superNetFacts.ts";
import { useStaggered } from "../useStaggered.ts";

/** By its place in the super-net and its number there. */
export interface Operation {
  readonly place: number;
  readonly choice: number;
}

interface FactProps {
  readonly operation: Operation;
  readonly words: string;
  readonly choicesOf: (architecture: string) => readonly (number | undefined)[] | undefined;
}

const shownHolders = 3;

export function SuperNetFact({ operation: { place, choice }, words, choicesOf }: FactProps) {
  const architectures = useStaggered(
    useLab((state) => state.figures.architectures),
    1000,
    0,
  );
  const actions = useActions();
  const holders = useMemo(
    () => holdersOf(architectures, choicesOf, place, choice),
    [architectures, choicesOf, place, choice],
  );
  const { ranks } = holders;
  const rank = (of: "superNet" | "standAlone"): string =>
    ranks ? `${ranks[of].toFixed(1)} (of all: ${ranks.ofAll[of].toFixed(1)})` : "";
  return (
    <section className="super-net-fact" aria-label="The operation picked" aria-live="polite">
      <p>{words}.</p>
      {holders.scored > 0 && (
        <p>
          {count(holders.architectures.length)} of the {count(holders.scored)} architectures scored train it
          {ranks
            ? `; their mean rank is ${rank("superNet")} by the super-net and ${rank("standAlone")} by stand-alone accuracy. 1 is best.`
            : "."}
        </p>
      )}
      {holders.architectures.length > 0 && (
        <>
          <p className="note">The best of them by the super-net; click to select:</p>
          <ol className="super-net-holders">
            {holders.architectures.slice(0, shownHolders).map(({ architecture }) => (
              <li key={architecture}>
                <button
                  type="button"
                  className="link-button mono"
                  onClick={() => actions.select(architecture)}
                >
                  {architecture}
                </button>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
