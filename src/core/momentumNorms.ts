/** @file How large the momentum of every operation of a super-net is: the running sum of its gradients, as a checkpoint holds it. */
import { type NamedArrays, parameterOfMomentum } from "./checkpoint.ts";
import type { NetworkRecipe } from "./recipe.ts";
import type { SuperNet } from "./spaces/superNet.ts";

/**
 * Euclidean norm over all weights of an operation in all cells, those of other super-nets of a split and of momentum groups among them.
 * @param momenta by the names of a checkpoint
 * @returns per place and choice; `undefined` for what has no weights, or none that has a momentum yet
 */
export function momentumNorms(
  momenta: NamedArrays,
  superNet: SuperNet,
  recipe: NetworkRecipe,
): readonly (readonly (number | undefined)[])[] {
  const squares: (number | undefined)[][] = superNet.places.map(({ choices }) =>
    choices.map(() => undefined),
  );
  for (const [name, values] of Object.entries(momenta)) {
    const owners = superNet.ownersOf(parameterOfMomentum(name).replace(/^split\d+\//, ""), recipe);
    if (owners.length === 0) continue;
    let sum = 0;
    for (const value of values) sum += value * value;
    for (const { place, choice } of owners) squares[place]![choice] = (squares[place]![choice] ?? 0) + sum;
  }
  return squares.map((own) => own.map((sum) => (sum === undefined ? undefined : Math.sqrt(sum))));
}
