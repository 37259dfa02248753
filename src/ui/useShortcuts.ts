/** @file The keys of the lab. Off while somebody types, in dialogs, and when the lab is embedded in another page. */
import { useEffect, useRef } from "react";
import { useActions, useLab } from "./LabContext.tsx";

/** Elements that use these keys themselves. */
const busy = "input, select, textarea, button, summary, a, dialog, [popover], [contenteditable]";
const typing =
  "input:not([type=radio], [type=checkbox], [type=range]), select, textarea, dialog, [contenteditable]";

export function useShortcuts(help: () => void): void {
  const actions = useActions();
  const embedded = useLab((state) => state.view.embed);
  const openHelp = useRef(help);
  openHelp.current = help;
  useEffect(() => {
    if (embedded) return;
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target instanceof Element ? event.target : document.body;
      // Space presses a focused button; the other keys are free there.
      if (target.closest(event.key === " " ? busy : typing)) return;
      switch (event.key) {
        case " ":
          actions.toggle();
          break;
        case ".":
          actions.advance("step");
          break;
        // With Shift: it discards what was trained, which stray typing must not.
        case "R":
          if (!event.shiftKey) return;
          actions.restart();
          break;
        case "?":
          openHelp.current();
          break;
        default:
          return;
      }
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [actions, embedded]);
}
