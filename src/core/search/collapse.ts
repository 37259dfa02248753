/** @file Where a search that changes the weights collapses to skip connections. */

/** An architecture has collapsed where more than this share of its operations are skip connections. */
export const collapseShare = 0.5;

/**
 * The step from which on more than `collapseShare` of the operations stay skip connections.
 * @param path the share after each step, in order
 * @returns `undefined` where it does not end so
 */
export function collapseOf(
  path: readonly { readonly step: number; readonly skips: number }[],
): number | undefined {
  const sound = path.findLastIndex(({ skips }) => skips <= collapseShare);
  return path[sound + 1]?.step;
}
