/** @file A part of the page as text, drawn without a browser from what a lab knows now. */
import type { ReactNode } from "react";
import { renderToString } from "react-dom/server";
import type { Lab } from "../../src/store/lab.ts";
import type { LabState } from "../../src/store/labState.ts";
import { LabContext } from "../../src/ui/LabContext.tsx";

/** @param more what the state has otherwise */
export function htmlOf(lab: Lab, part: ReactNode, more: Partial<LabState> = {}): string {
  const state = { ...lab.store.getState(), ...more };
  // A server renders the state that a store began with.
  const store = { ...lab.store, getState: () => state, getInitialState: () => state };
  return renderToString(<LabContext value={{ ...lab, store }}>{part}</LabContext>).replaceAll("<!-- -->", "");
}

/** The words alone. */
export const wordsOf = (...given: Parameters<typeof htmlOf>): string =>
  htmlOf(...given)
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
