import { expect, it } from "vitest";
import { fromLink } from "../../src/core/shareLink.ts";
import { unknownLocks, unknownPanels } from "../../src/ui/panels/LinkNotes.tsx";
import { panels, shownPanels } from "../../src/ui/panels/registry.ts";

const shown = (hash: string): string[] => shownPanels(fromLink(hash).link.view).map(({ id }) => id);

it("panels have an id of their own, which a link can carry", () => {
  const ids = panels.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.join(",")).toMatch(/^[a-z0-9,-]+$/);
});

it("a link shows all panels, all but some, or some alone, and with them the lesson that it opens", () => {
  expect(shown("#v=2")).toEqual(panels.map(({ id }) => id));
  expect(shown("#v=2&hide=cell,histogram")).toEqual(panels.map(({ id }) => id).filter((id) => id !== "cell"));
  expect(shown("#v=2&show=scatter,correlation")).toEqual(["lesson", "scatter", "correlation"]);
  expect(shown("#v=2&show=scatter,correlation&hide=scatter")).toEqual(["lesson", "correlation"]);
});

it("what a link hides or shows is a panel, or is named", () => {
  const { view } = fromLink("#v=2&hide=cell,histogram&show=nope").link;
  expect(unknownPanels(view)).toEqual(["nope"]);
});

it("what a link locks is a setting, or space, seed, all", () => {
  expect(unknownLocks(["lr", "space", "seed", "all", "rate"])).toEqual(["rate"]);
});
