/** @file From one entry of the catalogue to the page: the panel, the link, the help text, and the reasons why not. */
import { renderToString } from "react-dom/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { labOffer, type Offer } from "../../src/core/config.ts";
import { createCatalogue } from "../../src/core/heuristics/catalogue.ts";
import { defineHeuristic, type Heuristic } from "../../src/core/heuristics/heuristic.ts";
import { defaultsFor, heuristics, heuristicsFor } from "../../src/core/heuristics/index.ts";
import { defaultView } from "../../src/core/linkView.ts";
import { fromLink, toLink } from "../../src/core/shareLink.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { LabContext } from "../../src/ui/LabContext.tsx";
import { ControlsPanel } from "../../src/ui/panels/ControlsPanel.tsx";
import { HeuristicControl } from "../../src/ui/panels/HeuristicControl.tsx";
import HeuristicHelp from "../../src/ui/panels/HeuristicHelp.tsx";
import { openFakeLab } from "../store/fakeLab.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Text of a rendered page, without tags; entities as characters. */
const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");

const helpOn = async (heuristic: Heuristic): Promise<string> =>
  renderToString(
    <LabContext value={await openFakeLab("#autorun=0")}>
      <HeuristicHelp heuristic={heuristic} />
    </LabContext>,
  );

describe("a made-up heuristic", () => {
  // All there is to it.
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
    ],
    changes: ({ moon }) => (moon ? { training: { pathsPerStep: 9 } } : {}),
    conflict: ({ training }) =>
      training.pathsPerStep === 9 ? "Nobody has seen the moon in a laboratory." : undefined,
  });
  const catalogue = createCatalogue<Heuristic>([...heuristics, madeUp]);
  const offer: Offer = { ...labOffer, catalogue };

  const panel = async (settings = {}): Promise<string> => {
    const lab = await openFakeLab("#autorun=0");
    const state = lab.store.getState();
    const changed = { ...state, config: { ...state.config, settings } };
    // A server renders the state that a store began with.
    const store = { ...lab.store, getState: () => changed, getInitialState: () => changed };
    return textOf(
      renderToString(
        <LabContext value={{ ...lab, store }}>
          <ControlsPanel catalogue={catalogue} />
        </LabContext>,
      ),
    );
  };

  it("is in the panel by its one entry, with its settings, badges and conflict", async () => {
    const shown = await panel();
    expect(shown).toMatch(
      /Phase of the moon .*Full moon at once off .*Height of the tide re-scores 2 metres/,
    );
    expect(shown).not.toContain("Nobody has seen");
    const changed = await panel({ moon: true, tide: 9 });
    expect(changed).toContain("Phase of the moon: Nobody has seen the moon in a laboratory.");
    expect(changed).toMatch(/Path sampling 2 changed .*Full moon at once reset on .*9 metres/);
  });

  it("is in the link", () => {
    const { config } = fromLink("").link;
    const link = { config: { ...config, settings: { moon: true, tide: 9 } }, view: defaultView };
    expect(toLink(link, offer)).toBe("#v=2&moon=1&tide=9");
    expect(fromLink("#v=2&moon=1&tide=9", offer)).toEqual({ link, warnings: [] });
    expect(fromLink("#v=1&tide=10", offer).warnings[0]).toMatch(/Height of the tide .* from 0 to 9/);
    expect(fromLink("#v=1&moon=1").warnings[0]).toMatch(/no setting called "moon"/);
  });

  it("is in the help", async () => {
    const help = textOf(await helpOn(madeUp));
    expect(help).toContain(`${madeUp.title} ${madeUp.explanation}`);
  });

  it("turns its knob", () => {
    expect(catalogue.recipeOf(spaces[0], { moon: true }).training.pathsPerStep).toBe(9);
    expect(catalogue.recipeOf(spaces[0], {})).toEqual(labOffer.catalogue.recipeOf(spaces[0], {}));
  });
});

describe("the help", () => {
  const help = async (heuristic: Heuristic): Promise<string> => textOf(await helpOn(heuristic));

  it("says of one of the fourteen what is reported and how sure that is", async () => {
    const [first] = heuristics;
    for (const part of [
      "heuristic 1 of the study's 14",
      first.explanation,
      first.finding?.text as string,
      "Direction recalled from the paper with confidence.",
    ])
      expect(await help(first)).toContain(part);
  });

  it("says of the others where they come from", async () => {
    expect(await help(heuristics.find(({ id }) => id === "landmarks") as Heuristic)).toMatch(
      /From .*Landmark Regularization.* Not one of the study's fourteen/,
    );
  });
});

describe.each(spaces)("the controls of $title", (space) => {
  const usual = defaultsFor(space);
  const offered = heuristicsFor(space);

  it.each(offered.map(({ heuristic, unavailable }) => [heuristic.title, heuristic, unavailable] as const))(
    "%s shows its settings, or why it does not apply",
    (title, heuristic, unavailable) => {
      const html = renderToString(
        <HeuristicControl
          heuristic={heuristic}
          unavailable={unavailable}
          values={usual}
          usual={usual}
          onChange={() => {}}
        />,
      );
      const text = textOf(html);
      expect(text).toContain(title);
      if (unavailable !== undefined) expect(text).toContain(`Not in this space: ${unavailable}`);
      else for (const spec of heuristic.settings) expect(html).toContain(`aria-label="${spec.title}"`);
      expect(html.includes("<input") || html.includes("<select") || html.includes('role="radio')).toBe(
        unavailable === undefined,
      );
    },
  );
});
