/** @file The threshold of S-KdT in words: what stand-alone accuracies are rounded to. */

/** An accuracy in percentage points, with as many digits as it has: 0.001 → "0.1". */
export const inPoints = (threshold: number): string => `${Number((threshold * 100).toPrecision(6))}`;

/** From here on per cent were meant, for hardly any architectures differ by more. */
const coarseThreshold = 0.05;

/** What to know of a threshold that makes most architectures equal; nothing of others. */
export const coarseRemark = (threshold: number): readonly string[] =>
  threshold < coarseThreshold
    ? []
    : [
        `threshold ${threshold} rounds stand-alone accuracies to ${inPoints(threshold)} percentage points; a tenth of one is 0.001.`,
      ];
