/** @file The constants and the rule of batch norm that every engine shares. */

/** Added to the variance before its root is taken; PyTorch's and the papers' default. */
export const normEpsilon = 1e-5;

/** How far running statistics move towards those of a batch unless a setting says otherwise (PyTorch's `momentum`). */
export const defaultNormMomentum = 0.1;

/** What running statistics keep of a batch's variance over `count` values: the estimate of the population's. */
export function unbiasedVariance(biased: number, count: number): number {
  return (biased * count) / Math.max(count - 1, 1);
}
