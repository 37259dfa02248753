/** @file In the help of a heuristic: what the lab's own study found of it in the present space, beside what is reported. */
import type { Heuristic } from "../../core/heuristics/heuristic.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { effectSentence } from "../../core/study/findingText.ts";
import { shippedFindings } from "../../store/shipped.ts";
import { useLab } from "../LabContext.tsx";
import { useShipped } from "../useShipped.ts";

export function FoundHere({ heuristic }: { readonly heuristic: Heuristic }) {
  const space: SearchSpace = spaceById(useLab((state) => state.config.space)) ?? spaces[0];
  const found = useShipped(shippedFindings, space);
  if (!found || found.status === "failed") return null;
  if (found.status === "not run")
    return <p className="source">The lab's own study has not been run in {space.title} yet.</p>;
  const keys = heuristic.settings.map(({ key }) => key);
  const { effects, plan } = found.value;
  const own = effects.filter(({ key }) => keys.includes(key));
  if (own.length === 0) return <p className="source">Not varied in the lab's own study of {space.title}.</p>;
  return (
    <>
      <p>
        In this lab, {space.title}, {plan.seeds.length} seeds:
      </p>
      {own.map((effect) => (
        <p key={`${effect.key} ${effect.value}`} className="source">
          {effectSentence(effect)}.
        </p>
      ))}
    </>
  );
}
