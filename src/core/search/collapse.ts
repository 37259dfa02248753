/** @file Where a search that changes the weights collapses to skip connections. */

/** An architecture has collapsed where more than this share of its operations are skip connections. */
export const collapseShare = 0.5;

/**
 * The step from which on more than `collapseShare` of the operations have been skip connections, after one step more.
 * @param since what it was before that step; `undefined` where they were not
 */
export const collapsedSince = (
  since: number | undefined,
  { step, skips }: { readonly step: number; readonly skips: number },
): number | undefined => (skips > collapseShare ? (since ?? step) : undefined);
