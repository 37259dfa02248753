/** @file Where the tour's card stands beside what it points at. Pure. */

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const gap = 14;
const margin = 12;

/**
 * To the right, to the left, below or above, where the whole card fits into the window beside the visible part of the target; else at
 * the bottom of the window, or at its top where the target begins in the lower half.
 * @param view width and height of the window
 */
export function placeCard(
  target: Box,
  card: Pick<Box, "width" | "height">,
  view: Pick<Box, "width" | "height">,
): { readonly left: number; readonly top: number } {
  const right = target.left + target.width;
  const bottom = target.top + target.height;
  const middle = clamp(
    (Math.max(target.top, 0) + Math.min(bottom, view.height) - card.height) / 2,
    view.height - card.height,
  );
  const center = clamp(target.left + (target.width - card.width) / 2, view.width - card.width);
  const places = [
    { left: right + gap, top: middle },
    { left: target.left - gap - card.width, top: middle },
    { left: center, top: bottom + gap },
    { left: center, top: target.top - gap - card.height },
  ];
  const fits = places.find(
    ({ left, top }) =>
      left >= margin &&
      top >= margin &&
      left + card.width <= view.width - margin &&
      top + card.height <= view.height - margin,
  );
  const isLow = target.top > view.height / 2;
  return (
    fits ?? {
      left: clamp((view.width - card.width) / 2, view.width - card.width),
      top: isLow ? margin : view.height - card.height - margin,
    }
  );
}

const clamp = (value: number, most: number): number => Math.max(margin, Math.min(value, most - margin));
