/** @file Which architecture the page is about: what is pointed at, until another one is chosen. */
import { afterEach, expect, it, vi } from "vitest";
import { openFakeLab } from "./fakeLab.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const cell = (operation: string): string => `|${operation}~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|`;

it("what a finger tapped stays until something else is chosen, or another space", async () => {
  const lab = await openFakeLab();
  const at = () => {
    const { selected, hovered } = lab.store.getState();
    return { selected, hovered };
  };
  const [tapped, other] = [cell("nor_conv_3x3"), cell("nor_conv_1x1")];
  lab.actions.hover(tapped);
  lab.actions.select(tapped);
  expect(at()).toEqual({ selected: tapped, hovered: tapped });
  lab.actions.select(other);
  expect(at()).toEqual({ selected: other, hovered: undefined });
  lab.actions.hover(tapped);
  lab.actions.select(undefined);
  expect(at()).toEqual({ selected: undefined, hovered: undefined });
  lab.actions.hover(tapped);
  lab.actions.beginLinked({ ...lab.store.getState().config, space: "darts" });
  expect(at().hovered).toBeUndefined();
});
