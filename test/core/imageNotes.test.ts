/** @file What a recipe asks for that the images do not allow. */
import { expect, it } from "vitest";
import { datasets } from "../../src/core/datasets.ts";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { imageNotes } from "../../src/core/imageNotes.ts";
import { judgedBy, remarksOf, resolveRun } from "../../src/core/resolveRun.ts";
import type { Settings } from "../../src/core/settings.ts";
import { spaces } from "../../src/core/spaces/index.ts";

const [dataset] = datasets;
const notes = (settings: Settings): string => imageNotes(recipeOf(spaces[0], settings), dataset).join(" ");

it("is told, and nothing else is", () => {
  expect(notes({})).toBe("");
  expect(notes({ portion: 0.01, bs: 512 })).toMatch(
    /^A batch takes 512 images, not the 100 of the portion\.$/,
  );
  expect(notes({ portion: 0.25, bs: 512 })).toBe("");
  expect(notes({ epochs: 1, shrink: 5000 })).toMatch(/^Training ends after \d+ steps, before all operations/);
  expect(notes({ epochs: 1, shrink: 100 })).toBe("");
  expect(notes({ evalimages: 5000 })).toBe("A score has 2000 images, all that validate.");
  expect(notes({ evalimages: 5000, evalbatch: 2000 })).toBe(
    "A score has 2000 images, all that validate, in one batch.",
  );
});

it("is said of a run, with a table and without", () => {
  const settings = { portion: 0.01, bs: 512, landmark: 1 };
  const config = { space: spaces[0].id, dataset: dataset.id, seed: 1, settings };
  const told = remarksOf(resolveRun(config, judgedBy(undefined))).join(" ");
  expect(told).toMatch(/There are no landmarks here/);
  expect(told).toMatch(/not the 100 of the portion/);
});
