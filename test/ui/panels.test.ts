import { expect, it } from "vitest";
import { panels, unknownPanels } from "../../src/ui/panels/registry.ts";

it("panels have an id of their own, which a link can carry, and others are named", () => {
  const ids = panels.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.join(",")).toMatch(/^[a-z0-9,-]+$/);
  expect(unknownPanels([...ids, "histogram"])).toEqual(["histogram"]);
});
