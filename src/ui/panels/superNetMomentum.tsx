/** @file How much every operation of a super-net moves: the norm of its momentum, of the last checkpoint that came to the page. */
import { useMemo } from "react";
import { recipeOf } from "../../core/heuristics/index.ts";
import { momentumNorms } from "../../core/momentumNorms.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import type { SuperNet } from "../../core/spaces/superNet.ts";
import { count } from "../format.ts";
import { useLab } from "../LabContext.tsx";

export interface Momentum {
  readonly step: number;
  readonly largest: number;
  shareOf(place: number, choice: number): number | undefined;
  words(place: number, choice: number): string;
}

/** `undefined` where there is none, or nothing in it moves by momentum. */
export function useMomentum(superNet: SuperNet, space: SearchSpace, isWanted: boolean): Momentum | undefined {
  const checkpoint = useLab(({ runs, active }) => runs.find(({ id }) => id === active)?.kept?.checkpoint);
  return useMemo(() => {
    if (!isWanted || !checkpoint) return undefined;
    const { network } = recipeOf(space, checkpoint.config.settings);
    const norms = momentumNorms(checkpoint.snapshot.momenta, superNet, network);
    const largest = Math.max(0, ...norms.flat().flatMap((norm) => norm ?? []));
    if (largest === 0) return undefined;
    return {
      step: checkpoint.step,
      largest,
      shareOf(place, choice) {
        const norm = norms[place]?.[choice];
        return norm === undefined ? undefined : norm / largest;
      },
      words(place, choice) {
        const norm = norms[place]?.[choice];
        return norm === undefined
          ? ""
          : `; norm of its momentum ${norm.toPrecision(2)} at step ${count(checkpoint.step)}`;
      },
    };
  }, [checkpoint, isWanted, superNet, space]);
}

export function MomentumNote({ momentum }: { readonly momentum: Momentum | undefined }) {
  return (
    <p className="note">
      {momentum
        ? `Norm of each operation's momentum at step ${count(momentum.step)}, over all cells: the sum of its gradients, weight decay among them, in which older steps fade. It comes with the checkpoint that the page takes every ten seconds; gradients of single steps are not reported.`
        : "No momentum is known of this run: it comes with the first checkpoint, and a run that was opened from a file has none."}
    </p>
  );
}
