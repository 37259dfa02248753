/** @file How accurate the super-net is at all, whatever its ranking. */

/** Mean of the scores; `undefined` without scores. */
export function meanAccuracy(predictions: ArrayLike<number>): number | undefined {
  const n = predictions.length;
  if (n === 0) return undefined;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += predictions[i] as number;
  return Number.isFinite(sum) ? sum / n : undefined;
}

/** Largest accuracy that guessing explains: chance plus two standard errors of a share over `images`. */
export function chanceLimit(chance: number, images: number): number {
  return chance + 2 * Math.sqrt((chance * (1 - chance)) / images);
}

/** Share of the architectures at chance level: not trained, or broken. `undefined` without scores. */
export function shareAtChance(
  predictions: ArrayLike<number>,
  chance: number,
  images: number,
): number | undefined {
  const n = predictions.length;
  if (n === 0) return undefined;
  const limit = chanceLimit(chance, images);
  let count = 0;
  for (let i = 0; i < n; i++) if (!((predictions[i] as number) > limit)) count++;
  return count / n;
}
