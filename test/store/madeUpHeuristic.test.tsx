/** @file One entry in the list of a group is all that a heuristic takes: page, link, help, recipe and checks follow. */
import { renderToString } from "react-dom/server";
import { expect, it, vi } from "vitest";
import { conflicts, heuristicOfSetting, recipeOf } from "../../src/core/heuristics/index.ts";
import { defaultView } from "../../src/core/linkView.ts";
import { fromLink, toLink } from "../../src/core/shareLink.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { LabContext } from "../../src/ui/LabContext.tsx";
import ControlsPanel from "../../src/ui/panels/ControlsPanel.tsx";
import { HeuristicHelp } from "../../src/ui/panels/HeuristicHelp.tsx";
import { unknownLocks } from "../../src/ui/panels/LinkNotes.tsx";
import { openFakeLab } from "./fakeLab.ts";

// The file of the group with one entry more.
vi.mock("../../src/core/heuristics/stepRules.ts", async (original) => {
  const { defineHeuristic } = await import("../../src/core/heuristics/heuristic.ts");
  const { stepRules } = await original<typeof import("../../src/core/heuristics/stepRules.ts")>();
  const madeUp = defineHeuristic({
    id: "moon-phase",
    group: "sampling",
    title: "Phase of the moon",
    explanation: "Trains more paths when the moon is full. People made it up for this test.",
    settings: [
      { key: "moon", title: "Full moon", effect: "nextStep", kind: "toggle", default: false },
      {
        key: "tide",
        title: "Height of the tide",
        effect: "reevaluate",
        kind: "number",
        default: 2,
        min: 0,
        max: 9,
        stops: [0, 2, 9],
        unit: "metres",
      },
      {
        key: "colder",
        title: "Colder",
        effect: "nextStep",
        kind: "choice",
        default: "no",
        choices: [
          { value: "no", title: "No" },
          { value: "a&b = 50 %", title: "Yes" },
        ],
      },
    ],
    changes: ({ moon }) => (moon ? { training: { pathsPerStep: 9 } } : {}),
    conflict: ({ training }) =>
      training.pathsPerStep === 9 ? "Nobody has seen the moon in a laboratory." : undefined,
  });
  return { stepRules: [...stepRules, madeUp] };
});

/** Text of a rendered page, without tags; entities as characters. */
const textOf = (html: string): string =>
  html
    // What stands in a field is not between tags.
    .replace(/<input type="text"[^>]* value="([^"]*)"[^>]*>/g, "$1")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");

it("is in the panel with its settings, badges and conflict, and acts on the run", async () => {
  const lab = await openFakeLab("#autorun=0");
  const shown = (): string => {
    const state = lab.store.getState();
    // A server renders the state that a store began with.
    const store = { ...lab.store, getInitialState: () => state };
    return textOf(
      renderToString(
        <LabContext value={{ ...lab, store }}>
          <ControlsPanel />
        </LabContext>,
      ),
    );
  };
  expect(shown()).toMatch(
    /Phase of the moon .*Full moon next step off .*Height of the tide new scores 2 metres/,
  );
  expect(shown()).not.toContain("Nobody has seen");
  lab.actions.changeSetting("moon", true);
  lab.actions.changeSetting("tide", 9);
  expect(lab.store.getState().config.settings).toEqual({ moon: true, tide: 9 });
  expect(shown()).toContain("Phase of the moon: Nobody has seen the moon in a laboratory.");
  expect(shown()).toMatch(/Path sampling 2 changed .*Full moon next step reset on .*9 metres/);
});

it("is in the link, whatever its values are", () => {
  const { config } = fromLink("").link;
  const linked = (settings: Readonly<Record<string, string | number | boolean>>) => ({
    config: { ...config, settings },
    view: defaultView,
  });
  const link = linked({ moon: true, tide: 9 });
  expect(toLink(link)).toBe("#v=2&moon=1&tide=9");
  expect(fromLink("#v=2&moon=1&tide=9")).toEqual({ link, warnings: [] });
  expect(fromLink("#v=1&tide=10").warnings[0]).toMatch(/Height of the tide .* from 0 to 9/);
  const colder = linked({ colder: "a&b = 50 %" });
  expect(fromLink(toLink(colder))).toEqual({ link: colder, warnings: [] });
  expect(unknownLocks(["moon", "sun"])).toEqual(["sun"]);
});

it("is in the help", async () => {
  const madeUp = heuristicOfSetting("moon")!;
  const help = renderToString(
    <LabContext value={await openFakeLab("#autorun=0")}>
      <HeuristicHelp heuristic={madeUp} />
    </LabContext>,
  );
  expect(textOf(help)).toContain(`${madeUp.title} ${madeUp.explanation}`);
});

it("turns its knob", () => {
  const [space] = spaces;
  expect(recipeOf(space, { moon: true }).training.pathsPerStep).toBe(9);
  expect(recipeOf(space, { moon: false })).toEqual(recipeOf(space, {}));
  expect(conflicts(space, { moon: true })).toEqual([
    "Phase of the moon: Nobody has seen the moon in a laboratory.",
  ]);
});
