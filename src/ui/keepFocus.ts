/** @file Where a button that is pressed goes away, as "Stop" does, its panel or dialog takes the focus; else it would fall to the top of the page. */

/** From now on. */
export function keepFocus(): void {
  let focused: Element | undefined;
  let place: HTMLElement | null = null;
  const observer = new MutationObserver(() => {
    if (!focused || focused.isConnected) return;
    observer.disconnect();
    if (document.activeElement === document.body) place?.focus({ preventScroll: true });
    focused = undefined;
  });
  addEventListener("focusin", ({ target }) => {
    observer.disconnect();
    if (!(target instanceof Element)) return;
    focused = target;
    place = target.closest<HTMLElement>('[id^="panel-"], dialog');
    if (place) observer.observe(place, { childList: true, subtree: true });
  });
}
