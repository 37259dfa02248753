/** @file Pointing at what is drawn: a mouse tells what it is over, a finger what it tapped, until it taps elsewhere in the chart. */
import type { MouseEvent, PointerEvent } from "react";

/** @param under what lies under a place of the chart, given from its upper left corner; @param onHover gets `undefined` where nothing does */
export function pointing(
  under: (left: number, top: number) => string | undefined,
  onHover: (id: string | undefined) => void,
  onSelect: (id: string) => void,
) {
  const at = ({ currentTarget, clientX, clientY }: MouseEvent | PointerEvent): string | undefined => {
    const box = currentTarget.getBoundingClientRect();
    return under(clientX - box.left, clientY - box.top);
  };
  return {
    onPointerMove: (event: PointerEvent) => onHover(at(event)),
    // A finger leaves when it is lifted, before the click comes.
    onPointerLeave: ({ pointerType }: PointerEvent) => {
      if (pointerType !== "touch") onHover(undefined);
    },
    onClick: (event: MouseEvent) => {
      const id = at(event);
      onHover(id);
      if (id !== undefined) onSelect(id);
    },
  };
}
