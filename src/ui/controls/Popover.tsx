/**
 * @file A small panel opened by a button, on the browser's own popover: it closes on Escape and on a click elsewhere, blocks
 * nothing, and costs no library.
 */
import { type ReactNode, useCallback, useId, useLayoutEffect, useRef, useState } from "react";

interface PopoverProps {
  /** Accessible name of the button. */
  readonly label: string;
  readonly button: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Popover({ label, button, className = "icon-button", children }: PopoverProps) {
  const id = useId();
  const anchor = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);

  // Most popovers are never opened: what they hold is made when they are.
  const [open, setOpen] = useState(false);

  const place = useCallback((): void => {
    if (!anchor.current || !panel.current) return;
    const margin = 8;
    const from = anchor.current.getBoundingClientRect();
    const { width, height } = panel.current.getBoundingClientRect();
    const left = Math.min(Math.max(margin, from.left), innerWidth - width - margin);
    const below = from.bottom + 6;
    const top = below + height + margin <= innerHeight ? below : Math.max(margin, from.top - height - 6);
    panel.current.style.left = `${left}px`;
    panel.current.style.top = `${top}px`;
  }, []);
  // When it is shown, and when what it holds grows.
  useLayoutEffect(() => {
    if (!open || !panel.current) return;
    const observer = new ResizeObserver(place);
    observer.observe(panel.current);
    return () => observer.disconnect();
  }, [open, place]);

  return (
    <>
      <button ref={anchor} type="button" className={className} aria-label={label} popoverTarget={id}>
        {button}
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a key pressed on a button is a click */}
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className="popover"
        onBeforeToggle={(event) => setOpen(event.newState === "open")}
        onClick={(event) => {
          // A menu is done once something of it was chosen.
          const isChosen = event.target instanceof Element && event.target.closest(".popover-actions button");
          if (isChosen) panel.current?.hidePopover();
        }}
      >
        {open && children}
      </div>
    </>
  );
}
