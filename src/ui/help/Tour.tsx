/**
 * @file The tour: a card beside each stop, which is lit. The lab below goes on and can be used. A library (driver.js, 8 kB compressed) was
 * looked at: it takes clicks and the Tab key away from the page.
 */
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Icon } from "../icons.tsx";
import { useLab } from "../LabContext.tsx";
import { placeCard } from "./placeCard.ts";
import { isNewcomer, isPlain, rememberOffer, type TourStop, tourStops } from "./tourStops.ts";
import "../styles/tour.css";

interface TourProps {
  readonly isOn: boolean;
  readonly onStart: () => void;
  readonly onEnd: () => void;
}

export default function Tour({ isOn, onStart, onEnd }: TourProps) {
  return isOn ? <Stops onEnd={onEnd} /> : <Offer onTake={onStart} />;
}

/** A line that can be dismissed; it is shown in one visit only. */
function Offer({ onTake }: { readonly onTake: () => void }) {
  const [isOpen, setOpen] = useState(isNewcomer);
  const isShown = useLab((state) => isPlain(state.view)) && isOpen;
  useEffect(() => {
    if (isShown) rememberOffer();
  }, [isShown]);
  if (!isShown) return null;
  return (
    <aside className="tour-offer" aria-label="Tour">
      <button type="button" className="link-button" onClick={onTake}>
        New here? A tour of five stops
      </button>
      <button type="button" className="icon-button small" aria-label="No tour" onClick={() => setOpen(false)}>
        <Icon name="close" size={14} />
      </button>
    </aside>
  );
}

function Stops({ onEnd }: { readonly onEnd: () => void }) {
  // What a link hides is no stop.
  const [stops] = useState(() => tourStops.filter(({ at }) => document.querySelector(at)));
  const [index, setIndex] = useState(0);
  const stop = stops[index];
  useEffect(() => {
    rememberOffer();
    const before = document.activeElement;
    return () => {
      const isLost = !(before instanceof HTMLElement && before.isConnected && before !== document.body);
      const next = isLost ? document.querySelector('[aria-label="What is this?"]') : before;
      if (next instanceof HTMLElement) next.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent): void => {
      const isElsewhere =
        event.target instanceof Element && event.target.closest("dialog, [popover]:not(.tour)");
      if (event.key === "Escape" && !isElsewhere) onEnd();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [onEnd]);
  if (!stop) return null;
  const isLast = index === stops.length - 1;
  return (
    <Card
      stop={stop}
      place={`${index + 1} of ${stops.length}`}
      onBack={index > 0 ? () => setIndex(index - 1) : undefined}
      onNext={isLast ? onEnd : () => setIndex(index + 1)}
      isLast={isLast}
      onEnd={onEnd}
    />
  );
}

interface CardProps {
  readonly stop: TourStop;
  readonly place: string;
  readonly onBack: (() => void) | undefined;
  readonly onNext: () => void;
  readonly isLast: boolean;
  readonly onEnd: () => void;
}

function Card({ stop, place, onBack, onNext, isLast, onEnd }: CardProps) {
  const card = useRef<HTMLDivElement>(null);
  const light = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const target = document.querySelector(stop.at);
    if (!target || !card.current) return;
    if (!card.current.matches(":popover-open")) card.current.showPopover();
    bringIntoSight(target);
    heading.current?.focus({ preventScroll: true });
    return follow(target, card.current, light.current);
  }, [stop]);
  const press = (event: KeyboardEvent): void => {
    // Where its heading has the focus, Enter reads on; on a button it does what that says.
    const isReadOn = event.key === "Enter" && event.target === heading.current;
    // Else the key would press what gets the focus after the last stop.
    if (isReadOn) event.preventDefault();
    if (event.key === "ArrowRight" || isReadOn) onNext();
    else if (event.key === "ArrowLeft") onBack?.();
  };
  return (
    <>
      <div ref={light} className="tour-light" aria-hidden="true" />
      <div
        ref={card}
        popover="manual"
        className="tour"
        role="dialog"
        aria-labelledby="tour-title"
        aria-describedby="tour-text"
        onKeyDown={press}
      >
        <div className="tour-head">
          <h2 id="tour-title" ref={heading} tabIndex={-1}>
            {stop.title}
          </h2>
          <span className="note">{place}</span>
        </div>
        <p id="tour-text">{stop.text}</p>
        <div className="button-row">
          <button type="button" className="button primary" onClick={onNext}>
            {isLast ? "Done" : "Next"}
          </button>
          {onBack && (
            <button type="button" className="button" onClick={onBack}>
              Back
            </button>
          )}
          {!isLast && (
            <button type="button" className="link-button" onClick={onEnd}>
              Skip the tour
            </button>
          )}
        </div>
      </div>
    </>
  );
}

/** What always stays in sight is left alone. */
function bringIntoSight(target: Element): void {
  if (getComputedStyle(target).position === "sticky") return;
  const isTall = target.getBoundingClientRect().height > innerHeight * 0.6;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.scrollIntoView({ block: isTall ? "start" : "center", behavior: isCalm ? "auto" : "smooth" });
}

/** Keeps card and light at the target while the page moves. @returns how to end it */
function follow(target: Element, card: HTMLElement, light: HTMLElement | null): () => void {
  const move = (): void => {
    const { left, top, width, height } = target.getBoundingClientRect();
    const zoom = card.currentCSSZoom ?? 1;
    const at = placeCard({ left, top, width, height }, card.getBoundingClientRect(), {
      width: document.documentElement.clientWidth,
      height: innerHeight,
    });
    Object.assign(card.style, { left: `${at.left / zoom}px`, top: `${at.top / zoom}px` });
    if (!light) return;
    const [x, y] = [left - 6, top - 6];
    Object.assign(light.style, {
      left: `${x / zoom}px`,
      top: `${y / zoom}px`,
      width: `${(width + 12) / zoom}px`,
      height: `${(height + 12) / zoom}px`,
    });
  };
  move();
  const observer = new ResizeObserver(move);
  for (const element of [target, card, document.body]) observer.observe(element);
  addEventListener("scroll", move, { capture: true, passive: true });
  addEventListener("resize", move);
  return () => {
    observer.disconnect();
    removeEventListener("scroll", move, { capture: true });
    removeEventListener("resize", move);
  };
}
